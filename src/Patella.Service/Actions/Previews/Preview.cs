using System.Text.Json;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Policies;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Previews;

/// <summary>How the consent to a preview stands; stored and wire words, append only.</summary>
internal static class ConsentState
{
    public const string NotNeeded = "not-needed";
    public const string Asked = "asked";
    public const string Given = "given";
    public const string Used = "used";
}

/// <summary>What a preview shows, as it was decided.</summary>
internal sealed record PreviewContent(JsonElement Arguments, string? Currency, IReadOnlyList<PlannedMoney> Money, IReadOnlyList<PlannedChange> Changes, long Value, string Authority, PolicyRule? Rule = null, double? WithinHours = null);

/// <summary>A preview as it is kept. Times are machine time: a person who reads is not hurried by a fast clock.</summary>
internal sealed record Preview
{
    public string Id { get; init; } = "";

    public string OrderRef { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? Person { get; init; }

    /// <summary>Null once the person is erased.</summary>
    public string? Content { get; init; }

    /// <summary>Of kind, order and arguments: what consent is bound to.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Of the money that was shown: consent does not hold for other amounts.</summary>
    public string Terms { get; init; } = "";

    public string? Conversation { get; init; }

    public string? CaseRef { get; init; }

    /// <summary>When the consumer was asked in the conversation; their yes then does it.</summary>
    public long? AskedAt { get; init; }

    public string MadeKind { get; init; } = "";

    public string MadeBy { get; init; } = "";

    public string Consent { get; init; } = ConsentState.NotNeeded;

    public string? ConsentedBy { get; init; }

    public long? ConsentedAt { get; init; }

    public long? ConsentUntil { get; init; }

    public string? UsedBy { get; init; }

    public long MadeAt { get; init; }

    public long ExpiresAt { get; init; }

    /// <summary>What was shown of the money, in one spelling.</summary>
    public static string TermsOf(ActionPlan plan)
        => CanonicalJson.Hash([plan.Currency ?? "", .. plan.Money.Select(money => $"{money.Kind} {(int)money.Source} {money.Amount} {money.Instrument} {money.Fund} {(int)money.Moment}")]);
}

/// <summary>Pure: whether a consent covers an action.</summary>
internal static class ConsentRules
{
    /// <param name="hash">Of the action that is to be done.</param>
    /// <param name="terms">Of its money as it is now.</param>
    /// <param name="now">Machine time.</param>
    public static Problem? Refuse(Preview? preview, string order, string kind, string hash, string terms, long now)
        => preview is null ? Problem.Refused("consent-needed", "The consumer must consent to exactly this first: make a preview and let them confirm it.")
            : preview.OrderRef != order || preview.Kind != kind || preview.Hash != hash ? Problem.Refused("consent-for-other", "The preview is for another action or other arguments: make a new one and ask again.")
            : preview.Consent == ConsentState.Used ? Problem.Refused("consent-used", "The consent has been used. Each consent is for one action.")
            : preview.Consent != ConsentState.Given ? Problem.Refused("consent-needed", "The consumer must consent to exactly this first: make a preview and let them confirm it.")
            : preview.ConsentUntil < now ? Problem.Refused("consent-expired", "The consent has expired: make a new preview and ask again.")
            : preview.Terms != terms ? Problem.Refused("terms-changed", "Prices or balances have changed since the consumer saw them: make a new preview and ask again.")
            : null;
}
