using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>
/// Learns from Standards that a promise ends soon or was broken, and that a part's answer is late. The owner is called before a promise ends; when it is
/// broken, those to whom Standards escalates are called too. Reading twice changes nothing: what is reminded or broken is not so again.
/// </summary>
internal sealed class CaseClockReader(CaseStore cases, CaseEffects effects, CaseOwners owners, IStaffCalls calls) : ITimelineReader
{
    public const string PromiseDue = "promise-due";
    public const string PromiseBroken = "promise-broken";

    public string Name => "cases-clocks";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: ClockEntries.Warned or ClockEntries.Breached, CaseRef: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            var said = Json.Read<Look>(entry.Data);
            if (said?.Measure is not (Measures.Promise or Measures.PartReply) || await cases.Lock(transaction, entry.CaseRef!) is not { } state)
            {
                continue;
            }

            var facts = await owners.FactsFor(transaction, state);
            var events = (said.Measure, entry.Kind) switch
            {
                (Measures.Promise, ClockEntries.Warned) => CaseRules.RemindPromise(state, facts, Microseconds.From(said.DueAt)),
                (Measures.Promise, _) => CaseRules.BreakPromise(state, facts),
                (_, ClockEntries.Breached) => CaseRules.PartLate(state, said.SubjectId ?? ""),
                _ => [],
            };
            await effects.Save(transaction, state, events, CaseActor.System, facts.Settings);
            if (said.Measure == Measures.Promise && events.Count > 0)
            {
                await Call(transaction, state, entry, said.Told ?? []);
            }
        }
    }

    private async Task Call(ITransaction transaction, CaseState state, TimelineEntry entry, IReadOnlyList<string> told)
    {
        var broken = entry.Kind == ClockEntries.Breached;
        var keepers = new[] { state.Keeper?.Id, state.Deputy?.Id }.OfType<string>().ToList();
        var owner = keepers.Count > 0 ? keepers : new[] { state.Owner?.Id ?? state.FirstAgent?.Id }.OfType<string>().ToList();
        var call = new StaffCall(state.Id, state.Name, state.Conversations.Count > 0 ? state.Conversations[^1] : null, entry.Id);
        foreach (var staff in (broken || owner.Count == 0 ? owner.Concat(told) : owner).Distinct())
        {
            await calls.Call(transaction, staff, broken ? PromiseBroken : PromiseDue, call, $"{state.Id}:{state.Promise!.MadeAt}");
        }
    }

    /// <summary>What is read of the entry's data.</summary>
    private sealed record Look(string? Measure, string? SubjectId, DateTimeOffset DueAt, IReadOnlyList<string>? Told);
}
