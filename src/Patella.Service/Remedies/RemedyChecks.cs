using Patella.Kernel.Ledger;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Remedies;

/// <summary>What a remedy must look like before anybody asks the books.</summary>
internal static class RemedyChecks
{
    /// <summary>Longest id: the ledger's ids have it inside.</summary>
    public const int MostId = 70;

    /// <summary>A charge may have to be given back under its own id and a suffix.</summary>
    public const int MostChargeId = 64;

    private const int MostOwner = 60;
    private const int MostReason = 500;

    public static Problem? Refuse(NewRemedy remedy)
    {
        var isCharge = remedy.Source == RemedySource.Instrument;
        var least = RemedyKinds.InKind.Contains(remedy.Kind) ? 0 : 1;
        var check = new Validation()
            .Must(Fits(remedy.Id, isCharge ? MostChargeId : MostId), "/id", $"Must be 1 to {(isCharge ? MostChargeId : MostId)} characters of letters, digits, '.', ':', '_' or '-'.")
            .OneOf(remedy.Kind, "/kind", [.. RemedyKinds.All])
            .Must(Enum.IsDefined(remedy.Source), "/source", "Must be one of the sources there are.")
            .Must((remedy.Kind == RemedyKinds.Charge) == isCharge, "/source", "A charge takes money from an instrument, and nothing else does.")
            .Must(remedy.Amount >= least && remedy.Amount <= TransferOrder.MostAmount, "/amount", $"Must be a whole number of minor units from {least} to {TransferOrder.MostAmount}.")
            .Must(Currencies.IsKnown(remedy.Currency), "/currency", "Must be a currency of ISO 4217, such as CNY.")
            .Must(remedy.Order is null ? remedy.Source != RemedySource.OrderPaid && !isCharge : Fits(remedy.Order, MostOwner), "/order", "Is needed for what comes out of an order or goes into it.")
            .Must(remedy.Case is null ? remedy.Source != RemedySource.Advance : Fits(remedy.Case, MostOwner), "/case", "Is needed for an advance.")
            .Must(remedy.Fund is null ? remedy.Source != RemedySource.Fund : Fits(remedy.Fund, 100), "/fund", "Is needed for what comes out of a fund.")
            .Must(remedy.Person is null || Fits(remedy.Person, MostOwner), "/person", "Must be the id of a person.")
            .Must(remedy.Instrument is null ? !isCharge : InstrumentStore.IsId(remedy.Instrument), "/instrument", $"Must be 1 to {InstrumentStore.MostId} characters of letters, digits, '.', ':', '_' or '-'.")
            .Text(remedy.Reason, "/reason", 1, MostReason)
            .OneOf(remedy.By.Kind, "/by", [.. RemedyGiver.Kinds]);
        return check.Failed ? check.Problem : null;
    }

    public static Problem? RefuseReversal(RemedyReversal reversal)
    {
        var check = new Validation().Id(reversal.Id, "/id").Text(reversal.Reason, "/reason", 1, MostReason)
            .Must(!reversal.BadFaith || reversal.Finding is { Length: > 0 and <= 100 }, "/finding", "Bad faith stands on a finding: name the ruling or the case.");
        return check.Failed ? check.Problem : null;
    }

    private static bool Fits(string text, int most) => text.Length <= most && Validation.IsId(text);
}
