namespace Patella.Service.Merchants;

/// <summary>What a measure rests on.</summary>
/// <param name="Kind">case or conversation.</param>
public sealed record ShopEvidence(string? Kind, string? Id);

/// <summary>POST /shop-measures.</summary>
/// <param name="Id">Of the command, made by the caller, 1 to 60 characters; the same again changes nothing.</param>
/// <param name="Kind">shop-suspend or shop-reward.</param>
/// <param name="Shop">The merchant, by our id or the marketplace's own.</param>
/// <param name="Rule">Code of one of the tenant's shop rules of this kind.</param>
/// <param name="Words">Why, as the merchant will read it; nothing about a consumer.</param>
/// <param name="Evidence">1 to 50 cases or conversations.</param>
/// <param name="Days">How long it stands, 1 to 365; null until it is lifted.</param>
/// <param name="Reward">Of the tenant's rewards; for shop-reward only.</param>
public sealed record ShopMeasureRequest(string? Id, string? Kind, string? Shop, string? Rule, string? Words, IReadOnlyList<ShopEvidence>? Evidence, int? Days = null, string? Reward = null);

/// <summary>POST /shop-measures/{id}/decision: by somebody else than who proposed it.</summary>
/// <param name="Words">Required to decline.</param>
public sealed record MeasureDecisionRequest(bool? Approve, string? Words);

/// <summary>POST /shop-measures/{id}/lifting.</summary>
public sealed record LiftingRequest(string? Words);

/// <summary>POST /shop-measures/{id}/appeal: by the merchant.</summary>
public sealed record AppealRequest(string? Words);

/// <summary>POST /shop-measures/{id}/appeal-decision: by a third person.</summary>
/// <param name="Grant">True takes the measure back.</param>
/// <param name="Words">Read by the merchant.</param>
public sealed record AppealDecisionRequest(bool? Grant, string? Words);

/// <summary>Somebody of the staff.</summary>
public sealed record MeasurePerson(string Id, string? Name);

/// <summary>A shop at a glance; the id is the marketplace's own.</summary>
public sealed record MeasureShop(string Id, string Name, string Unit);

/// <summary>A merchant's appeal.</summary>
/// <param name="State">open, granted or upheld.</param>
/// <param name="Due">By when it is answered.</param>
/// <param name="Late">Whether that time has passed without an answer.</param>
/// <param name="By">Who answered; for staff only.</param>
public sealed record AppealView(string State, string Words, DateTimeOffset At, DateTimeOffset Due, bool Late, DateTimeOffset? AnsweredAt, string? Answer, MeasurePerson? By = null);

/// <summary>A measure as staff see it.</summary>
/// <param name="Title">The kind in the caller's language.</param>
/// <param name="Clause">The rule's words as they stood when it was proposed.</param>
/// <param name="State">proposed, declined, withdrawn, applying, refused, in-force, lifting or lifted.</param>
/// <param name="Code">Why the marketplace refused.</param>
/// <param name="DecideBy">By when a second person decides.</param>
/// <param name="LiftWhy">person, appeal or time.</param>
/// <param name="MayDecide">Whether the caller may be the second person, or the third for an appeal.</param>
public sealed record ShopMeasureView(
    string Id, string Kind, string Title, MeasureShop Shop, string Rule, string Clause, string Words, IReadOnlyList<ShopEvidence> Evidence, int? Days, string? Reward, string? RewardText, string State, string? Code, string? Detail,
    MeasurePerson ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset DecideBy, MeasurePerson? DecidedBy, DateTimeOffset? DecidedAt, string? DecidedWords, DateTimeOffset? InForceAt, DateTimeOffset? EndsAt,
    string? LiftWhy, MeasurePerson? LiftedBy, string? LiftWords, DateTimeOffset? LiftedAt, AppealView? Appeal, bool MayDecide);

/// <summary>A measure as its merchant sees it: what, under which clause, why and until when. Who proposed it, and on whose word, stays with the platform.</summary>
/// <param name="MayAppeal">Whether an appeal can be made now.</param>
public sealed record MyShopMeasure(
    string Id, string Kind, string Title, string Rule, string Clause, string Words, string? RewardText, string State, DateTimeOffset? InForceAt, DateTimeOffset? EndsAt, DateTimeOffset? LiftedAt, string? LiftWords, AppealView? Appeal, bool MayAppeal);

/// <summary>What a proposal can name, in the caller's language.</summary>
public sealed record ShopRuleChoices(IReadOnlyList<ShopRuleChoice> Rules, IReadOnlyList<ShopRewardChoice> Rewards);

/// <summary>A clause.</summary>
public sealed record ShopRuleChoice(string Code, string Kind, string Text);

/// <summary>Something a shop can be given.</summary>
public sealed record ShopRewardChoice(string Code, string Text);
