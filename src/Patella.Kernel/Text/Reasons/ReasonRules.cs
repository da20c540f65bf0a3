namespace Patella.Kernel.Text.Reasons;

/// <summary>What a phrase is about. Reasons are read from combinations of these.</summary>
[Flags]
internal enum Concept : ulong
{
    None = 0,
    Order = 1 << 0,
    Parcel = 1 << 1,
    Where = 1 << 2,
    When = 1 << 3,
    NotYet = 1 << 4,
    Arrive = 1 << 5,
    Ship = 1 << 6,
    Refund = 1 << 7,
    Return = 1 << 8,
    Exchange = 1 << 9,
    Damaged = 1 << 10,
    Fail = 1 << 11,
    WrongItem = 1 << 12,
    Missing = 1 << 13,
    Cancel = 1 << 14,
    Address = 1 << 15,
    Change = 1 << 16,
    Coupon = 1 << 17,
    Pay = 1 << 18,
    Charge = 1 << 19,
    Twice = 1 << 20,
    /// <summary>A request for a person by itself.</summary>
    AskPerson = 1 << 21,
    /// <summary>Verbs that ask to be put through, when somebody who could be put through to follows.</summary>
    PutThrough = 1 << 22,
    /// <summary>A request for a person in a short message, part of a story in a long one.</summary>
    AskMaybe = 1UL << 32,
    /// <summary>Verbs that ask for something, a person among others.</summary>
    Wish = 1UL << 31,
    /// <summary>Who one asks for; alone it is a request only if little else is said.</summary>
    Helper = 1 << 23,
    /// <summary>Somebody, anyone: a request only after a verb that asks to be put through.</summary>
    Somebody = 1 << 24,
    Greeting = 1 << 25,
    Thanks = 1 << 26,
    Angry = 1 << 27,
    Complain = 1 << 28,
    Credited = 1 << 29,
    /// <summary>Words that ask something, whatever it is about.</summary>
    Asks = 1UL << 33,
    /// <summary>Words that ask for the way to do something.</summary>
    HowTo = 1UL << 34,
    /// <summary>Words for a thing of one's own.</summary>
    OneOwn = 1UL << 35,
    /// <summary>Hides the phrases inside it: "artificial intelligence" asks for nobody.</summary>
    Ignore = 1 << 30,
}

/// <summary>A combination of concepts and how much it speaks for a reason.</summary>
/// <param name="Reason">For which it speaks.</param>
/// <param name="Weight">0 to 1; several rules add up as independent evidence.</param>
/// <param name="All">Concepts that must all occur.</param>
/// <param name="Short">Only when the message says little else.</param>
/// <param name="Alone">Only when nothing but this, a greeting and thanks was found.</param>
/// <param name="Without">Concepts that must not occur.</param>
/// <param name="First">The two concepts must follow each other closely, this one first.</param>
/// <param name="Gap">Characters allowed between them; a quarter of that in scripts without spaces.</param>
internal readonly record struct ReasonRule(
    Reason Reason, double Weight, Concept All, bool Short = false, bool Alone = false, Concept Without = Concept.None, Concept First = Concept.None, int Gap = 0);

