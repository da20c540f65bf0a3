using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>Reports and surveys through the doors: what people did is counted, opened, exported and asked about.</summary>
public class ReportTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_consumer_did_is_counted_opened_and_exported(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        var (consumer, conversation) = await ConversationTests.Begin(server, "我的包裹在哪里");
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/closures", supervisor)).Status);
        await server.Post($"/api/v1/conversations/{conversation}/ratings", consumer, new { satisfied = 5, solved = true });
        var overview = await Until(async () => await server.Get("/api/v1/reports/overview?zone=Asia/Shanghai", supervisor), answer => Figure(answer.Json, "satisfied")?["value"] is not null);
        Assert.Equal(1, (double)Figure(overview.Json, "offered")!["value"]!);
        Assert.Equal(1, (double)Figure(overview.Json, "solved")!["value"]!);

        var behind = await server.Get("/api/v1/reports/contacts?figure=satisfied&zone=Asia/Shanghai", supervisor);
        Assert.Equal(conversation, (string?)behind.Json["items"]![0]!["conversation"]);
        var table = await server.Get("/api/v1/reports/contacts?figure=offered&zone=Asia/Shanghai&format=csv", supervisor);
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (table.Status, table.MediaType));
        Assert.Equal(2, table.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("包裹", table.Body, StringComparison.Ordinal);
        Assert.Equal(1, (double)(await server.Get("/api/v1/reports/trend?figure=offered&zone=Asia/Shanghai", supervisor)).Json["points"]!.AsArray()[^1]!["value"]!);
        Assert.Equal("invalid", (await server.Get("/api/v1/reports/contacts?figure=1%3D1", supervisor)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/reports/overview", await server.SignIn("agent@acme.example"))).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_sampled_consumer_is_asked_once_and_the_answer_is_a_figure_of_its_own(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var administrator = await server.SignIn("admin@acme.example");
        var rules = await server.Send(HttpMethod.Put, "/api/v1/surveys/rules", administrator, new { active = true, sharePercent = 100, capPerPerson = 1, periodDays = 30, openHours = 72, questions = new[] { "recommend", "simpler" } });
        Assert.True(rules.Status == HttpStatusCode.OK, rules.ToString());
        var (consumer, conversation) = await ConversationTests.Begin(server, "退款到哪了");
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/closures", administrator)).Status);
        var open = await Until(async () => await server.Get($"/api/v1/surveys?conversation={conversation}", consumer), answer => answer.Json["items"]!.AsArray().Count > 0);
        var id = (string)open.Json["items"]![0]!["id"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await server.Post($"/api/v1/surveys/{id}/showings", consumer)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"/api/v1/surveys/{id}/answers", await server.Visit(), new { recommend = 1 })).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/surveys/{id}/answers", consumer, new { recommend = 10, simpler = 2 })).Status);
        Assert.Equal("already-answered", (await server.Post($"/api/v1/surveys/{id}/answers", consumer, new { recommend = 0 })).Code);
        var overview = await Until(async () => await server.Get("/api/v1/reports/overview?zone=UTC", administrator), answer => Figure(answer.Json, "recommend")?["value"] is not null);
        Assert.Equal((100, 2), ((int)(double)Figure(overview.Json, "recommend")!["value"]!, (int)(double)Figure(overview.Json, "simpler")!["value"]!));
        Assert.Null(Figure(overview.Json, "satisfied")!["value"]);
        Assert.Equal(1, (int)(await server.Get("/api/v1/surveys/frame", administrator)).Json["verdicts"]!["asked"]!);
        Assert.Contains("surveys.rules-saved", (await server.Get("/api/v1/audit", administrator)).Body, StringComparison.Ordinal);
    }

    private static JsonNode? Figure(JsonNode overview, string key) => overview["figures"]?.AsArray().FirstOrDefault(figure => (string?)figure!["key"] == key);

    /// <summary>Followers read behind what is acknowledged: asks until it is seen.</summary>
    private static async Task<Answer> Until(Func<Task<Answer>> ask, Func<Answer, bool> seen)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var answer = await ask();
            if (answer.Status == HttpStatusCode.OK && seen(answer))
            {
                return answer;
            }

            await Task.Delay(50);
        }

        return await ask();
    }
}
