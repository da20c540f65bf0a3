using Patella.Host.Detection;
using Patella.Simulator.Incidents;

namespace Patella.Host.Evaluations.Incidents;

/// <summary>How what was found stands against what was injected, by event.</summary>
internal sealed record IncidentScore(int Alerts, int True, int Incidents, int Above, int Missed, double Days, int Strict, int Matched, IReadOnlyList<double> Delays, IReadOnlyList<double> Ratios, IReadOnlyList<string> Remarks)
{
    public double Precision => Alerts == 0 ? 0 : (double)True / Alerts;

    public double MissRate => Above == 0 ? 0 : (double)Missed / Above;

    public double FalsePerDay => (Alerts - True) / Days;

    public double AlertsPerIncident => Matched == 0 ? 0 : (double)True / Matched;

    public double StrictShare => Matched == 0 ? 0 : (double)Strict / Matched;

    /// <summary>Several runs as one.</summary>
    public static IncidentScore Sum(IReadOnlyList<IncidentScore> scores) => new(
        scores.Sum(score => score.Alerts), scores.Sum(score => score.True), scores.Sum(score => score.Incidents), scores.Sum(score => score.Above), scores.Sum(score => score.Missed), scores.Sum(score => score.Days),
        scores.Sum(score => score.Strict), scores.Sum(score => score.Matched), [.. scores.SelectMany(score => score.Delays)], [.. scores.SelectMany(score => score.Ratios)], [.. scores.SelectMany(score => score.Remarks)]);

    public static double Quantile(IReadOnlyList<double> values, double share) => values.Count == 0 ? double.NaN : values.Order().ElementAt((int)Math.Min(values.Count - 1, Math.Floor(share * values.Count)));

    /// <param name="cells">Cells that are watched: they set the floor under any delay.</param>
    /// <param name="falsePerDay">False alarms a day that are accepted.</param>
    public static IncidentScore Of(IncidentTruth truth, IReadOnlyList<FoundIncident> found, double cells, double falsePerDay = 1)
    {
        var threshold = Math.Log(cells * 1440 / falsePerDay);
        var first = new Dictionary<string, FoundIncident>(StringComparer.Ordinal);
        var remarks = new List<string>();
        var right = 0;
        foreach (var alert in found.OrderBy(alert => alert.RaisedAt))
        {
            var hit = truth.Incidents.Where(incident => Overlaps(incident, alert) && Related(incident, alert)).OrderByDescending(incident => Same(incident, alert)).ThenBy(incident => first.ContainsKey(incident.Id)).ThenBy(incident => Math.Abs((incident.Onset - alert.Onset).TotalMinutes)).FirstOrDefault();
            if (hit is null)
            {
                remarks.Add($"false: {alert.Id} {alert.Kind} {alert.Reason} {Text(alert.Node)} raised {alert.RaisedAt:MM-dd HH:mm} onset {alert.Onset:MM-dd HH:mm} closed {alert.ClosedAt:MM-dd HH:mm} voices {alert.Voices} expected {alert.Expected} score {alert.Score}");
                continue;
            }

            right++;
            if (!first.TryAdd(hit.Id, alert))
            {
                remarks.Add($"further: {alert.Id} {alert.Reason} {Text(alert.Node)} raised {alert.RaisedAt:MM-dd HH:mm} for {hit.Id} {hit.Reason} {Text(hit.Node)}, first {Text(first[hit.Id].Node)}");
            }
        }

        var above = truth.Incidents.Where(incident => Information(incident) >= 1.5 * threshold).ToList();
        var missed = above.Where(incident => !first.ContainsKey(incident.Id)).ToList();
        remarks.AddRange(missed.Select(incident => $"missed: {incident.Id} {incident.Reason} {Text(incident.Node)} {incident.Onset:MM-dd HH:mm} {incident.Shape} x{incident.Factor} base {incident.BasePerMinute} extra {incident.Extra} nats {Information(incident):0}"));
        var pairs = truth.Incidents.Where(incident => first.ContainsKey(incident.Id)).Select(incident => (Incident: incident, Alert: first[incident.Id])).ToList();
        remarks.AddRange(pairs.Where(pair => !Same(pair.Incident, pair.Alert)).Select(pair => $"elsewhere: {pair.Incident.Id} {pair.Incident.Reason} {Text(pair.Incident.Node)} found as {pair.Alert.Reason} {Text(pair.Alert.Node)}"));
        var timed = pairs.Where(pair => above.Contains(pair.Incident)).ToList();
        return new IncidentScore(found.Count, right, truth.Incidents.Count, above.Count, missed.Count, (truth.Until - truth.From).TotalDays, pairs.Count(pair => Same(pair.Incident, pair.Alert)), pairs.Count,
            [.. timed.Select(pair => Delay(pair.Incident, pair.Alert))], [.. timed.Select(pair => Delay(pair.Incident, pair.Alert) / Bound(pair.Incident, threshold))], remarks);
    }

