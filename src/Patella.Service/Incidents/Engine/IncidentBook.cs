using Patella.Kernel.Detection;

namespace Patella.Service.Incidents.Engine;

/// <summary>Where an alarm stands, in names.</summary>
public sealed record NamedNode(string Stage, string Reason, SortedDictionary<string, string> Node)
{
    /// <summary>Whether two are the same place.</summary>
    public bool Same(NamedNode other) => Reason == other.Reason && Stage == other.Stage && Node.SequenceEqual(other.Node);
}

/// <summary>What an alarm or a person changed.</summary>
/// <param name="What">raised, grown, moved, lasting, calm, reopened, closed, merged, verdict.</param>
public readonly record struct IncidentChange(Incident Incident, string What);

/// <summary>
/// From the detector's alarms to incidents: one object for what belongs together. A further alarm at the same place within a day opens the incident again
/// instead of making another.
/// </summary>
public sealed class IncidentBook
{
    /// <summary>Minutes after the end in which the same place opens the incident again.</summary>
    public const int ReopenMinutes = 1_440;

    /// <summary>Minutes between the onsets of alarms that are one incident seen in two reasons at one node.</summary>
    private const int TogetherMinutes = 45;

    /// <summary>Closed incidents kept for opening again.</summary>
    private const int ClosedLimit = 2_000;

    private readonly Dictionary<long, Incident> _byAlarm = [];
    private readonly SortedDictionary<long, Incident> _incidents = [];

    /// <summary>Whether reasons are certain. Otherwise one fault shows in several of them, and one node at one time is one incident.</summary>
    public bool ReasonsAreGiven { get; init; }

    public long Last { get; private set; }

    public IReadOnlyCollection<Incident> Incidents => _incidents.Values;

    public Incident? Find(long number) => _incidents.GetValueOrDefault(number);

    /// <summary>Takes one statement of the detector.</summary>
    public IncidentChange? Take(Alarm alarm, NamedNode named, long position)
    {
        if (alarm.Change == AlarmChange.Raised)
        {
            return Raise(alarm, named, position);
        }

        if (!_byAlarm.TryGetValue(alarm.Id, out var incident))
        {
            return null;
        }

        Grow(incident, alarm);
        switch (alarm.Change)
        {
            case AlarmChange.Moved:
                (incident.Stage, incident.Reason, incident.Node) = (named.Stage, named.Reason, named.Node);
                return Note(incident, alarm.Minute, "moved");
            case AlarmChange.Lasting:
                incident.Kind = incident.KindIsSaid || incident.Kind != IncidentKind.Anomaly ? incident.Kind : IncidentKind.Obstacle;
                return Note(incident, alarm.Minute, "lasting");
            case AlarmChange.Calm:
                return Calm(incident, alarm);
            default:
                return new IncidentChange(incident, "grown");
        }
    }

    /// <summary>A person's word: true, false, or of another kind.</summary>
    public IncidentChange? Judge(long number, bool verdict, IncidentKind? kind, string? by, string? note, long minute)
    {
        if (Find(number) is not { } incident)
        {
            return null;
        }

        incident.Verdict = verdict;
        (incident.Kind, incident.KindIsSaid) = kind is { } said ? (said, true) : (incident.Kind, incident.KindIsSaid);
        return Note(incident, minute, "verdict", by, note);
    }

    /// <summary>Two are one: the other takes over its voices and its alarms.</summary>
    public IncidentChange? Merge(long number, long into, string? by, string? note, long minute)
    {
        if (number == into || Find(number) is not { } incident || Find(into) is not { State: not IncidentState.Merged } target || incident.State == IncidentState.Merged)
        {
            return null;
        }

        foreach (var alarm in incident.Alarms)
        {
            _byAlarm[alarm] = target;
        }

        target.Alarms.AddRange(incident.Alarms);
        foreach (var alarm in incident.Alarms)
        {
            target.Told[alarm] = incident.Told[alarm];
        }

        (target.Voices, target.Customers, target.Expected) = (target.Voices + incident.Voices, target.Customers + incident.Customers, target.Expected + incident.Expected);
        target.Onset = Math.Min(target.Onset, incident.Onset);
        target.MergedFrom.Add(number);
        incident.Alarms.Clear();
        incident.Told.Clear();
        (incident.State, incident.MergedInto, incident.ClosedAt) = (IncidentState.Merged, into, incident.ClosedAt ?? minute);
        return Note(incident, minute, "merged", by, note);
    }

    /// <summary>A person closes it; its alarms are followed no more.</summary>
    public IncidentChange? Close(long number, string? by, string? note, long minute)
    {
        if (Find(number) is not { State: IncidentState.Open } incident)
        {
            return null;
        }

        foreach (var alarm in incident.Alarms)
        {
            _byAlarm.Remove(alarm);
        }

        incident.Alarms.Clear();
        incident.Told.Clear();
        (incident.State, incident.ClosedAt) = (IncidentState.Closed, minute);
        return Note(incident, minute, "closed", by, note);
    }

    /// <summary>A person opens it again.</summary>
    public IncidentChange? Reopen(long number, string? by, string? note, long minute)
    {
        if (Find(number) is not { State: IncidentState.Closed } incident)
        {
            return null;
        }

        (incident.State, incident.ClosedAt) = (IncidentState.Open, null);
        incident.Reopened++;
        return Note(incident, minute, "reopened", by, note);
    }

