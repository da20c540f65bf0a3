using Patella.Kernel.Ledger;
using Patella.Service.Edge;

namespace Patella.Service.Remedies;

/// <summary>What a step of a recovery must look like.</summary>
internal static class RecoveryChecks
{
    private const int MostId = 60;

    public static Problem? Refuse(NewRecovery order)
    {
        var check = new Validation()
            .Must(order.Id.Length <= MostId && Validation.IsId(order.Id), "/id", $"Must be 1 to {MostId} characters of letters, digits, '.', ':', '_' or '-'.")
            .Must(Currencies.IsKnown(order.Currency), "/currency", "Must be a currency of ISO 4217, such as CNY.")
            .OneOf(order.Step, "/step", [.. RecoverySteps.All])
            .Must(order.Amount is null || (order.Step == RecoverySteps.WriteOff && order.Amount is > 0 and <= TransferOrder.MostAmount), "/amount", $"Must be a whole number of minor units from {1} to {TransferOrder.MostAmount}.")
            .Text(order.Reason, "/reason", 1, 500);
        return check.Failed ? check.Problem
            : order.Step == RecoverySteps.WriteOff && (order.Approver is not { Id: { } approver } || approver == order.By.Id) ? Problem.Refused("second-person", "Writing off needs a second person.")
            : null;
    }
}
