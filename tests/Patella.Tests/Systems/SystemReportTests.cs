using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Systems.Calls;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Systems;

/// <summary>Times to acknowledge and to fix, by system: every figure is what the timeline tells.</summary>
public class SystemReportTests
{
    /// <summary>What becomes of a call.</summary>
    private const int Ways = 6;

    private static readonly TenantId Acme = new("acme");
    private static readonly string?[] Systems = ["pay", "trips", "deaf", null];

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_figure_of_every_system_is_what_the_timeline_tells(StoreKind kind)
    {
        await using var taking = await CalledSystem.Start();
        await using var deaf = await CalledSystem.Start(_ => (404, "{}"));
        await using var server = await TestServer.Start(kind, timeRate: 600);
        server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        await Register(server, ("pay", taking.Address), ("trips", taking.Address), ("deaf", deaf.Address), ("quiet", taking.Address));
        await Live(server, new Random(19));
        await Waiting.Until(async () => (await Timeline(server)).Count(entry => entry.Kind == "system.overdue") >= 2, "calls that nobody acknowledged in time", TimeSpan.FromSeconds(60));

        var report = (await server.Get("/api/v1/system-report", await server.SignIn("expert@acme.example"))).Json;
        var (now, told) = (report["until"]!.GetValue<DateTimeOffset>(), await Fold(server));
        MustBeTold("all", report["all"]!, told, now);
        foreach (var system in report["systems"]!.AsArray())
        {
            var id = (string?)system!["system"];
            MustBeTold(id ?? "nobody's", system, [.. told.Where(one => one.System == id)], now);
        }

        Assert.Equal(["deaf", "nobody", "pay", "quiet", "trips"], report["systems"]!.AsArray().Select(system => (string?)system!["system"] ?? "nobody").Order());
        foreach (var figure in new[] { "acknowledged", "fixed", "unreachable", "withdrawn", "open", "overdue", "late", "acknowledgeSecondsMedian", "fixSecondsP90" })
        {
            Assert.True((long?)report["all"]![figure] > 0, figure + " is not among what happened");
        }
    }

    private static void MustBeTold(string system, JsonNode line, List<Told> told, DateTimeOffset now)
    {
        var real = told.Where(one => one.State != "withdrawn").ToList();
        Assert.Equal(
            (system, told.Count, real.Count(one => one.Taken is not null), real.Count(one => one.Fixed is not null), real.Count(one => one.State == "unreachable"), told.Count - real.Count, real.Count(one => one.Fixed is null)),
            (system, (int)line["calls"]!, (int)line["acknowledged"]!, (int)line["fixed"]!, (int)line["unreachable"]!, (int)line["withdrawn"]!, (int)line["open"]!));

        // The clock goes on while the report is read.
        var late = real.Count(one => one.Taken > one.Due);
        Assert.InRange((int)line["overdue"]!, Overdue(now), Overdue(now.AddMinutes(20)));
        Assert.Equal((int)line["overdue"]! + late, (int)line["late"]!);
        foreach (var (figure, waits) in new[] { ("acknowledgeSeconds", Waits(one => one.Taken)), ("fixSeconds", Waits(one => one.Fixed)) })
        {
            Assert.Equal((system, figure, Between(waits, 0.5), Between(waits, 0.9)), (system, figure, (long?)line[figure + "Median"], (long?)line[figure + "P90"]));
        }

        int Overdue(DateTimeOffset at) => real.Count(one => one.Taken is null && at > one.Due);
        List<double> Waits(Func<Told, DateTimeOffset?> end) => [.. real.Select(one => (end(one) - one.At)?.TotalSeconds).OfType<double>().Order()];
    }

    /// <summary>Straight between the two neighbours of the place, in whole seconds.</summary>
    private static long? Between(List<double> ordered, double share)
    {
        if (ordered.Count == 0)
        {
            return null;
        }

        var (place, weight) = ((int)((ordered.Count - 1) * share), ((ordered.Count - 1) * share) % 1);
        return (long)Math.Round((ordered[place] * (1 - weight)) + (ordered[Math.Min(place + 1, ordered.Count - 1)] * weight));
    }

