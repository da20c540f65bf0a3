using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>Brings back what was put away, at its moment of business time.</summary>
internal sealed class SnoozeTimer(SnoozeWaker waker, BusinessTime clock) : ITimerHandler
{
    public const string Name = "conversations-snooze";

    public string Capability => Name;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (await transaction.One<SnoozeRow>(DeskReading.Sql["FindSnooze"], new { conversation = timer.Key }) is { UntilAt: { } until } row && until <= clock.Now)
        {
            await waker.Wake(transaction, row, "time");
        }
    }
}

/// <summary>
/// Brings back what was put away as soon as the consumer says something, and parts a merged conversation in which the consumer goes on:
/// nobody who speaks may stay unseen. It follows the timeline; reading twice changes nothing.
/// </summary>
internal sealed class SnoozeWaker(ConversationStore conversations, MergeStore merges, DeskItemStore items) : ITimelineReader
{
    public string Name => "conversations-desk";

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var spoken = entries.Where(entry => entry is { Kind: "conversation.message", AuthorParty: Party.Consumer, Conversation: not null })
            .GroupBy(entry => entry.Conversation!).ToDictionary(said => said.Key, said => said.Max(entry => entry.Sequence ?? 0));
        if (spoken.Count == 0)
        {
            return;
        }

        // This reader may be late: what was said before they were put away or merged is no reason to undo it.
        var ids = spoken.Keys.ToArray();
        foreach (var row in (await transaction.Many<SnoozeRow>(DeskReading.Sql["SnoozesOf"], new { ids })).Where(row => row.OnReply != 0 && row.Sequence < spoken[row.Conversation]))
        {
            await Wake(transaction, row, "reply");
        }

        foreach (var row in (await transaction.Many<MergeRow>(DeskReading.Sql["MergesOf"], new { ids })).Where(row => row.Sequence < spoken[row.Conversation]))
        {
            await merges.Part(transaction, row, Actor.System, $"parted-{row.At}", "consumer");
        }
    }

    public async Task Wake(ITransaction transaction, SnoozeRow row, string why)
    {
        if (await transaction.Execute(DeskReading.Sql["RemoveSnooze"], new { conversation = row.Conversation, row.Since }) == 1)
        {
            var outcome = await conversations.DeskStep(transaction, row.Conversation, DeskEvents.Woken, Actor.System, $"woken-{row.Since}", row.What, new Dictionary<string, string> { ["why"] = why });
            if (outcome.Succeeded)
            {
                await items.Add(transaction, $"{outcome.Value.Id}:{row.Staff}", row.Staff, "woken", outcome.Value, null);
            }
        }
    }
}
