using Patella.Service.Edge;
using Patella.Service.Improvements;

namespace Patella.Service.Reports.Value;

/// <summary>An amount of a period beside the period before, minor units.</summary>
/// <param name="Entries">Entries of the journal that it opens to.</param>
public sealed record ValueAmount(long Amount, long Before, long Entries);

/// <summary>What people of a grade may give from a fund, minor units.</summary>
public sealed record ValueLimit(string Grade, long MostOnce, long MostADay);

/// <summary>A programme's fund over the period: <c>Opening + PutIn - Spent = Closing</c>.</summary>
/// <param name="Fund">Its account.</param>
/// <param name="Name">The programme.</param>
/// <param name="PutIn">Budget that came in, less what was taken out again.</param>
/// <param name="Closing">At the end of the period, or now.</param>
/// <param name="Held">Promised to consumers now and not given yet.</param>
public sealed record ValueFund(string Fund, string Name, long Opening, long PutIn, ValueAmount Spent, long Closing, long Held, IReadOnlyList<ValueLimit> Limits);

/// <summary>What came back, by where it came from.</summary>
/// <param name="Source">merchant-deposit, merchant-settlement, buyer-value, buyer-instrument (the consumer gave it back), or the kind of another account.</param>
public sealed record ValueSource(string Source, ValueAmount Amount);

/// <summary>One currency. <c>Spent = from funds + advanced</c>.</summary>
/// <param name="GivenBack">Refunds out of what was paid for the orders: not the platform's money.</param>
/// <param name="Claimed">Of what was advanced, what became a receivable: neither recovered nor lost.</param>
/// <param name="OutstandingNow">Advanced and neither recovered nor written off, of all times.</param>
public sealed record ValueMoney(
    string Currency, ValueAmount Spent, ValueAmount FundsSpent, IReadOnlyList<ValueFund> Funds, ValueAmount Advanced, ValueAmount Recovered, IReadOnlyList<ValueSource> RecoveredFrom, ValueAmount Claimed,
    ValueAmount WrittenOff, ValueAmount GivenBack, long OutstandingNow);

/// <summary>A pull that ended with a change.</summary>
public sealed record ValuePull(string Id, string Title, string? Unit, DateTimeOffset EndedAt);

/// <summary>What events show to have been prevented; no money is claimed for it.</summary>
/// <param name="Projects">All whose effect was measured in the period, those that show nothing too.</param>
/// <param name="Fewer">Voices that were not raised in the measured days, summed over the projects whose whole interval shows less; null without one.</param>
/// <param name="Pulls">That stopped something until it was changed, newest first.</param>
/// <param name="HelpedBeforeAsking">People told or given something about an incident before their own first voice about it.</param>
public sealed record ValuePrevented(
    IReadOnlyList<MeasuredProject> Projects, double? Fewer, IReadOnlyList<ValuePull> Pulls, long PullsChanged, long PullsChangedBefore, long HelpedBeforeAsking, long HelpedBeforeAskingBefore);

/// <summary>GET /reports/value.</summary>
/// <param name="Money">A currency each; none without a movement, a fund or anything outstanding.</param>
public sealed record ValueReportView(string From, string To, string Zone, DateTimeOffset AsOf, DateTimeOffset BeforeFrom, DateTimeOffset BeforeUntil, IReadOnlyList<ValueMoney> Money, ValuePrevented Prevented);

/// <summary>An entry of the journal behind a figure.</summary>
/// <param name="Amount">Below zero where it took the figure back.</param>
/// <param name="Order">The order, case or remedy that its document names.</param>
public sealed record ValueLine(string Entry, DateTimeOffset At, string Figure, Money Amount, string Debit, string Credit, string? Document, string? Remedy, string? Order, string? Case);