/// <summary>Which concepts together speak for which reason; what is alike in all languages.</summary>
internal static class ReasonRules
{
    internal static readonly ReasonRule[] All =
    [
        new(Reason.HumanRequest, 0.95, Concept.AskPerson),
        new(Reason.HumanRequest, 0.9, Concept.AskMaybe),
        new(Reason.HumanRequest, 0.9, Concept.PutThrough | Concept.Helper, First: Concept.PutThrough, Gap: 28),
        new(Reason.HumanRequest, 0.8, Concept.PutThrough | Concept.Somebody, First: Concept.PutThrough, Gap: 16),
        new(Reason.HumanRequest, 0.8, Concept.Wish | Concept.Helper, First: Concept.Wish, Gap: 12),
        new(Reason.HumanRequest, 0.85, Concept.Helper, Short: true, Without: Concept.Angry | Concept.Complain),
        new(Reason.OrderStatus, 0.75, Concept.Order | Concept.Where),
        new(Reason.OrderStatus, 0.5, Concept.Order | Concept.When),
        new(Reason.OrderStatus, 0.45, Concept.Order | Concept.NotYet),
        new(Reason.OrderStatus, 0.7, Concept.Ship | Concept.NotYet),
        new(Reason.OrderStatus, 0.75, Concept.Ship | Concept.When),
        new(Reason.OrderStatus, 0.4, Concept.Ship | Concept.Where),
        new(Reason.OrderStatus, 0.3, Concept.Order),
        new(Reason.OrderStatus, 0.2, Concept.Ship),
        new(Reason.ParcelStatus, 0.8, Concept.Parcel | Concept.Where, Without: Concept.Refund | Concept.Credited),
        new(Reason.ParcelStatus, 0.75, Concept.Parcel | Concept.When, Without: Concept.Refund | Concept.Credited),
        new(Reason.ParcelStatus, 0.8, Concept.Parcel | Concept.NotYet, Without: Concept.Refund | Concept.Credited),
        new(Reason.ParcelStatus, 0.8, Concept.Parcel | Concept.Missing),
        new(Reason.ParcelStatus, 0.75, Concept.Arrive | Concept.NotYet, Without: Concept.Refund | Concept.Credited),
        new(Reason.ParcelStatus, 0.75, Concept.Arrive | Concept.When, Without: Concept.Refund | Concept.Credited),
        new(Reason.ParcelStatus, 0.45, Concept.Arrive | Concept.Where),
        new(Reason.ParcelStatus, 0.35, Concept.Parcel),
        new(Reason.ParcelStatus, 0.35, Concept.NotYet),
        new(Reason.RefundStatus, 0.85, Concept.Refund | Concept.Where),
        new(Reason.RefundStatus, 0.85, Concept.Refund | Concept.When),
        new(Reason.RefundStatus, 0.85, Concept.Refund | Concept.NotYet),
        new(Reason.RefundStatus, 0.85, Concept.Refund | Concept.Credited),
        new(Reason.RefundStatus, 0.8, Concept.Refund | Concept.Missing),
        new(Reason.RefundStatus, 0.6, Concept.Refund | Concept.Return | Concept.NotYet),
        new(Reason.RefundStatus, 0.5, Concept.Credited),
        new(Reason.RefundStatus, 0.8, Concept.Return | Concept.Credited),
        new(Reason.ReturnRequest, 0.75, Concept.Return),
        new(Reason.ReturnRequest, 0.7, Concept.Exchange),
        new(Reason.ReturnRequest, 0.65, Concept.Refund),
        new(Reason.DamagedItem, 0.78, Concept.Damaged),
        new(Reason.DamagedItem, 0.78, Concept.WrongItem),
        new(Reason.DamagedItem, 0.7, Concept.Missing),
        new(Reason.DamagedItem, 0.4, Concept.Fail),
        new(Reason.CancelOrder, 0.8, Concept.Cancel),
        new(Reason.CancelOrder, 0.6, Concept.Cancel | Concept.Order),
        new(Reason.ChangeAddress, 0.45, Concept.Address),
        new(Reason.ChangeAddress, 0.85, Concept.Address | Concept.Change),
        new(Reason.ChangeAddress, 0.4, Concept.Address | Concept.WrongItem),
        new(Reason.CouponProblem, 0.7, Concept.Coupon),
        new(Reason.CouponProblem, 0.7, Concept.Coupon | Concept.Fail),
        new(Reason.PaymentProblem, 0.45, Concept.Pay),
        new(Reason.PaymentProblem, 0.8, Concept.Pay | Concept.Fail),
        new(Reason.PaymentProblem, 0.6, Concept.Charge),
        new(Reason.PaymentProblem, 0.8, Concept.Charge | Concept.Twice),
        new(Reason.PaymentProblem, 0.6, Concept.Pay | Concept.Twice),
        new(Reason.Complaint, 0.9, Concept.Complain),
        new(Reason.Complaint, 0.6, Concept.Angry),
        new(Reason.Greeting, 0.8, Concept.Greeting, Short: true),
        new(Reason.Greeting, 0.5, Concept.Greeting, Alone: true),
        // Who asks something and says thanks has asked something.
        new(Reason.Thanks, 0.85, Concept.Thanks, Short: true, Without: Concept.Asks),
        new(Reason.Thanks, 0.6, Concept.Thanks, Alone: true, Without: Concept.Asks),
    ];
}
