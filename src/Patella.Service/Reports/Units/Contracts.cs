using Patella.Service.Tenants;

namespace Patella.Service.Reports.Units;

/// <summary>A figure of a unit beside the period before.</summary>
/// <param name="Value">Absent when there is nothing to count it from. Shares are 0 to 1.</param>
/// <param name="Part">How many it counts, where it is a share or a count.</param>
/// <param name="Whole">Of how many.</param>
public sealed record UnitValue(double? Value, double? Before, long? Part, long? Whole);

/// <summary>All figures of one unit.</summary>
/// <param name="Unit">Code; "-" for what nobody could say the unit of.</param>
/// <param name="Trade">What the unit does, as its kind says.</param>
/// <param name="Values">By figure; one without anything to count has null values.</param>
public sealed record UnitStanding(string Unit, LocalName? Name, string? Trade, IReadOnlyDictionary<string, UnitValue> Values);

/// <summary>GET /reports/units.</summary>
/// <param name="AsOf">Until when the period has happened: its end, or now.</param>
/// <param name="Figures">In the order in which they are shown. There is no score over them: they count different things, and whatever weighed them would be ours, not the events'.</param>
/// <param name="Units">In the tenant's order.</param>
/// <param name="Truncated">Whether there are more pulls, obstacles or calls than are counted at once.</param>
public sealed record UnitReportView(
    string From, string To, string Zone, DateTimeOffset AsOf, DateTimeOffset BeforeFrom, DateTimeOffset BeforeUntil, IReadOnlyList<FigureView> Figures, IReadOnlyList<UnitStanding> Units, bool Truncated);

/// <summary>A pull, an obstacle or a call behind a figure of a unit.</summary>
/// <param name="Kind">pull, obstacle or call.</param>
/// <param name="Title">Absent where the reader may not read it.</param>
/// <param name="At">When it began.</param>
/// <param name="TakenAt">When somebody acknowledged or took it.</param>
/// <param name="DoneAt">When it was decided, answered or fixed.</param>
/// <param name="InTime">Whether what the figure measures happened in time; absent where there is no time for it.</param>
/// <param name="Link">Path of the console.</param>
public sealed record DeedView(string Kind, string Id, string Unit, string? Title, string State, DateTimeOffset At, DateTimeOffset? TakenAt, DateTimeOffset? DoneAt, bool? InTime, string Link);
