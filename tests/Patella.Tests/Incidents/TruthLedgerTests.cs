using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Incidents.Engine;
using Patella.Service.Incidents.Reading;
using Patella.Service.Incidents.Watching;
using Patella.Tests.Platform;
using Patella.Tests.Service;

namespace Patella.Tests.Incidents;

/// <summary>The truth ledger: every figure is what the timeline tells.</summary>
public class TruthLedgerTests
{
    private const int Hours = 30;

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_figure_is_what_the_timeline_tells_whatever_was_raised_judged_merged_and_missed(StoreKind kind)
    {
        await using var world = await ServiceWorld.Create(kind, services => services.AddAudit().AddSingleton<ToldChanges>().AddSingleton<TruthLedger>(), "Audit", "Incidents");
        var random = new Random(23);
        var voices = FakeVoices.Of(new WatchedStream(37) { Rate = 10, More = Faults }.Minutes(Hours * 60));
        await Work(world, voices);
        var raised = await world.Read(reader => reader.Many<long>("select number from incident where tenant = @tenant order by number"));
        Assert.True(raised.Count >= 6, $"{raised.Count} incidents");
        voices.Say(new IncidentControl("merge", raised[1], false, null, raised[0], "ann", null));
        voices.Say(new IncidentControl("verdict", raised[0], true, null, 0, "ann", null));
        foreach (var number in raised.Skip(2).Where(_ => random.Next(4) > 0))
        {
            voices.Say(new IncidentControl("verdict", number, random.Next(3) > 0, null, 0, "ann", null));
        }

        // Somebody thinks better of it.
        voices.Say(new IncidentControl("verdict", raised[2], true, null, 0, "ann", null));
        voices.Say(new IncidentControl("verdict", raised[2], false, null, 0, "ben", "it was a sale"));
        voices.Say(new IncidentControl("reopen", raised[3], false, null, 0, "ann", "again"));
        voices.Say(new IncidentControl("close", raised[3], false, null, 0, "ann", "done"));
        await Work(world, voices);
        var start = DateTimeOffset.FromUnixTimeSeconds(WatchedStream.Start * 60);
        for (var index = 0; index < 5; index++)
        {
            var onset = start.AddMinutes(random.Next(Hours * 60));
            var miss = new IncidentMissRequest("m" + index, "Nobody said it", onset, onset.AddMinutes(random.Next(300)), Note: "Found by hand.");
            Assert.True((await world.Get<TruthLedger>().Miss(world.Staff(Permission.JudgeVoices), miss)).Succeeded);
            Assert.True((await world.Get<TruthLedger>().Miss(world.Staff(Permission.JudgeVoices), miss)).Succeeded);
        }

        foreach (var (from, until) in new[] { (start, start.AddDays(2)), (start.AddHours(8), start.AddHours(20)) })
        {
            await MustBeTold(world, from, until);
        }

        var all = (await world.Get<TruthLedger>().Read(world.Staff(Permission.JudgeVoices), start, start.AddDays(2))).Value;
        Assert.True(all is { Real: > 1, False: > 0, Waiting: > 0, Misses: 5, Days.Count: > 1, DelayMinutesMedian: > 0 }, all.ToString());
    }

    /// <summary>Another shop has another trouble every three hours.</summary>
    private static IEnumerable<HeardVoice> Faults(int minute, WatchedStream stream)
    {
        string[] reasons = ["broken", "taste", "coupon", "stuck", "refund", "app", "late", "wish"];
        var turn = (minute - 360) / 180;
        return minute >= 360 && (minute - 360) % 180 is >= 20 and < 80 ? Enumerable.Range(0, 2 + (turn % 3)).Select(_ => stream.Voice(minute, reasons[turn % reasons.Length], merchant: "m" + (15 + turn))) : [];
    }

    private static async Task Work(ServiceWorld world, FakeVoices voices)
    {
        var run = await WatchRun.Start(world.Tenant, new WatchParts(world.Store, voices, world.Fixture.OpenSegments(), world.Fixture.Bus, world.Get<MachineTime>(), world.Get<IIdentifiers>()), CancellationToken.None);
        while (await run.Work(_ => Task.CompletedTask, CancellationToken.None))
        {
        }
    }

    private static async Task MustBeTold(ServiceWorld world, DateTimeOffset from, DateTimeOffset until)
    {
        bool Within(long seconds) => seconds >= from.ToUnixTimeSeconds() && seconds < until.ToUnixTimeSeconds();
        var (told, misses) = await Fold(world);
        told = [.. told.Where(one => Within(one.Raised))];
        misses = [.. misses.Where(Within)];
        var report = (await world.Get<TruthLedger>().Read(world.Staff(Permission.JudgeVoices), from, until)).Value;
        var (real, wrong) = (told.Count(one => one.Verdict == "real"), told.Count(one => one.Verdict == "false"));
        Assert.Equal((told.Count, real, wrong, told.Count - real - wrong, misses.Count), (report.Alerts, report.Real, report.False, report.Waiting, report.Misses));
        Assert.Equal((Share(real, real + wrong), Share(misses.Count, real + misses.Count)), (report.Precision, report.MissRate));
        var delays = told.Where(one => one.Verdict == "real").Select(one => (one.Raised - one.Onset) / 60.0).Order().ToList();
        Assert.Equal(delays.Count == 0 ? null : (delays[(delays.Count - 1) / 2] + delays[delays.Count / 2]) / 2, report.DelayMinutesMedian);
        string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(told.Select(one => Day(one.Raised)).Concat(misses.Select(Day)).Distinct().Order(StringComparer.Ordinal), report.Days.Select(day => day.Day));
        Assert.All(report.Days, day => Assert.Equal(
            (told.Count(one => Day(one.Raised) == day.Day), told.Count(one => one.Verdict == "real" && Day(one.Raised) == day.Day), told.Count(one => one.Verdict == "false" && Day(one.Raised) == day.Day), misses.Count(one => Day(one) == day.Day)),
            (day.Alerts, day.Real, day.False, day.Misses)));
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);

    /// <summary>The incidents that are not part of another, as the newest entry about each tells them, and when each miss was seen.</summary>
    private static async Task<(List<Alert> Alerts, List<long> Misses)> Fold(ServiceWorld world)
    {
        var (alerts, misses) = (new Dictionary<string, Alert>(), new List<long>());
        foreach (var entry in (await world.Timeline()).Where(entry => entry.Kind.StartsWith("incident.", StringComparison.Ordinal)))
        {
            var data = JsonNode.Parse(entry.Data!)!;
            if (entry.Kind == "incident.missed")
            {
                misses.Add((long)data["seenAt"]!);
                continue;
            }

            alerts[(string)data["incident"]!] = new Alert((long)data["raisedAt"]!, (long)data["onset"]!, (string?)data["verdict"], (string?)data["into"]);
        }

        // Two that are one began when the first of them did.
        foreach (var (id, alert) in alerts.Where(pair => pair.Value.Into is not null).ToList())
        {
            alerts[alert.Into!] = alerts[alert.Into!] with { Onset = Math.Min(alerts[alert.Into!].Onset, alert.Onset) };
            alerts.Remove(id);
        }

        return ([.. alerts.Values], misses);
    }

    /// <param name="Raised">Seconds since 1970; and so is <paramref name="Onset"/>.</param>
    private sealed record Alert(long Raised, long Onset, string? Verdict, string? Into);
}
