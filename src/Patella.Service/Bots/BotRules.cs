using Patella.Kernel.Text.Reasons;
using Patella.Service.Knowledge;
using Patella.Service.Orders;

namespace Patella.Service.Bots;

/// <summary>What the bot knows when it decides.</summary>
/// <param name="Orders">The consumer's orders, newest first.</param>
/// <param name="Chosen">The order named in the text, tapped, or already talked about; null when none was.</param>
/// <param name="Articles">What the knowledge base has for it, best first.</param>
/// <param name="NotUnderstood">Messages in a row before this one that it did not understand.</param>
/// <param name="Photo">It has a picture with it.</param>
/// <param name="HowTo">It asks how something is done in general, so none of their orders is meant unless they named it.</param>
public sealed record BotFacts(
    ReasonGuess Guess, IReadOnlyList<MirroredOrder> Orders, MirroredOrder? Chosen, IReadOnlyList<KnowledgeAnswer> Articles, int NotUnderstood, bool HowTo = false, bool Photo = false);

/// <summary>What kind of answer it is.</summary>
public enum BotAct
{
    /// <summary>Says hello; no reply yet.</summary>
    Greet = 1,

    /// <summary>Answers thanks.</summary>
    Thank = 2,

    /// <summary>Tells how the order stands.</summary>
    TellStatus = 3,

    /// <summary>Answers with an article.</summary>
    GiveArticle = 4,

    /// <summary>Says that no order was found.</summary>
    SayNoOrder = 5,

    /// <summary>Asks for a little more.</summary>
    AskMore = 6,

    /// <summary>Steps aside for a person.</summary>
    HandOver = 7,

    /// <summary>Gives the money back for what came broken.</summary>
    GiveBack = 8,
}

/// <summary>The decision.</summary>
/// <param name="Order">The order it is about, when there is one.</param>
public sealed record BotDecision(BotAct Act, MirroredOrder? Order = null, KnowledgeAnswer? Article = null);

/// <summary>Decides the bot's answer; no clock, no store.</summary>
public static class BotRules
{
    /// <summary>A reason this sure is acted on.</summary>
    internal const double Sure = 0.55;

    /// <summary>An article this sure comes before stepping aside for what usually needs a person.</summary>
    private const double VerySure = 0.7;

    public static BotDecision Decide(BotFacts facts)
    {
        var reason = facts.Guess.Score >= Sure ? facts.Guess.Reason : Reason.Other;
        var order = facts.Chosen ?? (facts.HowTo ? null : Fitting(reason, facts.Orders));
        if (reason == Reason.DamagedItem && facts is { Photo: true, Chosen: { } broken })
        {
            // They have shown it: an article would ask them to do so again.
            return new BotDecision(BotAct.GiveBack, broken);
        }

        var article = facts.Articles.Count > 0 ? facts.Articles[0] : null;
        // Somebody wrote down exactly this question and its answer; only a person asked for, and what the order itself can tell, come before it.
        if (article is { Exact: true } && reason != Reason.HumanRequest && !(IsStatus(reason) && order is not null))
        {
            return new BotDecision(BotAct.GiveArticle, facts.Chosen, article);
        }

        return reason switch
        {
            Reason.HumanRequest => new BotDecision(BotAct.HandOver, order),
            Reason.OrderStatus or Reason.ParcelStatus or Reason.RefundStatus => order is not null
                ? new BotDecision(BotAct.TellStatus, order)
                : article is { Confidence: >= VerySure } ? new BotDecision(BotAct.GiveArticle, null, article) : new BotDecision(BotAct.SayNoOrder),
            Reason.Greeting => new BotDecision(BotAct.Greet, order),
            Reason.Thanks => new BotDecision(BotAct.Thank, order),
            Reason.ReturnRequest or Reason.CancelOrder or Reason.ChangeAddress => article is not null ? new BotDecision(BotAct.GiveArticle, facts.Chosen, article) : new BotDecision(BotAct.HandOver, order),
            Reason.DamagedItem or Reason.CouponProblem or Reason.PaymentProblem or Reason.Complaint
                => article is { Confidence: >= VerySure } ? new BotDecision(BotAct.GiveArticle, facts.Chosen, article) : new BotDecision(BotAct.HandOver, order),
            Reason.Other => article is not null ? new BotDecision(BotAct.GiveArticle, facts.Chosen, article)
                : facts.NotUnderstood > 0 ? new BotDecision(BotAct.HandOver, order) : new BotDecision(BotAct.AskMore, order),
            _ => throw new ArgumentOutOfRangeException(nameof(facts), reason, "unknown reason"),
        };
    }

    private static bool IsStatus(Reason reason) => reason is Reason.OrderStatus or Reason.ParcelStatus or Reason.RefundStatus;

    /// <summary>The newest order for which the reason makes sense; with one order only, that one.</summary>
    private static MirroredOrder? Fitting(Reason reason, IReadOnlyList<MirroredOrder> orders) => reason switch
    {
        Reason.RefundStatus => orders.FirstOrDefault(order => order.State.Refunds.Count > 0) ?? orders.FirstOrDefault(),
        Reason.ParcelStatus => orders.FirstOrDefault(order => order.State.Parcels.Count > 0) ?? orders.FirstOrDefault(),
        Reason.OrderStatus or Reason.CancelOrder or Reason.ChangeAddress or Reason.ReturnRequest or Reason.DamagedItem => orders.FirstOrDefault(),
        _ => orders.Count == 1 ? orders[0] : null,
    };
}
