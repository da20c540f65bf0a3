using Patella.Service.Edge;

namespace Patella.Service.Remedies;

/// <summary>What was paid for an order and given back by the marketplace itself, by its own word.</summary>
/// <param name="Order">Our id of the order.</param>
public sealed record OrderMoney(string Order, string Currency, IReadOnlyList<CapturedPayment> Payments);

/// <summary>One payment of an order, in minor units. Both sums only grow; the same or less again changes nothing.</summary>
/// <param name="Id">The marketplace's own.</param>
/// <param name="Instrument">What it was paid with, where the marketplace says it.</param>
/// <param name="RefundedOutside">What the marketplace gave back without us.</param>
public sealed record CapturedPayment(string Id, string? Instrument, long Captured, long RefundedOutside);

/// <summary>How the money of an order stands.</summary>
/// <param name="Refundable">What may still be refunded: nothing more ever can.</param>
/// <param name="Held">Of what was paid, what is promised and not yet paid out.</param>
public sealed record OrderBalance(string Order, string Currency, long Captured, long Refundable, long Held);

/// <summary>Kinds of remedies; stored and wire values, append only.</summary>
public static class RemedyKinds
{
    public const string Refund = "refund";
    public const string PartRefund = "part-refund";
    public const string ReturnRefund = "return-refund";
    public const string Exchange = "exchange";
    public const string Reship = "reship";
    public const string Repair = "repair";
    public const string Voucher = "voucher";
    public const string Cash = "cash";
    public const string Pickup = "pickup";
    public const string Advance = "advance";

    /// <summary>The consumer pays, for a change that costs more.</summary>
    public const string Charge = "charge";

    public static readonly IReadOnlyList<string> All = [Refund, PartRefund, ReturnRefund, Exchange, Reship, Repair, Voucher, Cash, Pickup, Advance, Charge];

    /// <summary>Kinds that may be a service without money: their amount may be 0.</summary>
    public static readonly IReadOnlyList<string> InKind = [Exchange, Reship, Repair, Pickup];
}

/// <summary>Out of which pocket a remedy comes. Stored, append only.</summary>
public enum RemedySource
{
    /// <summary>What was paid for the order.</summary>
    OrderPaid = 1,

    /// <summary>A programme's fund.</summary>
    Fund = 2,

    /// <summary>The platform pays first and gets it back from who is liable.</summary>
    Advance = 3,

    /// <summary>The consumer's instrument: a charge, money comes in.</summary>
    Instrument = 4,
}

/// <summary>Who gives: a person of the staff, the consumer by a right of their own, a program, or the platform by its rules.</summary>
/// <param name="Kind">staff, consumer, api or system.</param>
/// <param name="Grade">0 none, 1 trainee, 2 standard, 3 senior.</param>
public sealed record RemedyGiver(string Kind, string? Id, int Grade)
{
    public static readonly RemedyGiver System = new("system", null, 0);

    private static readonly IReadOnlyList<string> Words = ["none", "trainee", "standard", "senior"];

    public static readonly IReadOnlyList<string> Kinds = ["staff", "consumer", "api", "system"];

    public static RemedyGiver Of(Caller caller) => caller.Kind switch
    {
        CallerKind.Staff => new RemedyGiver("staff", caller.Id, Math.Max(0, Words.ToList().IndexOf(caller.Grade))),
        CallerKind.Consumer => new RemedyGiver("consumer", caller.Id, 0),
        _ => new RemedyGiver("api", caller.Id, 0),
    };

    /// <summary>The word by which a fund's list of limits names the grade; for those who are no staff, their kind.</summary>
    public string GradeWord => Kind != "staff" ? Kind : Grade > 0 && Grade < Words.Count ? Words[Grade] : Words[0];
}

/// <summary>A remedy to be given. The id is the caller's and its one key: the same again changes nothing.</summary>
/// <param name="Id">1 to 70 characters of letters, digits, '.', ':', '_' and '-'.</param>
/// <param name="Kind">One of <see cref="RemedyKinds"/>.</param>
/// <param name="Amount">Minor units; 0 only for a service in kind.</param>
/// <param name="Order">Our id of the order; needed out of what was paid, and for a charge.</param>
/// <param name="Case">Needed for an advance.</param>
/// <param name="Instrument">Where the money goes, or for a charge comes from. Absent: back the way it came, else to the person's balance with the platform.</param>
/// <param name="Fund">The programme (<c>gestures</c>) or its account's id (<c>fund:gestures:CNY</c>).</param>
/// <param name="Reason">For the consumer, the shop and finance: 1 to 500 characters.</param>
public sealed record NewRemedy(
    string Id, string Kind, RemedySource Source, long Amount, string Currency, string? Order, string? Case, string? Person, string? Instrument, string? Fund, string Reason, RemedyGiver By)
{
    /// <summary>The shop of the order, which then sees what was refunded and why.</summary>
    public string? Merchant { get; init; }
}

/// <summary>A decision that a confirmed remedy should not have been given.</summary>
/// <param name="Id">Made by the caller.</param>
/// <param name="BadFaith">Whether it was found that the consumer deceived. Without it nothing is taken back from them, ever.</param>
/// <param name="Finding">What the finding stands on: a ruling's or case's id.</param>
/// <param name="Approver">The second person.</param>
public sealed record RemedyReversal(string Id, string Reason, bool BadFaith, string? Finding, RemedyGiver By, RemedyGiver? Approver);
