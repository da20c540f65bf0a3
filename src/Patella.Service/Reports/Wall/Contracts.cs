using Patella.Service.Tenants;

namespace Patella.Service.Reports.Wall;

/// <summary>What the wall shows. The same for all who look: names stand in both languages.</summary>
/// <param name="Epoch">Who counted the version. Versions of another epoch say nothing here.</param>
/// <param name="Version">Grows when a part has changed.</param>
/// <param name="At">Business time of this reading.</param>
/// <param name="TimeRate">How many times faster business time runs.</param>
public sealed record WallView(string Epoch, long Version, DateTimeOffset At, double TimeRate, WallParts Parts);

/// <summary>The parts of the wall, each with a version of its own: a stream tells only those that have changed.</summary>
public sealed record WallParts(
    WallPlace Place, WallObstacles Obstacles, WallVoices Voices, WallTrend Trend, WallOutside Outside, WallUnknown Unknown, WallService Service, WallRegions Regions, WallBell Bell, WallHelped Helped);

/// <summary>Whose wall it is.</summary>
/// <param name="TimeZone">IANA name; absent: the reader's own.</param>
public sealed record WallPlace(string Name, string? TimeZone);

/// <summary>The stretch that a figure counts: what opens with it is what was counted.</summary>
/// <param name="Until">Exclusive; the end of the minute or hour that runs.</param>
public sealed record WallWindow(DateTimeOffset From, DateTimeOffset Until);

/// <summary>What is wrong now, the gravest first.</summary>
/// <param name="Open">All that are open, also those that have no line here; praise and wishes are none.</param>
/// <param name="RaisedToday">Since midnight UTC of business time.</param>
public sealed record WallObstacles(long Open, long RaisedToday, long ClosedToday, IReadOnlyList<WallObstacle> Items);

/// <summary>One incident or obstacle.</summary>
/// <param name="Reason">Absent: a problem that has no name yet.</param>
/// <param name="Places">Dimension, value, and its name where one is known; empty: everywhere.</param>
/// <param name="Voices">Since the onset, as the incident's page says.</param>
/// <param name="Lately">Voices of the last ten minutes.</param>
/// <param name="Earlier">Of the ten before these.</param>
/// <param name="Trend">Voices of the last 60 minutes, oldest first.</param>
public sealed record WallObstacle(
    string Id, string Kind, LocalName? Reason, string? ReasonCode, string? Stage, IReadOnlyList<WallNode> Places, DateTimeOffset Onset, DateTimeOffset RaisedAt, int Voices, int Customers,
    double Expected, double Growth, int Lately, int Earlier, int Severity, IReadOnlyList<int> Trend, LocalName? Owner, WallClock Clock);

public sealed record WallNode(string Dimension, string Value, LocalName? Name);

/// <summary>How long somebody has been at it.</summary>
/// <param name="State">raised, owned, or how far the owning system is: called, acknowledged or fixed.</param>
/// <param name="DueAt">By when the system should have acknowledged; absent where it has or none was called.</param>
public sealed record WallClock(string State, DateTimeOffset Since, DateTimeOffset? DueAt = null);

/// <summary>What people say, in their own words without personal data.</summary>
/// <param name="Latest">Unhappy ones about anything, newest first.</param>
/// <param name="Outside">Unhappy ones in public, newest first.</param>
public sealed record WallVoices(IReadOnlyList<WallWord> Latest, IReadOnlyList<WallWord> Outside, IReadOnlyList<WallSaid> Of);

/// <summary>What people say about one incident, newest first.</summary>
public sealed record WallSaid(string Incident, IReadOnlyList<WallWord> Words);

public sealed record WallWord(string Id, DateTimeOffset At, string Text, string Source, string Channel, string? Region);

/// <summary>What an expectation is the mean of.</summary>
/// <param name="Basis">weeks: the same hour of earlier weeks; days: of earlier days; none: too early to say.</param>
/// <param name="Of">How many of them.</param>
public sealed record WallForecast(string Basis, int Of);

/// <summary>Unhappy voices against what is usual.</summary>
/// <param name="Window">What <see cref="WallLine.Now"/> counts: the last hour.</param>
/// <param name="StepMinutes">Minutes between two points.</param>
public sealed record WallTrend(WallWindow Window, WallForecast Forecast, int StepMinutes, IReadOnlyList<WallLine> Lines);

/// <param name="Stage">Code; absent for all voices together.</param>
/// <param name="Points">Unhappy voices of the last six hours a step, oldest first.</param>
/// <param name="Usual">What is usual in the same steps; absent while it is too early to say.</param>
public sealed record WallLine(string? Stage, LocalName? Title, long Now, double? Expected, IReadOnlyList<long> Points, IReadOnlyList<double>? Usual);

/// <summary>Unhappy voices in public, outside of the marketplace.</summary>
/// <param name="Hours">Of each of the 24 hours, oldest first; the last one runs.</param>
public sealed record WallOutside(WallWindow Window, WallForecast Forecast, long Count, double? Expected, IReadOnlyList<long> Hours, IReadOnlyList<double>? Usual);

/// <summary>Unhappy voices about something that the tree of reasons does not know, in the last hour, and what is new among them.</summary>
public sealed record WallUnknown(WallWindow Window, WallForecast Forecast, long Count, double? Expected, IReadOnlyList<long> Points, IReadOnlyList<WallObstacle> Topics);

/// <summary>How people are served.</summary>
/// <param name="Day">The UTC day that <see cref="Today"/> counts, as reports name it.</param>
public sealed record WallService(WallAnswers Last15m, WallAnswers Today, string Day, WallQueue Queue);

/// <summary>Contacts and what became of them, as the supervisor's board counts them, and the standards that were kept.</summary>
public sealed record WallAnswers(long Offered, long PickedUp, long Replied, long AskedForPerson, long GotPerson, long ByBot, long StandardsKept, long StandardsMissed);

/// <summary>Who waits and who could help.</summary>
public sealed record WallQueue(int Waiting, double? OldestSeconds, int Free, int Busy);

/// <summary>Unhappy voices by region in the hour that runs and the one before.</summary>
public sealed record WallRegions(WallWindow Window, WallForecast Forecast, IReadOnlyList<WallRegion> Items);

/// <param name="Incidents">Open ones that are about this region.</param>
public sealed record WallRegion(string Region, long Count, double? Expected, int Incidents);

/// <summary>What the front line has stopped: how the bell stands.</summary>
/// <param name="Window">The stretch of which <paramref name="InTime"/> and <paramref name="Late"/> count the pulls.</param>
/// <param name="Standing">Pulls that are not over.</param>
/// <param name="Waiting">Of these, which nobody has acknowledged.</param>
/// <param name="Overdue">Of these, which should have been acknowledged or decided by now.</param>
/// <param name="Oldest">The one that stands longest; absent when none does.</param>
/// <param name="InTime">Acknowledged in time.</param>
/// <param name="Late">Acknowledged late, or should have been by now.</param>
public sealed record WallBell(WallWindow Window, long Standing, long Waiting, long Overdue, WallPull? Oldest, long InTime, long Late);

public sealed record WallPull(string Id, DateTimeOffset Since);

/// <summary>Of the responses to incidents that began in a stretch: who was told or put right, and who of them before they asked.</summary>
public sealed record WallHelped(WallWindow Window, long Helped, long BeforeAsking);
