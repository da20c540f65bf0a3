using System.Globalization;
using System.Text.Json.Serialization;
using Patella.Kernel.Detection;

namespace Patella.Host.Detection;

/// <summary>An alert over a series.</summary>
internal sealed record SeriesAlert([property: JsonPropertyName("at")] string At, [property: JsonPropertyName("score")] double Score);

/// <summary>Reads timestamp,value lines.</summary>
internal static class SeriesFile
{
    public static (List<(DateTimeOffset At, double Value, string Text)> Points, List<(long Line, string Problem)> Problems) Read(string path)
    {
        var (points, problems) = (new List<(DateTimeOffset, double, string)>(), new List<(long, string)>());
        var number = 0L;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var parts = line.Split(',');
            if (parts.Length >= 2 && TryTime(parts[0].Trim().Trim('"'), out var at) && double.TryParse(parts[1].Trim().Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            {
                points.Add((at, value, parts[0].Trim().Trim('"')));
            }
            else if (number > 1 && line.Trim().Length > 0)
            {
                problems.Add((number, "timestamp,value is expected"));
            }
        }

        return (points, problems);
    }

    public static List<SeriesAlert> Alerts(IReadOnlyList<(DateTimeOffset At, double Value, string Text)> points)
    {
        var detector = new SeriesDetector();
        var alerts = new List<SeriesAlert>();
        foreach (var (at, value, text) in points)
        {
            if (detector.Add(at.ToUnixTimeSeconds(), value) is { } score)
            {
                alerts.Add(new SeriesAlert(text, Math.Round(score, 3)));
            }
        }

        return alerts;
    }

    private static bool TryTime(string text, out DateTimeOffset at)
    {
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 100_000_000_000_000)
        {
            at = seconds > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(seconds) : DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
    }
}
