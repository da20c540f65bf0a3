namespace Patella.Kernel.Text.Reasons;

/// <summary>Why somebody writes, as far as a first guess goes. Kept and sent by number and code: append only.</summary>
public enum Reason
{
    /// <summary>None of the others.</summary>
    Other = 0,

    /// <summary>How far an order is; not shipped yet.</summary>
    OrderStatus = 1,

    /// <summary>Where a parcel is, when it comes, why it has not.</summary>
    ParcelStatus = 2,

    /// <summary>Where promised money is.</summary>
    RefundStatus = 3,

    /// <summary>Wants to give back, exchange, or have the money back.</summary>
    ReturnRequest = 4,

    /// <summary>Broken, wrong or missing goods.</summary>
    DamagedItem = 5,

    /// <summary>Wants to call an order off.</summary>
    CancelOrder = 6,

    /// <summary>Wants it sent elsewhere.</summary>
    ChangeAddress = 7,

    /// <summary>A coupon, discount or voucher does not do what it should.</summary>
    CouponProblem = 8,

    /// <summary>Paying fails, or too much was taken.</summary>
    PaymentProblem = 9,

    /// <summary>Wants a person. Honoured at once, so it outranks every other reason.</summary>
    HumanRequest = 10,

    /// <summary>Says hello and nothing else.</summary>
    Greeting = 11,

    /// <summary>Says thanks and nothing else.</summary>
    Thanks = 12,

    /// <summary>Is angry or wants to complain.</summary>
    Complaint = 13,
}

/// <summary>A reason and how much speaks for it.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Score">0 to 1; comparable between messages, not a probability. From 0.6 on it may be acted on.</param>
public readonly record struct ScoredReason(Reason Reason, double Score);

/// <summary>The guess for one message.</summary>
/// <param name="Reason">The best; <see cref="Reason.Other"/> when nothing speaks clearly.</param>
/// <param name="Score">Of the best.</param>
/// <param name="Candidates">All reasons for which something speaks, best first; a request for a person leads if it is clear.</param>
public readonly record struct ReasonGuess(Reason Reason, double Score, IReadOnlyList<ScoredReason> Candidates);

/// <summary>The codes under which reasons are stored and sent.</summary>
public static class ReasonCodes
{
    /// <summary>"order_status" and so on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member.</exception>
    public static string Code(this Reason reason) => reason switch
    {
        Reason.Other => "other",
        Reason.OrderStatus => "order_status",
        Reason.ParcelStatus => "parcel_status",
        Reason.RefundStatus => "refund_status",
        Reason.ReturnRequest => "return_request",
        Reason.DamagedItem => "damaged_item",
        Reason.CancelOrder => "cancel_order",
        Reason.ChangeAddress => "change_address",
        Reason.CouponProblem => "coupon_problem",
        Reason.PaymentProblem => "payment_problem",
        Reason.HumanRequest => "human_request",
        Reason.Greeting => "greeting",
        Reason.Thanks => "thanks",
        Reason.Complaint => "complaint",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