    /// <summary>The least minutes any test with this budget needs: threshold over the information a minute brings. A ramp brings less at first, a burst more.</summary>
    public static double Bound(InjectedIncident incident, double threshold)
    {
        var minutes = (incident.End - incident.Onset).TotalMinutes;
        var sum = 0.0;
        for (var minute = 0; minute < minutes; minute++)
        {
            sum += Nats(incident, (minute + 0.5) / minutes);
            if (sum >= threshold)
            {
                return minute + 1;
            }
        }

        return minutes;
    }

    private static double Information(InjectedIncident incident)
    {
        var minutes = (incident.End - incident.Onset).TotalMinutes;
        return Enumerable.Range(0, (int)minutes).Sum(minute => Nats(incident, (minute + 0.5) / minutes));
    }

    /// <summary>Nats in one minute: base x (k ln k - k + 1). What no reason names has a base of one voice in a hundred minutes here, and k of at most a thousand.</summary>
    private static double Nats(InjectedIncident incident, double through)
    {
        var whole = incident.Extra / (incident.End - incident.Onset).TotalMinutes;
        var extra = incident.Shape switch { "ramp" => 2 * through * whole, "burst" => 2 * (1 - through) * whole, _ => whole };
        var rate = Math.Max(incident.BasePerMinute, incident.Reason.Length == 0 ? 0.01 : 1e-4);
        var factor = (rate + extra) / rate;
        return rate * ((factor * Math.Log(factor)) - factor + 1);
    }

    private static double Delay(InjectedIncident incident, FoundIncident alert) => Math.Max((alert.RaisedAt - incident.Onset).TotalMinutes, 0);

    private static bool Overlaps(InjectedIncident incident, FoundIncident alert) => alert.RaisedAt >= incident.Onset && alert.Onset <= incident.End && alert.RaisedAt <= incident.End.AddHours(2);

    private static bool Related(InjectedIncident incident, FoundIncident alert)
        => (incident.Reason == (alert.Reason ?? "") || (incident.Reason.Length > 0 && alert.Reason is null && alert.Stage is not null)) && (Within(incident.Node, alert.Node) || Within(alert.Node, incident.Node) || Nested(incident.Node, alert.Node));

    private static bool Same(InjectedIncident incident, FoundIncident alert) => incident.Reason == (alert.Reason ?? "") && incident.Node.SequenceEqual(alert.Node);

    private static bool Within(SortedDictionary<string, string> part, SortedDictionary<string, string> whole) => whole.All(pair => part.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>A product lies inside its merchant, as the simulated names tell.</summary>
    private static bool Nested(SortedDictionary<string, string> a, SortedDictionary<string, string> b)
    {
        static bool In(SortedDictionary<string, string> product, SortedDictionary<string, string> merchant)
            => product.Count == 1 && merchant.Count == 1 && product.TryGetValue("product", out var number) && merchant.TryGetValue("merchant", out var shop)
                && int.TryParse(number[1..], out var p) && int.TryParse(shop[1..], out var m) && p / 8 == m;
        return In(a, b) || In(b, a);
    }

    private static string Text(SortedDictionary<string, string> node) => node.Count == 0 ? "(all)" : string.Join(' ', node.Select(pair => $"{pair.Key}={pair.Value}"));
}
