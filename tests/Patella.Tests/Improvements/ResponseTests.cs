using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Tests.Platform;

namespace Patella.Tests.Improvements;

/// <summary>An incident's response through the public doors of a whole server: who was touched, told, put right before they asked; closing with proof.</summary>
public class ResponseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Everybody_is_told_and_paid_once_and_it_closes_only_with_proof(StoreKind kind)
    {
        await using var scene = await ResponseScene.Open(kind);
        foreach (var (number, consumer) in new[] { ("N1", "c-1"), ("N2", "c-2"), ("N3", "c-3") })
        {
            await scene.Order(number, consumer);
        }

        await scene.Order("N9", "c-9", "shop-2");
        await scene.Say("v1", "c-1");
        await scene.Say("v2", "c-1");
        await scene.Say("v3", "somebody-unknown");
        await scene.Raise();
        await scene.UntilAffected(known: 3, spoke: 1);
        await scene.Order("N4", "c-4");
        await scene.UntilAffected(known: 4, spoke: 1);
        Assert.Equal(1, (long)(await scene.Response())["affected"]!["strangers"]!);

        var early = await scene.Server.Post($"/api/v1/incidents/{ResponseScene.Id}/response-closings", scene.Expert, new { note = "done?" });
        Assert.Equal((HttpStatusCode.Conflict, "response-open"), (early.Status, early.Code));
        Assert.Equal(["volume 0", "untold 4", "not-put-right 4"], early.Json["missing"]!.AsArray().Select(one => $"{one!["what"]} {((string)one["what"]! == "volume" ? 0 : (long)one["count"]!)}"));

        var preview = await scene.Remedy(ResponseScene.Round("m1"), preview: true);
        Assert.True(preview.Status == HttpStatusCode.OK, preview.ToString());
        Assert.Equal((4L, 4L, 2_000L, 100_000L), ((long)preview.Json["people"]!, (long)preview.Json["pay"]!, (long)preview.Json["money"]![0]!["amount"]!, (long)preview.Json["fundLeft"]!["amount"]!));
        Assert.Equal(0, (long)(await scene.Response())["affected"]!["told"]!);

        for (var time = 0; time < 2; time++)
        {
            var ordered = await scene.Remedy(ResponseScene.Round("m1"));
            Assert.True(ordered.Status == HttpStatusCode.Accepted, ordered.ToString());
            await scene.UntilTold(4);
        }

        Assert.Equal("message-taken", (await scene.Remedy(ResponseScene.Round("m1", 600))).Code);
        await scene.Say("v4", "c-2", minutesAgo: 0);
        await scene.UntilAffected(known: 4, spoke: 2);
        Assert.Equal(100_000 - (4 * 500), await scene.FundLeft());
        foreach (var consumer in new[] { "c-1", "c-2", "c-4" })
        {
            var (said, received) = await scene.Mine(consumer);
            Assert.Equal("优惠券问题是我们造成的，现已修复。\n\n我们已向您的账户余额存入 5.00 CNY，无需任何操作。", Assert.Single(said));
            Assert.Equal([500L], received);
        }

        Assert.Empty((await scene.Mine("c-9")).Said);
        var counts = (await scene.Response())["affected"]!;
        Assert.Equal((4L, 4L, 3L, 0.75), ((long)counts["told"]!, (long)counts["putRight"]!, (long)counts["helpedBeforeAsking"]!, (double)counts["shareBeforeAsking"]!));
        Assert.Equal(3, (await scene.Affected("before-asking")).Count);

        await scene.Entry("system.called", new { subject = "incident/" + ResponseScene.Id });
        await scene.Entry("system.acknowledged", new { subject = "incident/" + ResponseScene.Id });
        await scene.Entry("system.fixed", new { subject = "incident/" + ResponseScene.Id });
        await scene.UntilResponse(response => (string)response["state"]! == "fixed", "the system has said that it is fixed");
        Assert.Equal(["volume"], (await Missing(scene)));
        await scene.Calm();
        var closed = await scene.Server.Post($"/api/v1/incidents/{ResponseScene.Id}/response-closings", scene.Expert, new { note = "The coupon works again." });
        Assert.True(closed.Status == HttpStatusCode.Created, closed.ToString());
        Assert.Equal(("closed", "expert", "The coupon works again.", 12.0), (closed.Text("state"), (string?)closed.Json["proof"]!["by"], (string?)closed.Json["proof"]!["note"], (double)closed.Json["proof"]!["volumeExpected"]!));
        await scene.Return();
        await scene.UntilResponse(response => (string)response["state"]! == "open" && (long)response["reopened"]! == 1, "it is open again");
        await ImprovementStatistics.MustRecompute(scene);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_needs_nothing_is_told_why_and_nobody_is_paid_twice_by_a_second_message(StoreKind kind)
    {
        await using var scene = await ResponseScene.Open(kind);
        await scene.Order("N1", "c-1");
        await scene.Order("N2", "c-2");
        await scene.Say("v1", "c-1");
        await scene.Raise();
        await scene.UntilAffected(2, 1);
        await scene.Remedy(ResponseScene.Round("m1", whom: "spoke"));
        await scene.UntilTold(1);
        var preview = await scene.Remedy(ResponseScene.Round("m2"), preview: true);
        Assert.Equal((2L, 1L, "put-right-already"), ((long)preview.Json["people"]!, (long)preview.Json["pay"]!, (string?)preview.Json["leftOut"]![0]!["why"]));
        await scene.Remedy(ResponseScene.Round("m2", amount: null, whom: "silent", needsNothing: "The order was not charged."));
        await scene.UntilTold(2);
        await scene.Remedy(ResponseScene.Round("m3"));
        await scene.UntilResponse(response => response["rounds"]!.AsArray().Count == 3 && (long)response["rounds"]![2]!["told"]! == 2, "the third message is told");
        Assert.Equal(100_000 - 500, await scene.FundLeft());
        Assert.Equal(2, (await scene.Mine("c-1")).Said.Count);
        Assert.DoesNotContain("5.00", (await scene.Mine("c-1")).Said[1], StringComparison.Ordinal);
        Assert.Equal("The order was not charged.", (string?)Assert.Single(await scene.Affected("silent"))!["needsNothing"]);
        Assert.Equal(["volume"], await Missing(scene));
    }

    [Fact]
    public async Task What_a_fund_or_an_authority_does_not_allow_is_refused_before_anybody_is_told()
    {
        await using var scene = await ResponseScene.Open(StoreKind.Sqlite, fund: 900);
        await scene.Order("N1", "c-1");
        await scene.Order("N2", "c-2");
        await scene.Say("v1", "c-1");
        await scene.Raise();
        await scene.UntilAffected(2, 1);
        Assert.Equal("fund-short", (await scene.Remedy(ResponseScene.Round("m1"))).Code);
        Assert.Equal("unknown-fund", (await scene.Remedy(ResponseScene.Round("m1", fund: "nobody"))).Code);
        await scene.Server.Send(HttpMethod.Put, "/api/v1/ledger/funds/fund:goodwill:CNY/limits", scene.Finance, new { limits = new[] { new { grade = "standard", mostOnce = 400, mostADay = 500 } } });
        Assert.Equal("beyond-authority", (await scene.Remedy(ResponseScene.Round("m1"))).Code);
        Assert.Equal("beyond-authority-today", (await scene.Remedy(ResponseScene.Round("m1", 300))).Code);
        Assert.NotNull((string?)(await scene.Remedy(ResponseScene.Round("m1", 300), preview: true)).Json["refusal"]);
        Assert.Equal("invalid", (await scene.Remedy(new { id = "m1", message = new { en = "only one" } })).Code);
        Assert.Equal("invalid", (await scene.Remedy(ResponseScene.Round("m1", 300, needsNothing: "both"))).Code);
        Assert.Empty((await scene.Response())["rounds"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await scene.Server.Get($"/api/v1/incidents/{ResponseScene.Id}/response", await scene.Server.SignIn("analyst@rival.example", "rival"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Server.Post($"/api/v1/incidents/{ResponseScene.Id}/remedies", await scene.Server.SignIn("supervisor@acme.example"), ResponseScene.Round("m1"))).Status);
        await scene.Remedy(ResponseScene.Round("m1", 200));
        await scene.UntilTold(2);
        Assert.Equal(900 - 400, await scene.FundLeft());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_death_at_any_step_tells_and_pays_each_person_exactly_once(StoreKind kind)
    {
        await using var scene = await ResponseScene.Open(kind);
        for (var number = 1; number <= 6; number++)
        {
            await scene.Order("N" + number, "c-" + number);
        }

        await scene.Say("v1", "c-1");
        await scene.Raise();
        await scene.UntilAffected(6, 1);
        var deaths = 0;
        // With everything written and nothing committed, with everything committed, before anything, and once more.
        string[] moments = ["before-commit", "after", "before", "before-commit"];
        scene.Delivery.At = step =>
        {
            if (deaths < moments.Length && step == moments[deaths])
            {
                deaths++;
                throw new InvalidOperationException("killed " + step);
            }
        };
        await scene.Remedy(ResponseScene.Round("m1"));
        await scene.UntilTold(6);
        Assert.Equal(4, deaths);
        Assert.Equal(100_000 - (6 * 500), await scene.FundLeft());
        for (var number = 1; number <= 6; number++)
        {
            var (said, received) = await scene.Mine("c-" + number);
            Assert.Single(said);
            Assert.Equal([500L], received);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_was_erased_is_left_out_and_said_so_and_stands_against_nothing(StoreKind kind)
    {
        await using var scene = await ResponseScene.Open(kind);
        await scene.Order("N1", "c-1");
        await scene.Order("N2", "c-2");
        await scene.Say("v1", "c-1");
        await scene.Raise();
        await scene.UntilAffected(2, 1);
        var (admin, gone) = (await scene.Server.SignIn("admin@acme.example"), (await scene.Affected()).Single(one => (string?)one!["orderNumber"] == "N2")!);
        var asked = await scene.Must(HttpStatusCode.Created, $"/api/v1/consumers/{gone["person"]}/privacy-requests", admin, new { id = "erase-1", kind = "erasure" });
        await scene.Must(HttpStatusCode.OK, $"/api/v1/privacy-requests/{asked["id"]}/erasure", admin, new { });
        var preview = await scene.Remedy(ResponseScene.Round("m1"), preview: true);
        Assert.Equal((1L, "erased"), ((long)preview.Json["people"]!, (string?)preview.Json["leftOut"]![0]!["why"]));
        await scene.Remedy(ResponseScene.Round("m1"));
        await scene.UntilTold(1);
        Assert.Equal(["volume"], await Missing(scene));
        var left = (await scene.Affected()).Single(one => (string?)one!["leftOut"] == "erased")!;
        Assert.Null((string?)left["order"]);
        Assert.Null((string?)left["name"]);
        Assert.Equal(100_000 - 500, await scene.FundLeft());
    }

    private static async Task<IEnumerable<string>> Missing(ResponseScene scene) => (await scene.Response())["missing"]!.AsArray().Select(one => (string)one!["what"]!);
}
