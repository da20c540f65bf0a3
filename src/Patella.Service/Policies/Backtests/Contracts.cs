using Patella.Service.Policies.Life;

namespace Patella.Service.Policies.Backtests;

/// <summary>POST /policy-versions/{id}/backtests.</summary>
/// <param name="Most">At most so many decisions, newest first; absent: all.</param>
public sealed record BacktestRequest(DateTimeOffset? From = null, DateTimeOffset? Until = null, long? Most = null);

/// <summary>What changes for consumers in money, in one currency, minor units.</summary>
/// <param name="More">What would be granted that was refused.</param>
/// <param name="Less">What would be refused that was not.</param>
public sealed record BacktestMoney(string Currency, long More, long Less);

/// <summary>A verdict before or after.</summary>
public sealed record BacktestVerdict(string Outcome, string Reason, int? Row, double? WithinHours, bool? Consent);

/// <summary>A decision that would come out otherwise.</summary>
public sealed record BacktestWitness(string Decision, string Change, BacktestVerdict Before, BacktestVerdict After);

/// <summary>How many decisions would go from one outcome to another.</summary>
public sealed record BacktestMove(string Before, string After, long Decisions);

/// <summary>A version tried on stored decisions: customers first, money last.</summary>
/// <param name="Hash">Of the table and words that were tried.</param>
/// <param name="Better">Decisions in which the customer would be better off.</param>
/// <param name="Worse">Decisions in which they would be worse off.</param>
/// <param name="AddedSteps">Times a person would have to decide, more (or fewer) than before.</param>
/// <param name="AddedQuestions">Times the customer would be asked to agree, more (or fewer) than before.</param>
/// <param name="AddedDays">Days that customers would wait for a person's decision, more (or fewer) than before, together.</param>
/// <param name="Broken">Decisions in which the table would fail, or lack a fact: they go to a person.</param>
/// <param name="Witnesses">Some of them, worse ones first.</param>
public sealed record BacktestReport(
    string Hash, DateTimeOffset At, string By, DateTimeOffset? From, DateTimeOffset? Until, long Decisions, long Better, long Worse, long Same, long AddedSteps, long AddedQuestions, double AddedDays, long Broken,
    IReadOnlyList<BacktestMove> Moves, IReadOnlyList<BacktestMoney> Money, IReadOnlyList<BacktestWitness> Witnesses, double Seconds);