    private static async Task Register(TestServer server, params (string Id, string Address)[] systems)
    {
        var saved = await server.Send(HttpMethod.Put, "/api/v1/systems", await server.SignIn("admin@acme.example"), new
        {
            systems = systems.Select(system => new
            {
                id = system.Id, name = new Dictionary<string, string> { ["zh-CN"] = system.Id, ["en"] = system.Id }, kind = "technical", connector = "webhook", address = system.Address, secret = SystemWorld.Secret, unit = "market", language = "en",
            }),
        });
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
    }

    /// <summary>Calls to each system and to nobody's in any order: each is left alone, taken, fixed or taken back, in all ways in which that goes. One system knows nothing of calls.</summary>
    private static async Task Live(TestServer server, Random random)
    {
        var (store, calls, expert) = (server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<SystemCalls>(), await server.SignIn("expert@acme.example"));
        foreach (var (index, number) in Enumerable.Range(0, Ways * Systems.Length).OrderBy(_ => random.Next()).Index())
        {
            var (id, system, way) = ("c" + index, Systems[number % Systems.Length], number / Systems.Length);
            await store.Write(Acme, transaction => calls.Call(transaction, SystemWorld.About(id, system, severity: random.Next(1, 5))));
            if (system == "deaf")
            {
                await Waiting.Until(async () => (await Timeline(server)).Any(entry => entry.Kind == "system.unreachable" && entry.Data!.Contains($"\"{id}\"", StringComparison.Ordinal)), id + " to be unreachable", TimeSpan.FromSeconds(60));
            }

            _ = way is 1 or 2 or 5 ? await Say(id, "acknowledgements") : null;
            _ = way is 2 or 3 ? await Say(id, "fixes") : null;
            await (way is 4 or 5 ? store.Write(Acme, async transaction => await calls.Withdraw(transaction, (await CallStore.Find(transaction, id))!)) : Task.CompletedTask);
        }

        // One is answered long after it was due.
        await Waiting.Until(async () => (await Timeline(server)).Any(entry => entry.Kind == "system.overdue"), "one that is overdue", TimeSpan.FromSeconds(60));
        foreach (var one in (await Fold(server)).Where(one => one.Taken is null && one.State == "called").Take(1))
        {
            await Waiting.Until(async () => (await Timeline(server)).Any(entry => entry.Kind == "system.overdue" && entry.Data!.Contains($"\"{one.Id}\"", StringComparison.Ordinal)), one.Id + " is overdue", TimeSpan.FromSeconds(60));
            await Say(one.Id, "fixes");
        }

        async Task<Answer> Say(string id, string what)
        {
            var answer = await server.Post($"/api/v1/system-calls/{id}/{what}", expert);
            Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
            return answer;
        }
    }

    /// <summary>The calls as the entries tell them.</summary>
    private static async Task<List<Told>> Fold(TestServer server)
    {
        int[] minutes = [60, 30, 30, 15];
        var told = new Dictionary<string, Told>();
        foreach (var entry in (await Timeline(server)).Where(entry => entry.Kind.StartsWith("system.", StringComparison.Ordinal)))
        {
            var (data, at) = (JsonNode.Parse(entry.Data!)!, DateTimeOffset.UnixEpoch.AddTicks(entry.At * 10));
            var id = (string)data["call"]!;
            told[id] = entry.Kind switch
            {
                "system.called" => new Told(id, (string?)data["system"], at, at.AddMinutes(minutes[(int)data["severity"]! - 1]), null, null, "called"),
                "system.acknowledged" => told[id] with { Taken = at, State = "acknowledged" },
                "system.fixed" => told[id] with { Taken = told[id].Taken ?? at, Fixed = at, State = "fixed" },
                "system.withdrawn" => told[id] with { State = "withdrawn" },
                "system.unreachable" => told[id] with { State = "unreachable" },
                _ => told[id],
            };
        }

        return [.. told.Values];
    }

    private static async Task<List<TimelineEntry>> Timeline(TestServer server)
    {
        var (store, all) = (server.Services.GetRequiredService<IStore>(), new List<TimelineEntry>());
        while (await store.ReadTimeline(Acme, all.Count == 0 ? TimelinePosition.Start : all[^1].Place, 500) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    private sealed record Told(string Id, string? System, DateTimeOffset At, DateTimeOffset Due, DateTimeOffset? Taken, DateTimeOffset? Fixed, string State);
}
