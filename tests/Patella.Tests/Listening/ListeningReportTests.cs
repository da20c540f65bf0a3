using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Tests.Platform;
using static Patella.Tests.Listening.ListeningScene;

namespace Patella.Tests.Listening;

/// <summary>Who listened how long and what came of it: every figure is what the timeline tells.</summary>
public class ListeningReportTests
{
    private static readonly string[] Figures = ["minutes", "sessions", "undebriefed", "notes", "obstacles", "closedNotes", "done"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_figure_of_every_person_and_level_is_what_the_timeline_tells(StoreKind kind)
    {
        await using var scene = await Start(kind, timeRate: 60);
        var random = new Random(29);
        var (owner, newcomer) = (await scene.Server.SignIn("business-owner@acme.example"), await scene.Server.SignIn("newcomer@acme.example"));
        foreach (var (listener, number) in new[] { scene.Boss, scene.Boss, owner, newcomer, newcomer }.Zip(Enumerable.Range(0, 5)))
        {
            await Listen(scene, random, "s" + number, listener, closes: number is not (1 or 3));
        }

        await Done(scene.Post("/listening-sessions", owner, new { id = "never", host = "acme-agent", mode = "shadow" }));
        await Done(scene.Post("/listening-sessions/never/refusals", scene.Host, new { reason = "今天不行" }));

        var report = await Done(scene.Get("/listening-report", scene.Supervisor));
        var told = await Fold(scene);
        Assert.Equal(["acme-business-owner", "acme-executive", "acme-newcomer"], told.Keys.Order(StringComparer.Ordinal));
        foreach (var (id, figures) in told)
        {
            var line = report["persons"]!.AsArray().Single(person => (string)person!["id"]! == id)!;
            Assert.All(Figures, figure => Assert.Equal((id, figure, figures[figure]), (id, figure, (double)line[figure]!)));
            Assert.Equal(id == "acme-newcomer" ? "newcomer" : "executive", (string)line["level"]!);
        }

        Assert.All(report["persons"]!.AsArray().Where(person => !told.ContainsKey((string)person!["id"]!)), person => Assert.All(Figures, figure => Assert.Equal(0, (double)person![figure]!)));
        Assert.All(Figures, figure => Assert.True(told.Values.Sum(one => one[figure]) > 0, figure + " is not among what happened"));
        foreach (var level in report["levels"]!.AsArray())
        {
            var of = report["persons"]!.AsArray().Where(person => (string)person!["level"]! == (string)level!["level"]!).ToList();
            Assert.Equal((of.Count, Sum("sessions"), Sum("notes"), Sum("closedNotes"), Math.Round(Sum("minutes"), 1)), ((int)level!["persons"]!, (double)level["sessions"]!, (double)level["notes"]!, (double)level["closedNotes"]!, (double)level["minutes"]!));
            Assert.Equal((of.Count(one => one!["target"] is not null), of.Count(one => one!["target"] is { } target && (long)one["done"]! >= (long)target)), ((int)level["targeted"]!, (int)level["met"]!));

            double Sum(string figure) => of.Sum(one => (double)one![figure]!);
        }
    }

    /// <summary>One contact in the seat, with notes of which some are answered.</summary>
    private static async Task Listen(ListeningScene scene, Random random, string id, string listener, bool closes)
    {
        await scene.Seat(id, "shadow", listener);
        var talk = "talk-" + id;
        await scene.Contact(talk, await scene.Server.Visit());
        await scene.Until(id, "live");
        await Task.Delay(random.Next(100, 400));
        await Done(scene.Post($"/listening-sessions/{id}/endings", listener));
        await scene.Until(id, "debrief");
        for (var note = random.Next(1, 4); note > 0; note--)
        {
            await Done(scene.Post($"/listening-sessions/{id}/notes", listener, new { id = $"{id}-{note}", kind = note == 1 ? "obstacle" : "note", text = "第" + note + "条" }));
            _ = random.Next(2) == 0 ? await Done(scene.Post($"/listening-notes/{id}-{note}/answers", scene.Supervisor, new { outcome = "answered", text = "好" })) : null;
        }

        _ = closes ? await Done(scene.Post($"/listening-sessions/{id}/closings", listener)) : null;
        await Done(scene.Post($"/conversations/{talk}/closures", scene.Host));
    }

    /// <summary>Each listener's figures, from entries alone.</summary>
    private static async Task<Dictionary<string, Dictionary<string, double>>> Fold(ListeningScene scene)
    {
        var entries = (await scene.Server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant and kind like 'listening.%' order by position")))
            .Select(entry => (What: entry.Kind["listening.".Length..], entry.At, Data: JsonNode.Parse(entry.Data!)!)).ToList();
        return entries.GroupBy(entry => (string)entry.Data["listener"]!).Where(listener => listener.Any(entry => entry.What == "live")).ToDictionary(listener => listener.Key, listener =>
        {
            long Of(string what) => listener.LongCount(entry => entry.What == what);
            var spent = listener.Where(entry => entry.What is "live" or "debrief").GroupBy(entry => (string)entry.Data["session"]!).Sum(seat => seat.Single(entry => entry.What == "debrief").At - seat.Single(entry => entry.What == "live").At);
            return new Dictionary<string, double>
            {
                ["minutes"] = Math.Round(spent / 60_000_000.0, 1), ["sessions"] = Of("debrief"), ["undebriefed"] = Of("debrief") - Of("closed"), ["notes"] = Of("noted"),
                ["obstacles"] = listener.Count(entry => entry.What == "noted" && (string?)entry.Data["what"] == "obstacle"), ["closedNotes"] = Of("answered"), ["done"] = Of("closed"),
            };
        });
    }
}
