using Patella.Kernel.Ledger;
using Patella.Service.Edge;

namespace Patella.Service.Ledger;

/// <summary>What the rules refuse, as the caller is told it.</summary>
internal static class Refusals
{
    public static Problem Of(LedgerFault fault, int linked)
    {
        var problem = Named(fault);
        return linked <= 1 ? problem : problem with { Errors = [new FieldError($"/transfers/{fault.Index}", problem.Detail)] };
    }

    private static Problem Named(LedgerFault fault) => fault.Fault switch
    {
        Fault.InvalidOrder => Problem.Invalid("", "A posting has 1 to 64 transfers, each with an id, two accounts, an amount, a currency and a reason."),
        Fault.UnknownAccount => Problem.Refused("unknown-account", $"There is no account '{fault.Subject}'. Open it first."),
        Fault.WrongCurrency => Problem.Refused("wrong-currency", $"Account '{fault.Subject}' has another currency. Money changes its currency only through two accounts of its own each."),
        Fault.AmountOutOfRange => Problem.Refused("amount-out-of-range", $"An amount is a whole number of minor units from 1 to {TransferOrder.MostAmount}, and a hold lasts 1 second to 400 days."),
        Fault.SameAccount => Problem.Refused("same-account", $"Both sides are account '{fault.Subject}'; money moves between two."),
        Fault.IdTaken => Problem.Conflict("id-taken", $"The id '{fault.Subject}' has been used for something else. Nothing was posted; use another id for another matter."),
        Fault.AccountClosed => Problem.Refused("account-closed", $"Account '{fault.Subject}' is closed."),
        Fault.LimitReached => Problem.Refused("limit-reached", $"Account '{fault.Subject}' has room for {fault.Amount ?? 0} more only."),
        Fault.NothingThere => Problem.Refused("nothing-there", $"Account '{fault.Subject}' has room for nothing more."),
        Fault.Overflow => Problem.Refused("overflow", $"The totals of an account would no longer fit if {fault.Amount ?? 0} were added."),
        Fault.UnknownTransfer => Problem.Refused("unknown-transfer", $"There is no transfer '{fault.Subject}'."),
        Fault.NotPending => Problem.Refused("not-pending", $"Transfer '{fault.Subject}' holds nothing."),
        Fault.AlreadyResolved => Problem.Conflict("already-resolved", $"What was held has been ended by transfer '{fault.Subject}'."),
        Fault.HoldExpired => Problem.Refused("hold-expired", $"The hold '{fault.Subject}' has run out."),
        Fault.MoreThanHeld => Problem.Refused("more-than-held", $"The hold '{fault.Subject}' is for less than {fault.Amount ?? 0}."),
        Fault.AlreadyReversed => Problem.Conflict("already-reversed", $"It has been taken back by transfer '{fault.Subject}'."),
        Fault.NotReversible => Problem.Refused("not-reversible", $"Transfer '{fault.Subject}' moved nothing that could be taken back."),
        Fault.GrantNeeded => Problem.Refused("grant-needed", $"The fund '{fault.Subject}' gives only through people whose grade is on its list."),
        Fault.GrantLimit => Problem.Refused("grant-limit", $"That is more than this grade may give from the fund '{fault.Subject}' at once or in a day."),
        Fault.NotYetExpired => Problem.Refused("not-yet-expired", $"The hold '{fault.Subject}' has not run out."),
        _ => throw new InvalidOperationException($"{fault.Fault} has no text."),
    };
}
