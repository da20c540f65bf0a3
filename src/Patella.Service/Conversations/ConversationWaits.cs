using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Standards;

namespace Patella.Service.Conversations;

/// <summary>Who said something, and whether it counts as a reply.</summary>
public readonly record struct Spoken(string Party, bool Useful);

/// <summary>One thing to tell the clocks of a conversation.</summary>
public enum WaitStep
{
    /// <summary>The consumer waits for a person's first true reply.</summary>
    AwaitFirstReply = 1,

    /// <summary>The consumer waits for a person again.</summary>
    AwaitNextReply = 2,

    /// <summary>A person has the matter from here on.</summary>
    Begin = 3,

    FirstReplied = 4,

    NextReplied = 5,

    /// <summary>Another unit owes the answer.</summary>
    Move = 6,

    /// <summary>Closed: the matter is at its end, what was still waited for is waited for no more.</summary>
    Finish = 7,

    /// <summary>The consumer has left; nobody waits any more.</summary>
    Abandon = 8,
}

/// <summary>
/// The clocks of a conversation, kept by comparing it before and after each step: they start when the consumer begins to wait for a person and are met by a
/// person's true reply. A step that changes nobody's waiting costs nothing, and neither do measures for which the tenant has no clause.
/// </summary>
public sealed class ConversationWaits(ServiceClocks clocks, BusinessTime business)
{
    public async Task Follow(ITransaction transaction, ConversationRow before, ConversationRow after, Spoken? said)
    {
        foreach (var step in Steps(before, after, said))
        {
            await Take(transaction, after, step);
        }
    }

    /// <summary>A conversation that was over before it came here: its waits are measured by what held then.</summary>
    internal async Task Import(ITransaction transaction, ConversationRow row)
    {
        if (row.AskedPersonAt is not { } asked || row.ClosedAt is not { } closed)
        {
            return;
        }

        var (subject, scope) = (ClockSubject.Conversation(row.Id), ScopeOf(row));
        await clocks.Import(transaction, subject, Measures.FirstReply, scope, asked, row.FirstPersonReplyAt, closed);
        await clocks.Import(transaction, subject, Measures.Resolution, scope, asked, closed, closed);
    }

    /// <summary>What changed for those who wait; pure.</summary>
    public static IEnumerable<WaitStep> Steps(ConversationRow before, ConversationRow after, Spoken? said)
    {
        var (was, now) = (IsWithPeople(before), IsWithPeople(after));
        if (was && !now)
        {
            yield return after.State == ConversationState.Closed ? WaitStep.Finish : WaitStep.Abandon;
            yield break;
        }

        if (!now)
        {
            yield break;
        }

        if (was && before.Unit != after.Unit)
        {
            yield return WaitStep.Move;
        }

        if (!was)
        {
            yield return WaitStep.Begin;
        }

        var begins = !was || (after.State == ConversationState.Queued && before.State != ConversationState.Queued)
            || (said is { Party: Party.Consumer } && after.State == ConversationState.Agent && before.LastBy != Party.Consumer);
        if (begins)
        {
            yield return before.FirstPersonReplyAt is null ? WaitStep.AwaitFirstReply : WaitStep.AwaitNextReply;
        }

        if (said is { Party: Party.Agent, Useful: true })
        {
            yield return before.FirstPersonReplyAt is null ? WaitStep.FirstReplied : WaitStep.NextReplied;
        }
    }

    private static bool IsWithPeople(ConversationRow row) => row.State is ConversationState.Queued or ConversationState.Agent or ConversationState.Wrapup;

    private static ClockScope ScopeOf(ConversationRow row) => new(row.Unit, row.EntryUnit, row.Tier, row.Id, null, row.Person, row.OrderId);

    private Task Take(ITransaction transaction, ConversationRow row, WaitStep step)
    {
        var (subject, now) = (ClockSubject.Conversation(row.Id), business.Now);
        return step switch
        {
            WaitStep.AwaitFirstReply => clocks.Start(transaction, subject, Measures.FirstReply, ScopeOf(row), now),
            WaitStep.AwaitNextReply => clocks.Start(transaction, subject, Measures.NextReply, ScopeOf(row), now),
            WaitStep.Begin => clocks.Start(transaction, subject, Measures.Resolution, ScopeOf(row), now),
            WaitStep.FirstReplied => clocks.Meet(transaction, subject, Measures.FirstReply, now),
            WaitStep.NextReplied => clocks.Meet(transaction, subject, Measures.NextReply, now),
            WaitStep.Move => clocks.Move(transaction, subject, row.Unit, now),
            WaitStep.Finish => clocks.Finish(transaction, subject, now),
            WaitStep.Abandon => clocks.Cancel(transaction, subject, row.State, now),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "unknown step"),
        };
    }
}