    internal void Restore(long last, IEnumerable<Incident> incidents)
    {
        Last = last;
        foreach (var incident in incidents)
        {
            _incidents[incident.Number] = incident;
            incident.Alarms.ForEach(alarm => _byAlarm[alarm] = incident);
        }
    }

    private IncidentChange Raise(Alarm alarm, NamedNode named, long position)
    {
        var known = Known(alarm, named);
        var incident = known ?? new Incident { Number = ++Last, Position = position, Onset = alarm.Onset, RaisedAt = alarm.Minute, Stage = named.Stage, Reason = named.Reason, Node = named.Node };
        var reopened = incident.State == IncidentState.Closed;
        if (known is null)
        {
            _incidents[incident.Number] = incident;
            Forget(alarm.Minute);
        }

        (incident.State, incident.ClosedAt) = (IncidentState.Open, null);
        incident.Onset = Math.Min(incident.Onset, alarm.Onset);
        incident.Reopened += reopened ? 1 : 0;
        incident.Alarms.Add(alarm.Id);
        incident.Phrases.UnionWith(alarm.Phrases);
        _byAlarm[alarm.Id] = incident;
        Grow(incident, alarm);
        if (!incident.KindIsSaid && known is null)
        {
            incident.Kind = ReasonKinds.Of(incident.Reason, incident.Voices, incident.Positive, incident.Negative);
        }

        return known is null ? Note(incident, alarm.Minute, "raised") : reopened ? Note(incident, alarm.Minute, "reopened") : new IncidentChange(incident, "grown");
    }

    private Incident? Known(Alarm alarm, NamedNode named) => _incidents.Values.Reverse().FirstOrDefault(incident => incident.State switch
    {
        IncidentState.Open => IsSame(incident, alarm, named) || IsTogether(incident, alarm, named),
        IncidentState.Closed => IsSame(incident, alarm, named) && alarm.Onset - incident.ClosedAt < ReopenMinutes && incident.Verdict != false,
        _ => false,
    });

    /// <summary>The same reason at the same node; what no reason names is known again by its words.</summary>
    private static bool IsSame(Incident incident, Alarm alarm, NamedNode named) => alarm.Phrases.Count > 0
        ? incident.Phrases.Overlaps(alarm.Phrases)
        : named.Reason.Length + named.Stage.Length + named.Node.Count > 0 && new NamedNode(incident.Stage, incident.Reason, incident.Node).Same(named);

    private bool IsTogether(Incident incident, Alarm alarm, NamedNode named)
        => Math.Abs(incident.Onset - alarm.Onset) <= TogetherMinutes && named.Node.Count > 0 && incident.Node.SequenceEqual(named.Node)
            && (!ReasonsAreGiven || incident.Reason == named.Reason || incident.Reason.Length == 0 || named.Reason.Length == 0);

    private static void Grow(Incident incident, Alarm alarm)
    {
        var before = incident.Told.GetValueOrDefault(alarm.Id);
        incident.Told[alarm.Id] = new AlarmSums(alarm.Voices, alarm.Customers, alarm.Expected, alarm.Positive, alarm.Negative, alarm.Urgent);
        incident.Voices += alarm.Voices - before.Voices;
        incident.Customers += alarm.Customers - before.Customers;
        incident.Expected += alarm.Expected - before.Expected;
        incident.Positive += alarm.Positive - before.Positive;
        incident.Negative += alarm.Negative - before.Negative;
        incident.Urgent += alarm.Urgent - before.Urgent;
        incident.Score = Math.Max(incident.Score, alarm.Score);
        incident.LastAt = Math.Max(incident.LastAt, alarm.Minute);
        incident.Examples = [.. incident.Examples.Concat(alarm.Evidence.Where(position => !incident.Examples.Contains(position))).Take(20)];
        Extend(incident.Trend, new TrendPoint(alarm.Minute, alarm.Count, (float)Math.Round(alarm.CountExpected, 3)));
    }

    private static void Extend(List<TrendPoint> trend, TrendPoint point)
    {
        if (trend.Count > 0 && trend[^1].Minute == point.Minute)
        {
            trend[^1] = new TrendPoint(point.Minute, trend[^1].Count + point.Count, trend[^1].Expected + point.Expected);
            return;
        }

        if (trend.Count == Incident.TrendLimit)
        {
            trend.RemoveAt(0);
        }

        trend.Add(point);
    }

    private IncidentChange Calm(Incident incident, Alarm alarm)
    {
        _byAlarm.Remove(alarm.Id);
        incident.Alarms.Remove(alarm.Id);
        incident.Told.Remove(alarm.Id);
        if (incident.Alarms.Count > 0 || incident.State != IncidentState.Open)
        {
            return new IncidentChange(incident, "grown");
        }

        (incident.State, incident.ClosedAt) = (IncidentState.Closed, alarm.Ended);
        return Note(incident, alarm.Minute, "calm");
    }

    private static IncidentChange Note(Incident incident, long minute, string what, string? by = null, string? note = null)
    {
        incident.History.Add(new IncidentEvent(minute, what, by, note));
        if (incident.History.Count > 200)
        {
            incident.History.RemoveAt(0);
        }

        return new IncidentChange(incident, what);
    }

    private void Forget(long minute)
    {
        var closed = _incidents.Values.Where(incident => incident.State != IncidentState.Open && (incident.ClosedAt ?? 0) < minute - (30 * 1440)).ToList();
        foreach (var incident in closed.Count > ClosedLimit ? closed : [])
        {
            _incidents.Remove(incident.Number);
        }
    }
}
