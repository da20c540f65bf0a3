namespace Patella.Service.Scorecards;

/// <summary>A shop's score of a night, with every figure it is made of.</summary>
/// <param name="Shop">The marketplace's id of the shop.</param>
/// <param name="Night">The day in whose first hours it was scored.</param>
/// <param name="Revision">1, or more after a correction; earlier ones are kept.</param>
/// <param name="Because">Why there is this revision: night, late, corrected, withdrawn or asked.</param>
/// <param name="Total">0 to 5; absent when too little is known.</param>
/// <param name="Policy">The version of the table it was scored with.</param>
/// <param name="From">First and last day of the window; ratings look back to <paramref name="RatingsFrom"/>.</param>
public sealed record ScorecardView(
    string Shop, string Name, string Unit, string Category, string Night, long Revision, string Because, string BecauseText, DateTimeOffset MadeAt, double? Total, bool Badge, string Policy,
    string From, string Until, string RatingsFrom, double? Earlier, IReadOnlyList<DimensionView> Dimensions);

/// <param name="Weight">Percent.</param>
/// <param name="Points">0 to 5, weighted.</param>
public sealed record DimensionView(string Key, string Title, double Weight, double Points, IReadOnlyList<IndicatorView> Indicators);

/// <summary>One figure of a score.</summary>
/// <param name="Unit">share (0 to 1), seconds or stars (1 to 5).</param>
/// <param name="Value">Absent without a base.</param>
/// <param name="Base">What it is divided by: too few of them is too little data.</param>
/// <param name="Enough">False: too little data, neutral points, no rank.</param>
/// <param name="Rank">Place in the category from 1, ties share one; absent when not ranked.</param>
/// <param name="Percentile">Percent of the category's shops that are not better.</param>
/// <param name="Advice">What to do about it; absent when it is strong.</param>
public sealed record IndicatorView(
    string Key, string Title, string Definition, string Unit, double? Value, long Count, long Base, bool Enough, long? Rank, long? Of, double? Percentile, long Points, double Weight, string? Advice);

/// <summary>One of a shop's nights; a revised night stands here once a revision.</summary>
public sealed record ScoreLineView(string Night, long Revision, double? Total, bool Badge, string Because, string BecauseText, string Policy, DateTimeOffset MadeAt);

/// <summary>A shop in the list of a night.</summary>
public sealed record ScoreListView(string Shop, string Category, string Night, long Revision, double? Total, bool Badge);

/// <summary>One thing that stands behind a figure.</summary>
/// <param name="Value">Seconds or stars; absent where there is none.</param>
/// <param name="Good">Whether it speaks for the shop, where a figure counts such.</param>
/// <param name="Flaw">Why it is not counted; absent when it is.</param>
public sealed record BehindView(string Kind, string Day, DateTimeOffset At, string? Order, string? OrderNumber, string? Case, bool Counted, bool? Good, long? Value, string? Flaw, string? FlawText);

/// <summary>A badge granted or lost.</summary>
/// <param name="Fell">Indicators that got fewer points than the night before.</param>
public sealed record BadgeChangeView(string Id, string Shop, string Badge, string What, string Night, long Revision, string Because, string BecauseText, double? Total, double? Earlier, DateTimeOffset At, IReadOnlyList<FellView> Fell);

public sealed record FellView(string Key, string Title, string Advice);

/// <summary>Something that changed in a day after that day had been scored.</summary>
/// <param name="Kind">late, corrected or withdrawn.</param>
/// <param name="Night">The night that was revised for it; absent when none had to be.</param>
public sealed record CorrectionView(string Id, string Kind, string KindText, string? Indicator, string? Order, string? OrderNumber, string? Case, CountedView? Before, CountedView? After, DateTimeOffset At, string? Night, long? Revision);

public sealed record CountedView(string Day, bool Counts, bool Good, long? Value, string? FlawText);

/// <summary>A night of the ecosystem.</summary>
/// <param name="State">asked, running, published, done or failed.</param>
/// <param name="Problem">What is wrong, with its place, when it failed.</param>
public sealed record NightView(string Night, string State, string From, string Until, long Shops, long Scored, string Policy, string? Problem, DateTimeOffset AskedAt, DateTimeOffset? PublishedAt);

/// <summary>POST /scorecards/nights.</summary>
/// <param name="Night">A day such as 2026-11-11; today when absent.</param>
public sealed record NightRequest(string? Night);

/// <summary>POST /scorecards/{shop}/revisions.</summary>
public sealed record RevisionRequest(string? Night);

/// <param name="Revision">0 when nothing changed.</param>
public sealed record RevisionView(string Night, long Revision);

/// <summary>A shop's sums made anew from the raw events beside those that were kept.</summary>
/// <param name="Complete">False when the shop has more orders than are looked at in one call.</param>
public sealed record ProofView(string Shop, string Night, bool Equal, bool Complete, long Orders, long Facts, IReadOnlyList<ProofLine> Lines);

public sealed record ProofLine(string Sum, long Kept, long Anew);

/// <summary>POST /promotions.</summary>
/// <param name="CutOff">The moment whose score counts; afterwards nothing changes the answer.</param>
public sealed record PromotionRequest(string? Id, string? Title, DateTimeOffset? CutOff);

public sealed record PromotionView(string Id, string Title, DateTimeOffset CutOff, bool Frozen);

/// <summary>Whether a shop may take part.</summary>
/// <param name="Frozen">True when the cut-off has passed: the answer is final.</param>
/// <param name="Night">The score it is told from; absent when the shop has none, and then it may not.</param>
public sealed record EligibilityView(string Promotion, string Title, DateTimeOffset CutOff, bool Frozen, string Shop, bool Eligible, string? Night, long? Revision, string Policy, IReadOnlyList<EligibilityClause> Clauses);

/// <param name="Value">What the shop has; absent when too little is known.</param>
/// <param name="Threshold">What is asked; absent when nobody can tell.</param>
public sealed record EligibilityClause(string Clause, string Title, double? Value, double? Threshold, bool Met);
