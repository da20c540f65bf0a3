using System.Net;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class CaseEndpointTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_case_is_opened_found_asked_about_and_closed_over_the_interface(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var agent = await server.SignIn("agent@acme.example");
        var (consumer, conversation) = await ConversationTests.Begin(server, "我的茶壶碎了");
        var opened = await server.Post("/api/v1/cases", agent, new { id = "teapot", conversation, promiseWords = "我们在联系商家", promiseAt = "2099-01-01T00:00:00Z" });
        Assert.Equal("invalid", opened.Code);
        opened = await server.Post("/api/v1/cases", agent, new { id = "teapot", conversation, promiseWords = "我们在联系商家" });
        Assert.True(opened.Status == HttpStatusCode.Created, opened.ToString());
        Assert.Equal(("C-000001", "damaged", "market", "acme-agent"), (opened.Text("number"), opened.Text("kind"), opened.Text("unit"), (string)opened.Json["firstAgent"]!["id"]!));
        Assert.Equal("我的茶壶碎了", opened.Text("asked"));

        var mine = (await server.Get("/api/v1/me/cases", consumer)).Json["items"]!.AsArray();
        Assert.Equal(("C-000001", "我们在联系商家"), ((string)mine[0]!["number"]!, (string)mine[0]!["promised"]!));
        Assert.Null(mine[0]!["unit"]);
        Assert.Contains("我们在联系商家", (await server.Get($"/api/v1/conversations/{conversation}/entries?limit=200", consumer)).Body, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/cases/C-000001/parts", agent, new { clientId = "p1", party = "merchant", who = "shop-1", question = "还有货补寄吗？", shares = new[] { "subject" } })).Status);
        var merchant = await server.SignIn("merchant@acme.example");
        var part = (await server.Get("/api/v1/case-parts", merchant)).Json["items"]![0]!;
        Assert.Equal(("还有货补寄吗？", "我的茶壶碎了"), ((string)part["question"]!, (string)part["subject"]!));
        Assert.Null(part["asked"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/cases/teapot", merchant)).Status);
        Assert.Equal("not-found", (await server.Post($"/api/v1/case-parts/{part["id"]}/answers", await server.SignIn("carrier@acme.example"), new { clientId = "x", answer = "我来答" })).Code);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/case-parts/{part["id"]}/answers", merchant, new { clientId = "a1", answer = "有货，今天补寄。" })).Status);
        Assert.Equal("part-answered", (await server.Post($"/api/v1/case-parts/{part["id"]}/answers", merchant, new { clientId = "a2", answer = "又有了" })).Code);

        await Waiting.Until(async () => (await server.Get("/api/v1/search?q=" + Uri.EscapeDataString("茶壶") + "&kinds=case", agent)).Json["items"]!.AsArray().Count == 1, "the case in the index");
        Assert.Equal("teapot", (string)(await server.Get("/api/v1/cases?q=C-000001", agent)).Json["items"]![0]!["id"]!);
        var bulk = await server.Post("/api/v1/cases/bulk", agent, new { clientId = "b1", cases = new[] { "teapot", "nothing" }, priority = "high", addTags = new[] { "易碎" } });
        Assert.Equal((true, false, "not-found"), ((bool)bulk.Json["items"]![0]!["done"]!, (bool)bulk.Json["items"]![1]!["done"]!, (string)bulk.Json["items"]![1]!["code"]!));
        Assert.Equal("teapot", (string)(await server.Get("/api/v1/cases?open=true&unit=market&tag=" + Uri.EscapeDataString("易碎") + "&due=today&sort=due", agent)).Json["items"]![0]!["id"]!);
        var closed = await server.Post("/api/v1/cases/teapot/closures", agent, new { clientId = "c1", outcome = "商家今天补寄" });
        Assert.Equal(("closed", 1), (closed.Text("category"), (int)closed.Json["promisesKept"]!));
        Assert.Equal("case-closed", (await server.Post("/api/v1/cases/teapot/promises", agent, new { clientId = "p9", words = "再说", dueAt = "2027-01-01T00:00:00Z" })).Code);
        Assert.Contains("商家今天补寄", (await server.Get($"/api/v1/conversations/{conversation}/entries?limit=200", consumer)).Body, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_of_cases_follow_each_other_without_gap_or_double_in_either_order(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var agent = await server.SignIn("agent@acme.example");
        for (var number = 0; number < 25; number++)
        {
            Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/cases", agent, new { id = $"k{number}", subject = $"问题 {number}", unit = number % 2 == 0 ? "market" : "travel" })).Status);
        }

        foreach (var query in new[] { "?", "?open=true&", "?unit=travel&", "?open=true&sort=due&", "?firstAgent=me&", "?status=new&unit=market&" })
        {
            var (seen, after, whole) = (new List<string>(), "", (await server.Get($"/api/v1/cases{query}limit=100", agent)).Json["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList());
            do
            {
                var page = (await server.Get($"/api/v1/cases{query}limit=4{after}", agent)).Json;
                seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
                after = (string?)page["next"] is { } next ? "&after=" + Uri.EscapeDataString(next) : "";
            }
            while (after.Length > 0);
            Assert.Equal(whole, seen);
            Assert.Equal(query.Contains("unit=travel", StringComparison.Ordinal) ? 12 : query.Contains("unit=market", StringComparison.Ordinal) ? 13 : 25, seen.Count);
        }
    }

    [Fact]
    public async Task Settings_of_cases_are_checked_audited_and_travel_with_the_document()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var administrator = await server.SignIn("admin@acme.example");
        var settings = (await server.Get("/api/v1/case-settings", administrator)).Json;
        settings["experienceUnit"] = "nowhere";
        Assert.Equal("invalid", (await server.Send(HttpMethod.Put, "/api/v1/case-settings", administrator, settings)).Code);
        settings["experienceUnit"] = "travel";
        settings["fields"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"code":"room","name":{"zh-CN":"房型","en":"Room"},"type":"choice","choices":["大床","双床"],"required":true}]""");
        settings["kinds"]!.AsArray().Single(one => (string)one!["code"]! == "other")!["form"] = System.Text.Json.Nodes.JsonNode.Parse("""["room"]""");
        var saved = await server.Send(HttpMethod.Put, "/api/v1/case-settings", administrator, settings);
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
        Assert.Contains("cases.settings-changed", (await server.Get("/api/v1/audit", administrator)).Body, StringComparison.Ordinal);
        Assert.Equal("travel", (string)(await server.Get("/api/v1/settings/export", administrator)).Json["cases"]!["experienceUnit"]!);

        var agent = await server.SignIn("agent@acme.example");
        await server.Post("/api/v1/cases", agent, new { id = "r1", subject = "房间不对", kind = "other", unit = "market" });
        Assert.Equal("fields-missing", (await server.Post("/api/v1/cases/r1/closures", agent, new { clientId = "c0", outcome = "换好了" })).Code);
        Assert.Equal("invalid", (await server.Send(HttpMethod.Patch, "/api/v1/cases/r1/fields", agent, new { clientId = "f0", values = new { room = "总统" } })).Code);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Patch, "/api/v1/cases/r1/fields", agent, new { clientId = "f1", values = new { room = "大床" } })).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/cases/r1/closures", agent, new { clientId = "c1", outcome = "换好了" })).Status);
    }

    [Fact]
    public async Task Past_cases_are_loaded_whole_or_not_at_all_and_once()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var key = await server.Key("acme", "imports", "read");
        object Line(string id, string unit) => new { id, person = "buyer-1", subject = "旧问题", asked = "怎么还没到", units = new[] { unit, "travel" }, firstAgent = "agent@acme.example", openedAt = "2026-01-01T00:00:00Z", closedAt = "2026-01-02T00:00:00Z", outcome = "已送达", promiseKept = true };
        StringContent Lines(params object[] lines) => new(string.Join('\n', lines.Select(line => System.Text.Json.JsonSerializer.Serialize(line))), System.Text.Encoding.UTF8, "application/jsonl");
        Assert.Equal("invalid", (await server.Send(HttpMethod.Post, "/api/v1/imports/cases", key, Lines(Line("p1", "market"), Line("p2", "moon")))).Code);
        Assert.Empty((await server.Get("/api/v1/cases", key)).Json["items"]!.AsArray());
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Equal(HttpStatusCode.Created, (await server.Send(HttpMethod.Post, "/api/v1/imports/cases", key, Lines(Line("p1", "market"), Line("p2", "market")))).Status);
        }

        var loaded = (await server.Get("/api/v1/cases?open=false", key)).Json["items"]!.AsArray();
        Assert.Equal(2, loaded.Count);
        Assert.Equal(("travel", 1, "acme-agent", 1), ((string)loaded[0]!["unit"]!, (int)loaded[0]!["hops"]!, (string)loaded[0]!["firstAgent"]!["id"]!, (int)loaded[0]!["promisesKept"]!));
    }
}
