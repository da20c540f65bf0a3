using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>What follows from the events of a case in lower capabilities, in the same transaction: clocks, timers, words to the consumer.</summary>
public sealed class CaseEffects(CaseStore cases, ServiceClocks clocks, TimerTable timers, CaseVoice voice)
{
    public const string Capability = "cases";

    /// <summary>Saves the events of a case and does what follows from them.</summary>
    public async Task<CaseState> Save(ITransaction transaction, CaseState before, IReadOnlyList<CaseEvent> events, CaseActor by, CaseSettings settings)
    {
        var after = await cases.Save(transaction, before, events, by);
        var at = after.LastAt;
        foreach (var change in events)
        {
            after = await Follow(transaction, before, after, change, settings, at);
        }

        return after;
    }

    /// <summary>Makes a case and does what follows; null when there is one already.</summary>
    public async Task<CaseState?> Add(ITransaction transaction, string id, IReadOnlyList<CaseEvent> events, CaseActor by, CaseSettings settings)
    {
        if (await cases.Add(transaction, id, events, by) is not { } made)
        {
            return null;
        }

        await clocks.Start(transaction, ClockSubject.Case(id), Measures.Resolution, ScopeOf(made), made.OpenedAt);
        foreach (var conversation in made.Conversations)
        {
            await voice.Line(transaction, made, conversation, "case-opened");
        }

        return await Promised(transaction, made, "promise.plain", settings);
    }

    /// <param name="now">The instant of the events themselves: a promise that ended a moment after the next one began would keep that one from having a clock.</param>
    private async Task<CaseState> Follow(ITransaction transaction, CaseState before, CaseState after, CaseEvent change, CaseSettings settings, long now)
    {
        switch (change)
        {
            case CasePromised promised:
                if (promised.Before == PromiseEnd.Kept)
                {
                    await clocks.Meet(transaction, ClockSubject.Case(after.Id), Measures.Promise, now);
                }

                return await Promised(transaction, after, before.IsOpen ? "promise.renewed" : "reopened", settings);
            case CaseStatusChanged moved:
                await Wait(transaction, before, after, moved, settings, now);
                return after;
            case CaseReopened:
                await clocks.Start(transaction, ClockSubject.Case(after.Id), Measures.Resolution, ScopeOf(after), now);
                return after;
            case CaseClosed or CaseMerged:
                await End(transaction, before, after, change, now);
                return after;
            case CaseParted when before.MergedInto is not null:
                await clocks.Start(transaction, ClockSubject.Case(after.Id), Measures.Resolution, ScopeOf(after), now);
                await clocks.StartPromise(transaction, ClockSubject.Case(after.Id), after.Promise!.DueAt, ScopeOf(after), now);
                return after;
            case TransferProposed or TransferAccepted or TransferRefused or TransferWithdrawn or TransferSettled:
                await Transfer(transaction, after, change, settings, now);
                return after;
            case PartAsked asked:
                await clocks.Start(transaction, ClockSubject.Part(asked.Part), Measures.PartReply, ScopeOf(after) with { Unit = asked.Party == PartParty.Platform ? asked.Who : after.Unit }, now);
                return after;
            case PartAnswered answered:
                await clocks.Meet(transaction, ClockSubject.Part(answered.Part), Measures.PartReply, now);
                return after;
            default:
                return after;
        }
    }

    private async Task<CaseState> Promised(ITransaction transaction, CaseState state, string key, CaseSettings settings)
    {
        await clocks.StartPromise(transaction, ClockSubject.Case(state.Id), state.Promise!.DueAt, ScopeOf(state), state.Promise.MadeAt);
        var thread = await voice.Promise(transaction, state, settings, key);
        return thread is null || state.Conversations.Contains(thread) || state.Conversations.Count >= CaseRules.ListLimit
            ? state
            : await cases.Save(transaction, state, [new CaseConversationLinked(thread)], CaseActor.System);
    }

