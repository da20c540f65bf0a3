using System.Globalization;
using System.Text;
using Patella.Host.Detection;
using Patella.Service.Incidents.Engine;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;

namespace Patella.Tests.Incidents;

/// <summary>
/// The demonstration's crowd as the watch hears it: three days of past and then a festival with a fault in a product, one in a version and one at a carrier's hub, and the
/// next two a hundred minutes later. Four moments of starting by default, forty-eight over the day with PATELLA_FULL=1: the noise is another one at each.
/// </summary>
public class CrowdTests
{
    private const int MinutesAfter = 115;
    private static readonly string[] Dimensions = ["category", "merchant", "product", "carrier", "region", "channel", "version"];

    public static TheoryData<string> Moments
    {
        get
        {
            var full = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";
            var night = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
            var over = Enumerable.Range(0, full ? 46 : 2).Select(step => night.AddMinutes(step * (full ? 31 : 620)).AddSeconds(step * 431 % 1_440));
            return [.. over.Append(new(2026, 11, 22, 2, 56, 0, TimeSpan.Zero)).Append(new(2026, 11, 23, 2, 56, 10, TimeSpan.Zero)).Select(moment => moment.ToString("O", CultureInfo.InvariantCulture))];
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Each_fault_is_one_incident_within_two_minutes_and_nothing_else_is_one(string moment)
    {
        var now = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        var crowd = new VoiceCrowd(new DemoEcosystem(20_171_111, Scale.Demo, now));
        var faults = crowd.Faults;
        var found = Heard(crowd, now).Select(incident => (Told: $"{incident.Kind} {incident.Reason} {string.Join(' ', incident.Node.Values)}", Minutes: incident.RaisedAt + 1 - (now.ToUnixTimeSeconds() / 60.0))).ToList();
        (string Told, double Latest)[] wanted =
        [
            ($"Anomaly broken {faults.Product.Id}", 2), .. Enumerable.Range(0, 2).SelectMany(round => new[]
            {
                ($"Anomaly coupon-fails {VoiceFaults.VersionOf(round)}", Within(faults.Coupon(round))),
                ($"Anomaly parcel-stuck {VoiceFaults.CarrierOf(round)} {VoiceFaults.RegionOf(round)}", Within(faults.Carrier(round))),
            }),
        ];
        Assert.Equal(wanted.Select(one => one.Told).Order(StringComparer.Ordinal), found.Select(one => one.Told).Order(StringComparer.Ordinal));
        Assert.All(wanted, one => Assert.InRange(found.Single(incident => incident.Told == one.Told).Minutes, -24, one.Latest));

        double Within(VoiceFault fault) => (fault.Start - now).TotalMinutes + 2.01;
    }

    private static IEnumerable<Incident> Heard(VoiceCrowd crowd, DateTimeOffset now)
    {
        var (labels, watch, position) = (new BuiltInLabels(), new IncidentWatch(Dimensions), 0);
        for (var minute = (now - VoiceCrowd.History).ToUnixTimeSeconds() / 60; minute <= now.AddMinutes(MinutesAfter).ToUnixTimeSeconds() / 60; minute++)
        {
            foreach (var voice in crowd.In(DateTimeOffset.FromUnixTimeSeconds(minute * 60)))
            {
                var text = Encoding.UTF8.GetBytes(voice.Text);
                var label = labels.Read(text, minute);
                watch.Add(new HeardVoice(
                    position++, voice.Time.ToUnixTimeMilliseconds() * 1_000, label.Stage, label.Reason, label.Sentiment, label.Urgency, Customer(voice.Customer), label.Family, label.Multiplicity,
                    [voice.Category, voice.Merchant, voice.Product, voice.Carrier, voice.Region, voice.Channel, voice.Version], text));
            }

            watch.Tick(minute);
        }

        return watch.Book.Incidents.Where(incident => incident.State != IncidentState.Merged);
    }

    private static ulong Customer(string name) => BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
