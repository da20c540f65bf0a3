using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements.Projects;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Improvements;

/// <summary>Improvement projects from a proposal to a measured effect, and obstacles that are answered.</summary>
public class ProjectTests
{
    private static readonly string[] Steps = ["accepted", "in-progress", "shipped", "closed"];

    [Fact]
    public void A_project_only_goes_where_its_state_leads_and_a_step_taken_twice_changes_nothing()
    {
        var random = new Random(9);
        for (var run = 0; run < 500; run++)
        {
            var row = new ProjectRow { Id = "p", ProposedAt = 1_000 * ProjectRules.Day, WindowDays = 7 };
            for (var step = 0; step < 12; step++)
            {
                var to = Steps[random.Next(Steps.Length)];
                var next = ProjectRules.Step(row, to, (1_001 + step) * ProjectRules.Day);
                Assert.Equal(to == row.State || ProjectRules.After(row.State).Contains(to), next.Succeeded);
                row = next.Succeeded ? next.Value : row;
                Assert.Same(row, ProjectRules.Step(row, row.State, 5).Value);
            }

            Assert.True(row.ShippedAt is null || row.MeasureDue is null || row.MeasureDue >= row.ShippedAt + (7 * ProjectRules.Day));
        }
    }

    [Fact]
    public void The_days_before_and_after_never_hold_the_day_of_the_change()
    {
        for (var hour = 0; hour < 48; hour++)
        {
            var at = (20_000 * ProjectRules.Day) + (hour * ProjectRules.Day / 24);
            Assert.True((ProjectRules.BaselineFirstDay(at, 14) + 14) * ProjectRules.Day <= at && ProjectRules.EffectFrom(at) > at);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task From_a_proposal_to_an_effect_with_its_interval_with_the_customers_view_kept(StoreKind kind)
    {
        await using var scene = await ResponseScene.Open(kind);
        await Past(scene);
        var reason = await ReasonOf(scene);
        var agent = await scene.Server.SignIn("agent@acme.example");
        var proposed = await scene.Must(HttpStatusCode.Created, "/api/v1/improvements", agent, new
        {
            id = "p1", title = "Say why a coupon fails", text = "Show the reason at the till.", unit = "market", campaign = "double-12", aim = new { reason, node = new { } }, windowDays = 7, statement = "I stood there and did not know why.",
        });
        Assert.Equal(("proposed", 0), ((string?)proposed["project"]!["state"], proposed["may"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.Forbidden, (await Step(scene, agent, "accepted")).Status);
        Assert.Equal("wrong-step", (await Step(scene, scene.Expert, "shipped")).Code);
        var accepted = await Step(scene, scene.Expert, "accepted", new { to = "accepted", at = scene.Now.AddDays(-15), owner = "acme-agent" });
        Assert.True(accepted.Status == HttpStatusCode.Created, accepted.ToString());
        Assert.Equal((7, 70L), (accepted.Json["baseline"]!["days"]!.AsArray().Count, (long)accepted.Json["baseline"]!["voices"]!));
        Assert.True((await Step(scene, agent, "in-progress")).Status == HttpStatusCode.Created);
        Assert.Equal("invalid", (await Step(scene, agent, "shipped", new { to = "shipped", at = scene.Now.AddDays(1) })).Code);
        Assert.True((await Step(scene, agent, "shipped", new { to = "shipped", at = scene.Now.AddDays(-14) })).Status == HttpStatusCode.Created);
        JsonNode? measured = null;
        await ResponseScene.Until(async () => (string?)(measured = (await scene.Server.Get("/api/v1/improvements/p1", scene.Expert)).Json)!["project"]!["state"] == "measured", "the effect is measured");
        Assert.Equal(("less", "days", 14L), ((string?)measured!["effect"]!["verdict"], (string?)measured["effect"]!["per"], (long)measured["effect"]!["after"]!["voices"]!));
        Assert.Equal(0.2, (double)measured["effect"]!["ratio"]!, 6);
        Assert.True((double)measured["effect"]!["lower"]! < 0.2 && (double)measured["effect"]!["upper"]! < 1);
        var prevented = (await scene.Server.Get("/api/v1/reports/value?zone=UTC", scene.Expert)).Json["prevented"]!;
        Assert.Equal((70, 56, 56), ((double)prevented["projects"]![0]!["expected"]!, (double)prevented["projects"]![0]!["fewer"]!, (double)prevented["fewer"]!));
        Assert.True((double)prevented["projects"]![0]!["fewerLower"]! is > 0 and < 56 && (double)prevented["projects"]![0]!["fewerUpper"]! is > 56 and < 70);
        Assert.Equal("invalid", (await Step(scene, scene.Expert, "closed", new { to = "closed", note = "" })).Code);
        var closed = await Step(scene, scene.Expert, "closed", new { to = "closed", note = "Thank you, it worked." });
        Assert.Equal("I stood there and did not know why.", (string?)closed.Json["statements"]![0]!["text"]);
        Assert.Equal(["proposed", "accepted", "in-progress", "shipped", "measured", "closed"], closed.Json["steps"]!.AsArray().Select(step => (string)step!["state"]!));
        Assert.NotNull(closed.Json["steps"]![1]!["told"]);

        Assert.Equal(HttpStatusCode.NotFound, (await scene.Server.Get("/api/v1/improvements/p1", await scene.Server.SignIn("merchant@acme.example"))).Status);
        Assert.Empty((await scene.Server.Get("/api/v1/improvements", await scene.Server.SignIn("carrier@acme.example"))).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await scene.Server.Get("/api/v1/improvements/p1", await scene.Server.SignIn("expert@rival.example", "rival"))).Status);
        await ImprovementStatistics.MustRecompute(scene);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Anybody_files_an_obstacle_and_hears_back_by_name(StoreKind kind)
    {
        await using var scene = await ResponseScene.Open(kind);
        var finance = await scene.Server.SignIn("finance@acme.example");
        for (var time = 0; time < 2; time++)
        {
            var filed = await scene.Must(HttpStatusCode.Created, "/api/v1/obstacles", finance, new { id = "o1", text = "退款原因看不懂\n第二行" });
            Assert.Equal(("filed", "退款原因看不懂", true), ((string?)filed["state"], (string?)filed["title"], (bool)filed["mine"]!));
        }

        Assert.Equal("obstacle-taken", (await scene.Server.Post("/api/v1/obstacles", finance, new { id = "o1", text = "other" })).Code);
        Assert.Equal("invalid", (await scene.Server.Post("/api/v1/obstacles", finance, new { id = "o2", text = "  " })).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Server.Post("/api/v1/obstacles/o1/answers", finance, new { answer = "x" })).Status);
        var agent = await scene.Server.SignIn("agent@acme.example");
        Assert.Empty((await scene.Server.Get("/api/v1/obstacles", agent)).Json["items"]!.AsArray());
        Assert.Equal("taken", (string?)(await scene.Must(HttpStatusCode.Created, "/api/v1/obstacles/o1/takings", scene.Expert, new { }))["state"]);
        await scene.Must(HttpStatusCode.Created, "/api/v1/improvements", scene.Expert, new { id = "p2", title = "Plain words", text = "For refunds.", obstacle = "o1", aim = new { reason = "refund-late" } });
        Assert.Equal("invalid", (await scene.Server.Post("/api/v1/obstacles/o1/answers", scene.Expert, new { answer = " " })).Code);
        await scene.Must(HttpStatusCode.Created, "/api/v1/obstacles/o1/answers", scene.Expert, new { answer = "已改成通俗说法。" });
        var mine = (await scene.Server.Get("/api/v1/obstacles?mine=true", finance)).Json["items"]![0]!;
        Assert.Equal(("answered", "expert", "已改成通俗说法。", "p2", true), ((string?)mine["state"], (string?)mine["answeredBy"], (string?)mine["answer"], (string?)mine["project"], (bool)mine["news"]!));
        Assert.False((bool)(await scene.Must(HttpStatusCode.Created, "/api/v1/obstacles/o1/reads", finance, new { }))["news"]!);

        await scene.Must(HttpStatusCode.Created, "/api/v1/obstacles", agent, new { id = "v9", kind = "voice", text = "客户说快递一直没到", node = new { merchant = "shop-1" } });
        await ResponseScene.Until(async () => (await scene.Server.Get("/api/v1/voices?merchant=shop-1&author=agent", scene.Expert)).Json["items"]!.AsArray().Count == 1, "the voice is heard with the others");
        Assert.Empty((await scene.Server.Get("/api/v1/obstacles", await scene.Server.SignIn("expert@rival.example", "rival"))).Json["items"]!.AsArray());
        await ImprovementStatistics.MustRecompute(scene);
    }

    private static Task<Answer> Step(ResponseScene scene, string token, string to, object? body = null) => scene.Server.Post("/api/v1/improvements/p1/steps", token, body ?? new { to });

    /// <summary>Ten voices a day in the fourth week before today, and two a day in the two weeks after the change.</summary>
    private static async Task Past(ResponseScene scene)
    {
        var table = new StringBuilder("id,time,text\n");
        for (var ago = 30; ago >= 1; ago--)
        {
            for (var voice = 0; voice < (ago > 14 ? 10 : 2); voice++)
            {
                table.Append(System.Globalization.CultureInfo.InvariantCulture, $"past-{ago}-{voice},{scene.Now.UtcDateTime.Date.AddDays(-ago).AddHours(9).AddMinutes(voice):yyyy-MM-ddTHH:mm:ssZ},优惠券结算的时候用不了 {ago} {voice}\n");
            }
        }

        var admin = await scene.Server.SignIn("admin@acme.example");
        var loaded = await scene.Server.Send(HttpMethod.Post, "/api/v1/voices/imports?id=past", admin, null, request => request.Content = new StringContent(table.ToString(), Encoding.UTF8, "text/csv"));
        Assert.True(loaded.Status == HttpStatusCode.Created, loaded.ToString());
        await ResponseScene.Until(async () => (long)(await scene.Server.Get("/api/v1/voice-figures", scene.Expert)).Json["total"]! == (16 * 10) + (14 * 2), "the past is heard");
    }

    private static async Task<string> ReasonOf(ResponseScene scene) => (string)(await scene.Server.Get("/api/v1/voices?limit=1", scene.Expert)).Json["items"]![0]!["reason"]!;
}
