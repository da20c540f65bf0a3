using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>How a case travels between units.</summary>
public static partial class CaseRules
{
    /// <summary>Asks another unit to take it.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Propose(CaseState state, CaseActor actor, CaseFacts facts, string transfer, string to, string? reason)
    {
        if ((Refuse(state, actor) ?? RefuseUnit(facts, to, "/unit")) is { } problem)
        {
            return problem;
        }

        return state.Transfer is { } open ? Problem.Conflict("transfer-open", $"The unit {open.To} is asked already. Wait for its answer, or withdraw the proposal.")
            : to == state.Unit ? Problem.Conflict("transfer-to-itself", "The case is with this unit already.")
            : state.PastUnits.Contains(to) ? Problem.Conflict("transfer-in-circles", $"The unit {to} had this case already. Ask it a question (parts), or have the case settled.")
            : Events(new TransferProposed(transfer, state.Unit, to) { Words = reason });
    }

    /// <summary>The asked unit takes it: into its queue, or by the one who answers.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Accept(CaseState state, CaseActor actor, CaseFacts facts, StaffName? owner)
        => OpenOne(state) is { Problem: { } problem } ? problem
            : RefuseUnit(facts, state.Transfer!.To, "/id") is { } closed ? closed
            : !actor.ActsFor(state.Transfer!.To) ? Problem.Conflict("not-your-answer", $"The unit {state.Transfer.To} is asked, and answers.")
            : Hop(state, new TransferAccepted(state.Transfer.Id, state.Unit, state.Transfer.To, owner, false), state.Transfer.To);

    /// <summary>Silence accepts; by then the answer may have come.</summary>
    public static IReadOnlyList<CaseEvent> AcceptByClock(CaseState state, string transfer, CaseFacts facts)
    {
        if (state.Transfer is not { } open || open.Id != transfer || !state.IsOpen)
        {
            return [];
        }

        // A unit that was closed while it was asked takes nothing by its silence.
        return open.Settler is null && RefuseUnit(facts, open.To, "") is null
            ? Hop(state, new TransferAccepted(open.Id, state.Unit, open.To, null, true), open.To).Value
            : Settled(state, facts.RuleUnit, true, null);
    }

    /// <summary>No, and whose it is instead. The second no in a row is settled at once.</summary>
    /// <param name="next">The id of the transfer to the named unit.</param>
    public static Outcome<IReadOnlyList<CaseEvent>> RefuseTransfer(CaseState state, CaseActor actor, CaseFacts facts, string right, string? reason, string next)
    {
        if (OpenOne(state) is { Problem: { } problem })
        {
            return problem;
        }

        var open = state.Transfer!;
        if (!actor.ActsFor(open.To))
        {
            return Problem.Conflict("not-your-answer", $"The unit {open.To} is asked, and answers.");
        }

        if (right == open.To)
        {
            return Problem.Conflict("names-itself", "A refusal names the right owner, and that is not the unit that refuses.");
        }

        if (RefuseUnit(facts, right, "/rightUnit") is { } unknown)
        {
            return unknown;
        }

        if (right == state.Unit && string.IsNullOrWhiteSpace(reason))
        {
            return Problem.Invalid("/reason", "Naming the unit that proposed it needs a reason.");
        }

        if (state.Refusals > 0)
        {
            return SecondRefusal(state, facts, open, right, reason);
        }

        var refused = new TransferRefused(open.Id, open.To, right, null) { Words = reason };
        return right == state.Unit ? Events(refused) : Events(refused, new TransferProposed(next, state.Unit, right) { Words = reason });
    }

    public static Outcome<IReadOnlyList<CaseEvent>> Withdraw(CaseState state, CaseActor actor)
        => OpenOne(state) is { Problem: { } problem } ? problem
            : Refuse(state, actor) is { } refused ? refused
            : Events(new TransferWithdrawn(state.Transfer!.Id));

    /// <summary>The experience group decides whose it is; also out of circles.</summary>
    /// <param name="transfer">The id under which it is settled when no transfer is open.</param>
    public static Outcome<IReadOnlyList<CaseEvent>> Settle(CaseState state, CaseActor actor, CaseFacts facts, string unit, string? reason, string transfer)
    {
        if ((RefuseAnybody(state, actor) ?? RefuseUnit(facts, unit, "/unit")) is { } problem)
        {
            return problem;
        }

        var settler = state.Transfer?.Settler ?? facts.Settings.ExperienceUnit;
        return settler is null ? (actor.Commands ? Settled(state, unit, false, reason, transfer) : NotTheSettler())
            : actor.ActsFor(settler) ? Settled(state, unit, false, reason, transfer) : NotTheSettler();
    }

    private static Outcome<IReadOnlyList<CaseEvent>> SecondRefusal(CaseState state, CaseFacts facts, OpenTransfer open, string right, string? reason)
    {
        var group = facts.Settings.ExperienceUnit;
        if (group is not null && facts.Units.Contains(group))
        {
            return Events(new TransferRefused(open.Id, open.To, right, group) { Words = reason });
        }

        // Without a group the rule that finds owners settles, at once.
        var refused = new TransferRefused(open.Id, open.To, right, facts.RuleUnit) { Words = reason };
        return Many([refused, .. Settled(state, facts.RuleUnit, true, null)]);
    }

    private static CaseEvent[] Settled(CaseState state, string unit, bool byRule, string? reason, string? transfer = null)
    {
        var settled = new TransferSettled(state.Transfer?.Id ?? transfer!, state.Unit, unit, byRule) { Words = reason };
        return unit == state.Unit ? [settled] : [.. Hop(state, settled, unit).Value];
    }

    private static Outcome<IReadOnlyList<CaseEvent>> Hop(CaseState state, CaseEvent hop, string to)
        => to != state.Unit && state.Hops + 1 > HopsWithoutAlert ? Events(hop, new CaseAlertRaised("hops", state.Hops + 1)) : Events(hop);

    private static Outcome<IReadOnlyList<CaseEvent>> OpenOne(CaseState state)
        => state.MergedInto is not null || !state.IsOpen ? Problem.Conflict("case-closed", "This case is closed.")
            : state.Transfer is null ? Problem.Conflict("no-transfer", "No transfer of this case awaits an answer; it may have been answered, or accepted by the clock.")
            : state.Transfer.Settler is { } settler ? Problem.Conflict("being-settled", $"Two units refused; the unit {settler} settles it.")
            : Nothing;

    private static Problem? RefuseUnit(CaseFacts facts, string unit, string pointer)
        => !facts.Units.Contains(unit) ? Problem.Invalid(pointer, "Must be the code of a unit of this tenant.")
            : facts.Settings.ClosedUnits.Contains(unit) ? Problem.Conflict("unit-closed", $"The unit {unit} takes no cases any more.")
            : null;

    private static Problem NotTheSettler() => Problem.Conflict("not-the-settler", "Whose a case is is settled by the experience group, or by a supervisor where the tenant names none.");

    private static Outcome<IReadOnlyList<CaseEvent>> Many(List<CaseEvent> events) => events;
}
