using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>Silence accepts a transfer, and settles by rule what nobody settled.</summary>
public sealed class CaseTimers(CaseStore cases, CaseEffects effects, CaseOwners owners) : ITimerHandler
{
    public string Capability => CaseEffects.Capability;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        var mark = timer.Key.IndexOf('/');
        if (mark > 0 && await cases.Lock(transaction, timer.Key[..mark]) is { } state)
        {
            var facts = await owners.FactsFor(transaction, state);
            await effects.Save(transaction, state, CaseRules.AcceptByClock(state, timer.Key[(mark + 1)..], facts), CaseActor.System, facts.Settings);
        }
    }
}

/// <summary>Learns from Standards that a promise or a part's answer is late. Reading twice changes nothing: what is broken is not broken again.</summary>
public sealed class CaseClockReader(CaseStore cases, CaseEffects effects, CaseOwners owners) : ITimelineReader
{
    public string Name => "cases-clocks";

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == ClockEntries.Breached && entry.CaseRef is not null))
        {
            var said = Json.Read<Breach>(entry.Data);
            if (said?.Measure is not (Measures.Promise or Measures.PartReply) || await cases.Lock(transaction, entry.CaseRef!) is not { } state)
            {
                continue;
            }

            var facts = await owners.FactsFor(transaction, state);
            var events = said.Measure == Measures.Promise ? CaseRules.BreakPromise(state, facts) : CaseRules.PartLate(state, said.SubjectId ?? "");
            await effects.Save(transaction, state, events, CaseActor.System, facts.Settings);
        }
    }

    /// <summary>What is read of the entry's data.</summary>
    private sealed record Breach(string? Measure, string? SubjectId);
}
