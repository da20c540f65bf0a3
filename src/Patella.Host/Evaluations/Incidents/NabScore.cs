using System.Globalization;
using System.Text.Json;
using Patella.Host.Detection;
using Patella.Simulator;

namespace Patella.Host.Evaluations.Incidents;

/// <summary>Series with labelled windows, scored by event: alerts within six hours are one, the first 15 % (at most 750 points) teach only.</summary>
internal sealed record NabScore(string Name, int Alerts, int True, int Windows, int Found)
{
    public double Precision => Alerts == 0 ? 0 : (double)True / Alerts;

    public double Recall => Windows == 0 ? 0 : (double)Found / Windows;

    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    public static IReadOnlyList<NabScore> Read(string folder, bool random)
    {
        using var windows = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "windows.json")));
        var scores = new List<NabScore>();
        foreach (var series in windows.RootElement.EnumerateObject())
        {
            var points = SeriesFile.Read(Path.Combine(folder, series.Name)).Points;
            var labelled = series.Value.EnumerateArray().Select(window => (From: Time(window[0].GetString()!), Until: Time(window[1].GetString()!))).ToList();
            var alerts = SeriesFile.Alerts(points).Select(alert => Time(alert.At)).ToList();
            scores.Add(Of(Path.GetFileNameWithoutExtension(series.Name), points, labelled, random ? Blind(points, alerts.Count) : alerts));
        }

        return scores;
    }

    public static NabScore Sum(string name, IReadOnlyList<NabScore> scores) => new(name, scores.Sum(score => score.Alerts), scores.Sum(score => score.True), scores.Sum(score => score.Windows), scores.Sum(score => score.Found));

    private static NabScore Of(string name, List<(DateTimeOffset At, double Value, string Text)> points, List<(DateTimeOffset From, DateTimeOffset Until)> windows, List<DateTimeOffset> alerts)
    {
        var begin = points[Math.Min((int)(0.15 * points.Count), 750)].At;
        var events = new List<List<DateTimeOffset>>();
        foreach (var alert in alerts.Where(alert => alert >= begin))
        {
            if (events.Count == 0 || alert - events[^1][^1] > TimeSpan.FromHours(6))
            {
                events.Add([]);
            }

            events[^1].Add(alert);
        }

        var counted = windows.Where(window => window.Until >= begin).ToList();
        bool Hits(List<DateTimeOffset> one, (DateTimeOffset From, DateTimeOffset Until) window) => one.Exists(at => at >= window.From && at <= window.Until);
        return new NabScore(name, events.Count, events.Count(one => counted.Exists(window => Hits(one, window))), counted.Count, counted.Count(window => events.Exists(one => Hits(one, window))));
    }

    private static List<DateTimeOffset> Blind(List<(DateTimeOffset At, double Value, string Text)> points, int count)
    {
        var random = new SeededRandom((ulong)points.Count);
        return [.. Enumerable.Range(0, count).Select(_ => random.Pick(points).At).Order()];
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
