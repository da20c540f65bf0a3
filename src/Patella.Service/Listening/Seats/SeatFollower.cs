using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Improvements.Obstacles;
using Patella.Service.Listening.Targets;

namespace Patella.Service.Listening.Seats;

/// <summary>
/// Learns from the timeline which contact a host takes next and when a contact is over for its seat. What is read twice, late or out of order changes nothing:
/// a contact begins once, and entries from before it began do not end it.
/// </summary>
internal sealed class SeatFollower(ListeningStore seats, NoteDesk notes, ConversationStore conversations, ListeningReminders reminders) : ITimelineReader
{
    private const string Joined = "conversation.agent-joined";

    /// <summary>What may take a contact away from its host.</summary>
    private static readonly string[] Turns = [Joined, "conversation.transferred", "conversation.closed", "conversation.abandoned"];

    public string Name => "listening";

    public bool Concerns(TimelineEntry entry) => Turns.Contains(entry.Kind) || entry.Kind is "access.staff-saved" or ObstacleEvents.Answered;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(entry => Turns.Contains(entry.Kind) && entry.Conversation is not null))
        {
            await EndOf(transaction, entry);
            if (entry is { Kind: Joined, Staff: { } host })
            {
                await BeginningOf(transaction, entry, host);
            }
        }

        foreach (var entry in entries.Where(entry => entry.Kind == ObstacleEvents.Answered && entry.Data is not null))
        {
            await notes.ObstacleAnswered(transaction, Json.Read<ObstacleFact>(entry.Data!)!.Obstacle);
        }

        if (entries.Any(entry => entry.Kind == "access.staff-saved"))
        {
            await reminders.Arrange(transaction);
        }
    }

    private async Task BeginningOf(ITransaction transaction, TimelineEntry joined, string host)
    {
        if (await transaction.One<string>(ListeningStore.Sql["SeatOf"], new { staff = host }) is not { } id
            || await ListeningStore.Lock(transaction, id) is not { State: ListeningState.Seated } session || session.Host != host || joined.At < session.SeatedAt
            || await conversations.Find(transaction, joined.Conversation!) is not { State: ConversationState.Agent } row || row.Assignee != host)
        {
            return;
        }

        var live = ListeningRules.Begin(session, row.Id, row.Unit, joined.Sequence ?? row.LastSequence, joined.At).Value;
        await seats.Save(transaction, session, live, ListeningEvents.Live, null, live.LiveAt!.Value);
    }

    private async Task EndOf(ITransaction transaction, TimelineEntry turn)
    {
        foreach (var found in await transaction.Many<ListeningSession>(ListeningStore.Sql["LiveOf"], new { conversation = turn.Conversation }))
        {
            if (turn.Sequence <= found.Sequence || (turn.Kind == Joined && turn.Staff == found.Host)
                || await ListeningStore.Lock(transaction, found.Id) is not { State: ListeningState.Live } session)
            {
                continue;
            }

            var ended = ListeningRules.End(session, turn.Kind is "conversation.closed" or "conversation.abandoned" ? "contact-closed" : "contact-handed-on", turn.At).Value;
            await seats.Save(transaction, session, ended, ListeningEvents.Debrief, null, ended.EndedAt!.Value);
        }
    }
}

/// <summary>Gives up seats that nothing came of, ends forgotten ones, and reminds of targets.</summary>
internal sealed class SeatTimers(ListeningStore seats, ListeningReminders reminders, BusinessTime clock) : ITimerHandler
{
    public string Capability => ListeningStore.Capability;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (timer.Key == ListeningReminders.Key)
        {
            await reminders.Run(transaction);
        }
        else if (await ListeningStore.Lock(transaction, timer.Key) is { } session && !session.IsOver && session.State != ListeningState.Debrief)
        {
            var live = session.State == ListeningState.Live;
            var decided = live ? ListeningRules.End(session, "forgotten", clock.Now) : ListeningRules.Cancel(session, session.State == ListeningState.Planned ? "no-answer" : "no-contact", clock.Now);
            await seats.Save(transaction, session, decided.Value, live ? ListeningEvents.Debrief : ListeningEvents.Cancelled, null, clock.Now);
        }
    }
}
