using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;

namespace Patella.Service.Cases;

/// <summary>A case that waits for its consumer waits no longer once they write: its status goes on, and with it its clock. Reading twice changes nothing.</summary>
internal sealed class CaseReplies(CaseStore cases, CaseEffects effects, CaseOwners owners) : ITimelineReader
{
    public string Name => "cases-replies";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: "conversation.message", AuthorParty: Party.Consumer, Conversation: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var spoken = entries.Where(Concerns).GroupBy(entry => entry.Conversation!).ToDictionary(group => group.Key, group => group.Max(entry => entry.At));
        foreach (var chunk in spoken.Keys.Chunk(200))
        {
            foreach (var found in await cases.WaitingIn(transaction, chunk))
            {
                await GoOn(transaction, found.Id, spoken);
            }
        }
    }

    private async Task GoOn(ITransaction transaction, string id, Dictionary<string, long> spoken)
    {
        var settings = await owners.Settings(transaction);
        if (await cases.Lock(transaction, id) is not { IsOpen: true, MergedInto: null } state || settings.Status(state.Status)?.WaitsFor != "consumer")
        {
            return;
        }

        // What was written before the case began to wait is not the answer to it.
        var said = state.Conversations.Where(spoken.ContainsKey).Select(conversation => spoken[conversation]).DefaultIfEmpty().Max();
        if (state.WaitingSince is not { } since || said > since)
        {
            var next = settings.FirstOf(CaseCategory.Understanding);
            await effects.Save(transaction, state, [new CaseStatusChanged(next.Code, next.Category, null)], CaseActor.System, settings);
        }
    }
}