    private async Task Wait(ITransaction transaction, CaseState before, CaseState after, CaseStatusChanged moved, CaseSettings settings, long now)
    {
        var waited = settings.Status(before.Status)?.WaitsFor == "consumer";
        var waits = settings.Status(moved.Status)?.WaitsFor == "consumer";
        if (waits && !waited)
        {
            await clocks.Pause(transaction, ClockSubject.Case(after.Id), PauseReason.WaitingConsumer, now);
        }
        else if (waited && !waits)
        {
            await clocks.Resume(transaction, ClockSubject.Case(after.Id), now);
        }
    }

    private async Task End(ITransaction transaction, CaseState before, CaseState after, CaseEvent change, long now)
    {
        var subject = ClockSubject.Case(after.Id);
        if (change is CaseClosed)
        {
            await clocks.Meet(transaction, subject, Measures.Resolution, now);
            await clocks.Meet(transaction, subject, Measures.Promise, now);
            await voice.Closing(transaction, after);
        }

        await clocks.Cancel(transaction, subject, change is CaseMerged ? "merged" : "closed", now);
        if (before.Transfer is { } open)
        {
            await EndTransfer(transaction, open.Id, "closed", now);
        }

        foreach (var part in before.Parts.Where(part => part.IsOpen))
        {
            await clocks.Cancel(transaction, ClockSubject.Part(part.Id), "closed", now);
        }
    }

    private async Task Transfer(ITransaction transaction, CaseState after, CaseEvent change, CaseSettings settings, long now)
    {
        switch (change)
        {
            case TransferProposed proposed:
                await Ask(transaction, after, proposed.Transfer, proposed.To, settings, now);
                break;
            case TransferAccepted accepted:
                await Answered(transaction, accepted.Transfer, now);
                await clocks.Move(transaction, ClockSubject.Case(after.Id), accepted.To, now);
                break;
            case TransferRefused refused:
                await Answered(transaction, refused.Transfer, now);
                if (after.Transfer is { Settler: not null } disputed)
                {
                    await timers.Set(transaction, Capability, KeyOf(disputed.Id, after.Id), now + (settings.TransferMinutes * 60_000_000L));
                }

                break;
            case TransferWithdrawn withdrawn:
                await EndTransfer(transaction, withdrawn.Transfer, "withdrawn", now);
                await timers.Cancel(transaction, Capability, KeyOf(withdrawn.Transfer, after.Id));
                break;
            case TransferSettled settled:
                await EndTransfer(transaction, settled.Transfer, "settled", now);
                await timers.Cancel(transaction, Capability, KeyOf(settled.Transfer, after.Id));
                await clocks.Move(transaction, ClockSubject.Case(after.Id), after.Unit, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change));
        }
    }

    /// <summary>The asked unit's clock, and the timer that takes its silence for a yes: due with the clause, or by the tenant's minutes where there is none.</summary>
    private async Task Ask(ITransaction transaction, CaseState state, string transfer, string to, CaseSettings settings, long now)
    {
        var subject = ClockSubject.Transfer(transfer);
        await clocks.Start(transaction, subject, Measures.TransferAnswer, ScopeOf(state) with { Unit = to }, now);
        var due = (await clocks.Of(transaction, subject)).FirstOrDefault(one => one is { Measure: Measures.TransferAnswer, IsOpen: true })?.DueAt;
        await timers.Set(transaction, Capability, KeyOf(transfer, state.Id), due ?? now + (settings.TransferMinutes * 60_000_000L));
    }

    private Task Answered(ITransaction transaction, string transfer, long now) => clocks.Meet(transaction, ClockSubject.Transfer(transfer), Measures.TransferAnswer, now);

    private Task EndTransfer(ITransaction transaction, string transfer, string reason, long now) => clocks.Cancel(transaction, ClockSubject.Transfer(transfer), reason, now);

    internal static string KeyOf(string transfer, string caseId) => $"{caseId}/{transfer}";

    private static ClockScope ScopeOf(CaseState state) => new(
        state.Unit, state.EntryUnit, state.Tier, state.Conversations.Count > 0 ? state.Conversations[0] : null, state.Id, state.Person, state.Order,
        state.Priority.ToString().ToLowerInvariant(), (state.Keeper ?? state.Owner ?? state.FirstAgent)?.Id);
}
