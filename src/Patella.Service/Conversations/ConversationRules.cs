using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>What happens to a conversation, decided without store or clock: the new state, or why not.</summary>
public static class ConversationRules
{
    /// <summary>How long after its end a conversation is continued rather than begun anew, in microseconds.</summary>
    public const long ContinueFor = 72L * 3600 * Microseconds.PerSecond;

    private const int LastTextLength = 200;

    /// <summary>The consumer says something. A conversation that has ended goes on, within <see cref="ContinueFor"/>.</summary>
    public static Outcome<ConversationRow> ConsumerSpeaks(ConversationRow row, string? text, long now)
    {
        if (ConversationState.IsOver(row.State) && now - (row.ClosedAt ?? row.LastAt) > ContinueFor)
        {
            return Problem.Conflict("conversation-over", "This conversation ended more than 72 hours ago. Begin a new one; nobody has to be told again what is known.");
        }

        var spoken = Said(row, Party.Consumer, text, now) with { SpokeAt = row.SpokeAt ?? now };
        return row.State switch
        {
            ConversationState.Closed or ConversationState.Abandoned => spoken with { State = ConversationState.Bot, ClosedAt = null, Assignee = null, AssigneeName = null, WaitingSince = null },
            ConversationState.Wrapup => spoken with { State = ConversationState.Agent },
            ConversationState.Bot or ConversationState.Queued or ConversationState.Agent => spoken,
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.State, "unknown state"),
        };
    }

    /// <summary>The bot says something; it is silent once a person has been asked for.</summary>
    public static Outcome<ConversationRow> BotSpeaks(ConversationRow row, string? text, bool useful, long now)
        => row.State != ConversationState.Bot
            ? Problem.Conflict("not-with-bot", "The conversation is not with the bot any more.")
            : Said(row, Party.Bot, text, now) with { FirstReplyAt = row.FirstReplyAt ?? (useful ? now : null) };

    /// <summary>The ecosystem itself says something; the state stays what it is.</summary>
    public static ConversationRow SystemSpeaks(ConversationRow row, string? text, long now) => Said(row, Party.System, text, now);

    /// <summary>A person of the staff says something.</summary>
    public static Outcome<ConversationRow> AgentSpeaks(ConversationRow row, string staff, bool mayAlways, string? text, bool useful, long now)
    {
        if (row.State is not (ConversationState.Agent or ConversationState.Wrapup) || (row.Assignee != staff && !mayAlways))
        {
            return Problem.Conflict("not-yours", "The conversation is not with you. Take it first, or ask a supervisor to assign it.");
        }

        return Said(row, Party.Agent, text, now) with
        {
            State = ConversationState.Agent,
            FirstReplyAt = row.FirstReplyAt ?? (useful ? now : null),
            FirstPersonReplyAt = row.FirstPersonReplyAt ?? (useful ? now : null),
        };
    }

    /// <summary>A person is wanted: by the consumer at any step, or by the bot that steps aside.</summary>
    public static Outcome<ConversationRow> WantPerson(ConversationRow row, string unit, string? topic, long now) => row.State switch
    {
        ConversationState.Queued or ConversationState.Agent => row,
        ConversationState.Wrapup => row with { State = ConversationState.Agent, LastAt = now },
        ConversationState.Closed or ConversationState.Abandoned when now - (row.ClosedAt ?? row.LastAt) > ContinueFor
            => Problem.Conflict("conversation-over", "This conversation ended more than 72 hours ago. Begin a new one."),
        ConversationState.Bot or ConversationState.Closed or ConversationState.Abandoned => row with
        {
            State = ConversationState.Queued,
            Unit = unit,
            Topic = topic ?? row.Topic,
            AskedPersonAt = row.AskedPersonAt ?? now,
            WaitingSince = now,
            SpokeAt = row.SpokeAt ?? now,
            ClosedAt = null,
            Assignee = null,
            AssigneeName = null,
            LastAt = now,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.State, "unknown state"),
    };

    /// <summary>A person takes it from the queue, or gets it from a supervisor at any step before the end.</summary>
    public static Outcome<ConversationRow> Join(ConversationRow row, string staff, string name, bool bySupervisor, long now)
    {
        var possible = row.State == ConversationState.Queued || (bySupervisor && !ConversationState.IsOver(row.State));
        return possible
            ? row with { State = ConversationState.Agent, Assignee = staff, AssigneeName = name, WaitingSince = null, AskedPersonAt = row.AskedPersonAt ?? now, LastAt = now }
            : Problem.Conflict("not-waiting", "The conversation is not waiting any more: somebody else has it, or the consumer has left.");
    }

    /// <summary>Back into the queue, of another unit or the same one. The consumer keeps the place of the one who has waited since first asking.</summary>
    public static Outcome<ConversationRow> Requeue(ConversationRow row, string unit, long now)
        => row.State is ConversationState.Agent or ConversationState.Queued or ConversationState.Wrapup
            ? row with { State = ConversationState.Queued, Unit = unit, Assignee = null, AssigneeName = null, WaitingSince = row.WaitingSince ?? now, AskedPersonAt = row.AskedPersonAt ?? now, LastAt = now }
            : Problem.Conflict("not-with-person", "Only a conversation that is with a person, or waits for one, can be handed on.");

    public static Outcome<ConversationRow> Close(ConversationRow row, long now)
        => row.State is ConversationState.Closed or ConversationState.Abandoned
            ? row
            : row with { State = ConversationState.Closed, ClosedAt = now, WaitingSince = null, LastAt = now };

    /// <summary>A closing is taken back, by staff, while it could still be continued.</summary>
    public static Outcome<ConversationRow> Reopen(ConversationRow row, string staff, string name, long now) => row.State switch
    {
        ConversationState.Closed or ConversationState.Abandoned when now - (row.ClosedAt ?? row.LastAt) > ContinueFor
            => Problem.Conflict("conversation-over", "This conversation ended more than 72 hours ago. Begin a new one."),
        ConversationState.Closed or ConversationState.Abandoned => row with { State = ConversationState.Agent, Assignee = staff, AssigneeName = name, ClosedAt = null, WaitingSince = null, LastAt = now },
        _ => Problem.Conflict("not-closed", "The conversation has not ended, so there is nothing to reopen."),
    };

    /// <summary>The consumer leaves: out of the queue it is abandoned, from a person it is left to be wrapped up.</summary>
    public static ConversationRow Leave(ConversationRow row, long now) => row.State switch
    {
        ConversationState.Queued => row with { State = ConversationState.Abandoned, ClosedAt = now, WaitingSince = null, LastAt = now },
        ConversationState.Agent => row with { State = ConversationState.Wrapup, LastAt = now },
        ConversationState.Bot => row with { State = ConversationState.Closed, ClosedAt = now, LastAt = now },
        _ => row,
    };

    private static ConversationRow Said(ConversationRow row, string by, string? text, long now) => row with
    {
        LastAt = now,
        LastBy = by,
        LastText = text is { Length: > LastTextLength } ? text[..LastTextLength] : text,
    };
}
