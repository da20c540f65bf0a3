using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Standards;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class StandardsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_conversation_carries_what_was_promised_until_a_person_has_truly_replied(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await Promise(server, "first", "first-reply", 5);
        await Promise(server, "next", "next-reply", 3);
        await Promise(server, "end", "resolution", 60);
        var (consumer, agent, conversation) = await Taken(server);
        Assert.Equal("first-reply", (await Standard(server, agent, conversation))!["measure"]!.ToString());
        Assert.Null((await server.Get($"/api/v1/conversations/{conversation}", consumer)).Json["standard"]);

        await Say(server, agent, conversation, "a1", "您好，很高兴为您服务。", canned: true);
        Assert.Equal("first-reply", (await Standard(server, agent, conversation))!["measure"]!.ToString());
        await Say(server, agent, conversation, "a2", "您的包裹今天18点前送到。");
        Assert.Equal("resolution", (await Standard(server, agent, conversation))!["measure"]!.ToString());
        await Say(server, consumer, conversation, "m2", "能早一点吗");
        await Say(server, consumer, conversation, "m3", "我在等");
        Assert.Equal("next-reply", (await Standard(server, agent, conversation))!["measure"]!.ToString());
        Assert.Equal("next-reply", (await server.Get("/api/v1/inbox", agent)).Json["conversations"]![0]!["standard"]!["measure"]!.ToString());
        await Say(server, agent, conversation, "a3", "可以，骑手十二点前到。");
        await server.Post($"/api/v1/conversations/{conversation}/closures", agent);
        Assert.Null(await Standard(server, agent, conversation));

        var supervisor = await server.SignIn("supervisor@acme.example");
        var lines = (await server.Get("/api/v1/standards/report?unit=market", supervisor)).Json["lines"]!.AsArray();
        Assert.Equal(["first-reply", "next-reply", "resolution"], lines.Select(line => line!["measure"]!.ToString()));
        Assert.All(lines, line => Assert.Equal((1, 1, 0, 10_000), ((int)line!["started"]!, (int)line["met"]!, (int)line["open"]!, (int)line["share"]!)));
        var behind = (await server.Get("/api/v1/standards/clocks?unit=market&clause=next&outcome=met", supervisor)).Json["items"]!.AsArray();
        Assert.Equal(conversation, Assert.Single(behind)!["conversation"]!.ToString());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Handing_on_to_another_unit_keeps_the_start_and_the_stricter_time(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await Promise(server, "first", "first-reply", 30);
        await Promise(server, "first-travel", "first-reply", 10, unit: "travel");
        var (_, agent, conversation) = await Taken(server);
        var before = (await Standard(server, agent, conversation))!;
        await server.Post($"/api/v1/conversations/{conversation}/transfers", agent, new { clientId = "t1", unit = "travel", reason = "a hotel" });
        var after = (await Standard(server, agent, conversation))!;
        Assert.Equal(before["since"]!.ToString(), after["since"]!.ToString());
        Assert.Equal(TimeSpan.FromMinutes(10), (DateTimeOffset)after["dueAt"]! - (DateTimeOffset)after["since"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_units_clause_may_not_be_weaker_and_the_refusal_names_both(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var admin = await server.SignIn("admin@acme.example");
        await Promise(server, "base", "first-reply", 5);
        var refused = await server.Post("/api/v1/standards/clauses", admin, new { id = "slow", measure = "first-reply", unit = "travel", targetMinutes = 6 });
        Assert.Equal(((HttpStatusCode)422, "weaker-than-base"), (refused.Status, refused.Code));
        foreach (var word in new[] { "'slow'", "'base'", "6 minutes", "promises 5" })
        {
            Assert.Contains(word, refused.Text("detail"), StringComparison.Ordinal);
        }

        var hours = new { id = "office", name = new Dictionary<string, string> { ["zh-CN"] = "办公", ["en"] = "Office" }, zone = "Asia/Shanghai", week = Enumerable.Repeat(new[] { "09:00-18:00" }, 7), days = new[] { new { date = "2026-10-01", name = "国庆节", hours = Array.Empty<string>() } } };
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/standards/calendars", admin, hours)).Status);
        Assert.Equal("weaker-than-base", (await server.Post("/api/v1/standards/clauses", admin, new { id = "day", measure = "first-reply", unit = "travel", targetMinutes = 1, calendar = "office" })).Code);
        await Promise(server, "quick", "first-reply", 2, unit: "travel");
        Assert.Equal("weaker-than-base", (await server.Post("/api/v1/standards/clauses", admin, new { id = "base", measure = "first-reply", targetMinutes = 1 })).Code);
        Assert.Equal("other-clause", (await server.Post("/api/v1/standards/clauses", admin, new { id = "base", measure = "next-reply", targetMinutes = 1 })).Code);
        Assert.Equal("clause-exists", (await server.Post("/api/v1/standards/clauses", admin, new { id = "base2", measure = "first-reply", targetMinutes = 5 })).Code);
        Assert.Equal("in-the-past", (await server.Post("/api/v1/standards/clauses", admin, new { id = "base", measure = "first-reply", targetMinutes = 4, effectiveFrom = "2020-01-01T00:00:00Z" })).Code);
        var audit = (await server.Get("/api/v1/audit?limit=50", admin)).Json["items"]!.AsArray();
        Assert.Equal(3, audit.Count(item => item!["action"]!.ToString().StartsWith("standards.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_calendar_without_an_open_hour_is_refused_with_the_place()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        var name = new Dictionary<string, string> { ["zh-CN"] = "空", ["en"] = "Empty" };
        var closed = await server.Post("/api/v1/standards/calendars", admin, new { id = "never", name, zone = "Asia/Shanghai", week = Enumerable.Repeat(Array.Empty<string>(), 7) });
        Assert.Equal(HttpStatusCode.BadRequest, closed.Status);
        Assert.Equal("/week", closed.Json["errors"]![0]!["pointer"]!.ToString());
        var odd = await server.Post("/api/v1/standards/calendars", admin, new { id = "odd", name, zone = "Mars/Olympus", week = Enumerable.Repeat(new[] { "22:00-02:00", "9-18" }, 7) });
        Assert.Contains(odd.Json["errors"]!.AsArray(), error => error!["pointer"]!.ToString() == "/zone");
        Assert.Contains(odd.Json["errors"]!.AsArray(), error => error!["pointer"]!.ToString() == "/week/0");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Settings_are_exported_and_loaded_again_and_nothing_weaker_gets_in_that_way(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var admin = await server.SignIn("admin@acme.example");
        await Promise(server, "base", "first-reply", 5);
        await Promise(server, "quick", "first-reply", 2, unit: "travel");
        var exported = (await server.Get("/api/v1/settings/export", admin)).Json;
        var sections = new JsonObject { ["units"] = exported["units"]!.DeepClone(), ["calendars"] = exported["calendars"]!.DeepClone(), ["standards"] = exported["standards"]!.DeepClone(), ["pauseReasons"] = exported["pauseReasons"]!.DeepClone() };
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/settings/import", admin, sections)).Status);
        var other = await server.SignIn("admin@rival.example", "rival");
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/settings/import", other, sections)).Status);
        Assert.Equal(2, (await server.Get("/api/v1/standards/clauses", other)).Json["items"]!.AsArray().Count);
        Assert.Equal(1, (long)(await server.Get("/api/v1/standards/clauses?history=base", admin)).Json["items"]!.AsArray().Single()!["version"]!);
        sections["standards"]![1]!["targetMinutes"] = 50;
        var weaker = await server.Post("/api/v1/settings/import", other, sections);
        Assert.Equal("weaker-than-base", weaker.Code);
    }

    [Fact]
    public async Task A_calendar_without_an_open_hour_in_no_zone_or_with_hours_that_overlap_is_refused_where_it_is_wrong()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        var name = new Dictionary<string, string> { ["zh-CN"] = "办公", ["en"] = "Office" };
        async Task<string> Refused(string zone, params string[] hours)
        {
            var answer = await server.Post("/api/v1/standards/calendars", admin, new { id = "office", name, zone, week = Enumerable.Repeat(hours, 7) });
            Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
            return string.Join(' ', answer.Json["errors"]!.AsArray().Select(error => (string)error!["pointer"]!).Distinct());
        }

        Assert.Contains("/week", await Refused("Asia/Shanghai"), StringComparison.Ordinal);
        Assert.Contains("/zone", await Refused("Moon/Crater", "09:00-18:00"), StringComparison.Ordinal);
        Assert.Contains("/week", await Refused("Asia/Shanghai", "09:00-12:00", "11:00-18:00"), StringComparison.Ordinal);
        Assert.Contains("/week", await Refused("Asia/Shanghai", "18:00-09:00"), StringComparison.Ordinal);
        Assert.DoesNotContain("office", (await server.Get("/api/v1/standards/calendars", admin)).Body, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_missed_standard_is_told_once_to_the_units_supervisors_and_stands_in_the_report(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await Promise(server, "base", "first-reply", 5, from: "2020-01-01T00:00:00Z");
        var (store, clocks, now) = (server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<ServiceClocks>(), server.Services.GetRequiredService<BusinessTime>().Now);
        var tenant = new TenantId("acme");
        await store.Write(tenant, transaction => clocks.Start(transaction, ClockSubject.Case("c1"), Measures.FirstReply, new ClockScope("market", Case: "c1"), now - (600 * Microseconds.PerSecond)));
        await Waiting.Until(async () => await Count(store, tenant, "standard.breached") > 0, "the breach");
        var entry = await store.Read(tenant, reader => reader.One<string>("select data from timeline where tenant = @tenant and kind = 'standard.breached' and case_ref = 'c1'"));
        Assert.Equal(["acme-supervisor"], JsonNode.Parse(entry!)!["told"]!.AsArray().Select(id => id!.ToString()));
        var supervisor = await server.SignIn("supervisor@acme.example");
        var risk = (await server.Get("/api/v1/standards/at-risk", supervisor)).Json;
        Assert.Equal((1, "market", "broken"), ((int)risk["units"]![0]!["broken"]!, risk["units"]![0]!["unit"]!.ToString(), risk["clocks"]![0]!["standing"]!.ToString()));
        var table = (await server.Get("/api/v1/standards/report?format=csv", supervisor)).Body;
        Assert.Contains("\r\nmarket,first-reply,base,,,5,1,0,1,0,1,1,0,", table, StringComparison.Ordinal);
        Assert.Equal(1, await Count(store, tenant, "standard.breached"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Imported_conversations_are_measured_by_what_held_then_however_often_they_are_loaded(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await Promise(server, "base", "first-reply", 5, from: "2026-01-01T00:00:00Z");
        var key = await server.Key("acme", "admin");
        object Line(string id, string day, int minutes) => new
        {
            id, person = new { externalId = "buyer" }, unit = "market", openedAt = $"{day}T10:00:00Z", closedAt = $"{day}T11:00:00Z", assignee = "agent@acme.example",
            entries = new[] { new { at = $"{day}T10:00:00Z", by = "consumer", text = "在吗" }, new { at = $"{day}T10:{minutes:00}:00Z", by = "agent", text = "您的包裹今天到。" } },
        };
        var lines = string.Join('\n', new[] { Line("past-1", "2026-02-01", 4), Line("past-2", "2026-02-02", 9), Line("past-3", "2025-12-31", 9) }.Select(line => System.Text.Json.JsonSerializer.Serialize(line)));
        for (var time = 0; time < 2; time++)
        {
            var sent = await server.Send(HttpMethod.Post, "/api/v1/imports/conversations", key, new StringContent(lines, System.Text.Encoding.UTF8, "application/jsonl"));
            Assert.True(sent.Status == HttpStatusCode.Created, sent.ToString());
        }

        var report = (await server.Get("/api/v1/standards/report?from=2025-01-01T00:00:00Z&to=2026-06-01T00:00:00Z", key)).Json["lines"]!.AsArray();
        var line = report.Single(line => line!["started"]!.GetValue<long>() > 0)!;
        Assert.Equal((2, 1, 1, 5_000, 4.0, 9.0), ((int)line["started"]!, (int)line["met"]!, (int)line["breached"]!, (int)line["share"]!, (double)line["medianMinutes"]!, (double)line["p90Minutes"]!));
    }

    [PostgresFact]
    public async Task A_clock_breaks_once_when_the_process_that_started_it_is_gone()
    {
        await using var second = await TestServer.Start(StoreKind.Postgres);
        await Promise(second, "base", "first-reply", 1, from: "2020-01-01T00:00:00Z");
        var tenant = new TenantId("acme");
        await using (var first = await second.StartAnother())
        {
            var now = first.Services.GetRequiredService<BusinessTime>().Now;
            await first.Services.GetRequiredService<IStore>().Write(tenant, transaction => first.Services.GetRequiredService<ServiceClocks>().Start(
                transaction, ClockSubject.Case("c1"), Measures.FirstReply, new ClockScope("market", Case: "c1"), now - (58 * Microseconds.PerSecond)));
        }

        var store = second.Services.GetRequiredService<IStore>();
        await Waiting.Until(async () => await Count(store, tenant, "standard.breached") == 1, "the breach in the process that is left");
    }

    private static Task<long> Count(IStore store, TenantId tenant, string kind)
        => store.Read(tenant, async reader => await reader.One<long>("select count(*) from timeline where tenant = @tenant and kind = @kind", new { kind }));

    private static async Task Promise(TestServer server, string id, string measure, int minutes, string? unit = null, string? from = null)
    {
        var admin = await server.SignIn("admin@acme.example");
        var saved = await server.Post("/api/v1/standards/clauses", admin, new { id, measure, unit, targetMinutes = minutes, effectiveFrom = from });
        Assert.True(saved.Status == HttpStatusCode.Created, saved.ToString());
    }

    private static async Task<(string Consumer, string Agent, string Conversation)> Taken(TestServer server)
    {
        var consumer = await server.Visit();
        var agent = await server.SignIn("agent@acme.example");
        var conversation = (string)(await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m1", text = "我要找人工" } })).Json["id"]!;
        await server.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        var offer = await ConversationTests.Offer(server, agent);
        Assert.Equal("first-reply", offer["conversation"]!["standard"]!["measure"]!.ToString());
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/offers/{offer["id"]}/acceptances", agent)).Status);
        return (consumer, agent, conversation);
    }

    private static async Task<JsonNode?> Standard(TestServer server, string agent, string conversation) => (await server.Get($"/api/v1/conversations/{conversation}", agent)).Json["standard"];

    private static async Task Say(TestServer server, string token, string conversation, string clientId, string text, bool? canned = null)
        => Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/messages", token, new { clientId, text, canned })).Status);
}
