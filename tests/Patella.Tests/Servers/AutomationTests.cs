using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class AutomationTests
{
    private static readonly object[] ToTravel = [new { @do = "transfer", with = "travel" }];

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_asked_of_the_market_about_a_hotel_goes_to_travel_by_itself_and_once(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await Make(server, supervisor, "hotel", new { @event = "consumer-message" }, [new { field = "words", @is = "contains", value = "酒店" }, new { field = "unit", @is = "is", value = "market" }],
            [new { @do = "ask-for-person" }, new { @do = "transfer", with = "travel" }, new { @do = "note", with = "问的是酒店" }]);
        await SwitchOn(server, supervisor, "hotel");

        var consumer = await server.Visit();
        var conversation = (string)(await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m1", text = "我的酒店没有预订记录" } })).Json["id"]!;
        await Waiting.Until(async () => (string)(await server.Get($"/api/v1/conversations/{conversation}", supervisor)).Json["unit"]! == "travel", "the conversation with travel");

        var runs = (await server.Get("/api/v1/automations/hotel/runs", supervisor)).Json["items"]!.AsArray();
        var run = Assert.Single(runs);
        Assert.Equal((conversation, 3), ((string)run!["conversation"]!, run["steps"]!.AsArray().Count));
        Assert.All(run["steps"]!.AsArray(), step => Assert.Null(step!["refused"]));
        Assert.Single((await Entries(server, conversation, supervisor)), entry => (string)entry["kind"]! == "note" && (string)entry["text"]! == "问的是酒店" && (string)entry["author"]!["name"]! == "hotel");
        Assert.DoesNotContain(await Entries(server, conversation, consumer), entry => (string?)entry["text"] == "问的是酒店");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_version_is_tried_on_history_before_it_is_switched_on(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        var consumer = await server.Visit();
        foreach (var (text, number) in new[] { ("鞋子开胶了", 1), ("怎么退货", 2) })
        {
            await server.Post("/api/v1/conversations", consumer, new { id = "talk-" + number, entryUnit = "market", message = new { clientId = "m", text } });
            await server.Post($"/api/v1/conversations/talk-{number}/departures", consumer);
        }

        await Make(server, supervisor, "glue", new { @event = "consumer-message" }, [new { field = "words", @is = "contains", value = "开胶" }], [new { @do = "note", with = "品质问题" }]);
        var early = await server.Post("/api/v1/automations/glue/switches", supervisor, new { on = true });
        Assert.Equal((HttpStatusCode.Conflict, "test-first"), (early.Status, early.Code));

        var test = (await server.Post("/api/v1/automations/glue/tests", supervisor, new { days = 1 })).Json;
        Assert.Equal((1, 1), ((int)test["conversations"]!, (int)test["times"]!));
        Assert.Equal("talk-1", (string)test["samples"]![0]!["conversation"]!);
        Assert.Equal("鞋子开胶了", (string)test["samples"]![0]!["because"]![0]!["found"]!);
        Assert.Empty((await server.Get("/api/v1/automations/glue/runs", supervisor)).Json["items"]!.AsArray());

        Assert.Equal("on", (string)(await server.Post("/api/v1/automations/glue/switches", supervisor, new { on = true })).Json["state"]!);
        var changed = (await Make(server, supervisor, "glue", new { @event = "consumer-message" }, [new { field = "words", @is = "contains", value = "掉色" }], [new { @do = "note", with = "品质问题" }]));
        Assert.Equal(("off", 2L, false), ((string)changed["state"]!, (long)changed["version"]!, (bool)changed["tested"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Automations_that_would_trigger_each_other_without_end_are_refused_by_name(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await Make(server, supervisor, "there", new { @event = "transferred" }, [new { field = "unit", @is = "is", value = "market" }], ToTravel);
        await SwitchOn(server, supervisor, "there");
        await Make(server, supervisor, "back", new { @event = "transferred" }, [new { field = "unit", @is = "is", value = "travel" }], [new { @do = "transfer", with = "market" }]);
        var test = (await server.Post("/api/v1/automations/back/tests", supervisor)).Json;
        Assert.Equal("back → there → back", (string)test["chains"]![0]!);
        var refused = await server.Post("/api/v1/automations/back/switches", supervisor, new { on = true });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "triggers-itself"), (refused.Status, refused.Code));
        Assert.Contains("back → there → back", refused.Body, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_automation_that_acts_ten_times_a_day_on_one_conversation_switches_itself_off(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await Make(server, supervisor, "noisy", new { @event = "consumer-message" }, [], [new { @do = "note", with = "又说了一句" }]);
        await SwitchOn(server, supervisor, "noisy");
        var consumer = await server.Visit();
        await server.Post("/api/v1/conversations", consumer, new { id = "long-talk", entryUnit = "market", message = new { clientId = "m0", text = "第0句" } });
        for (var number = 1; number <= 12; number++)
        {
            await server.Post("/api/v1/conversations/long-talk/messages", consumer, new { clientId = "m" + number, text = $"第{number}句" });
        }

        await Waiting.Until(async () => (string)(await server.Get("/api/v1/automations", supervisor)).Json["items"]![0]!["state"]! == "stopped", "the automation stopped");
        Assert.Equal(10, (await Entries(server, "long-talk", supervisor)).Count(entry => (string)entry["kind"]! == "note"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task So_many_minutes_after_an_event_the_conditions_are_looked_at_again(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await Make(server, supervisor, "quiet", new { @event = "consumer-message", afterMinutes = 1 }, [new { field = "waiting-minutes", @is = "at-least", value = 1 }], [new { @do = "note", with = "一分钟没有回答" }]);
        await SwitchOn(server, supervisor, "quiet");
        var consumer = await server.Visit();
        await server.Post("/api/v1/conversations", await server.Visit(), new { id = "closed-soon", entryUnit = "market", message = new { clientId = "m1", text = "找人工" } });
        await server.Post("/api/v1/conversations/closed-soon/assignments", supervisor, new { staff = "acme-supervisor" });
        await server.Post("/api/v1/conversations/closed-soon/closures", supervisor);
        await server.Post("/api/v1/conversations", consumer, new { id = "unanswered", entryUnit = "market", message = new { clientId = "m1", text = "找人工" } });
        await server.Services.GetRequiredService<ClockKeeper>().ChangeRate(600);
        await Waiting.Until(async () => (await server.Get("/api/v1/automations/quiet/runs", supervisor)).Json["items"]!.AsArray().Count > 0, "the automation's run");
        Assert.Equal("unanswered", (string)Assert.Single((await server.Get("/api/v1/automations/quiet/runs", supervisor)).Json["items"]!.AsArray())!["conversation"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_conversation_is_tagged_answered_opened_as_a_case_brought_to_somebody_and_put_away_by_rule(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (supervisor, agent) = (await server.SignIn("supervisor@acme.example"), await server.SignIn("agent@acme.example"));
        await server.Post("/api/v1/tags", supervisor, new { id = "broken", name = "破损" });
        await Make(server, supervisor, "glass", new { @event = "agent-joined" }, [new { field = "unit", @is = "is", value = "market" }],
        [
            new { @do = "tag", with = "broken" }, new { @do = "tag", with = "nothing" }, new { @do = "canned-reply", with = "acme-c1" }, new { @do = "open-case", with = "damaged" }, new { @do = "open-case", with = "damaged" },
            new { @do = "mention", with = "acme-supervisor" }, new { @do = "mention", with = "nobody" }, new { @do = "snooze", with = "60" },
        ]);
        await SwitchOn(server, supervisor, "glass");
        var (consumer, conversation) = await ConversationTests.Begin(server, "我的茶壶碎了");
        await server.Post($"/api/v1/conversations/{conversation}/assignments", supervisor, new { staff = "acme-agent" });
        await Waiting.Until(async () => (await server.Get("/api/v1/automations/glass/runs", supervisor)).Json["items"]!.AsArray().Count == 1, "the automation's run");
        var steps = (await server.Get("/api/v1/automations/glass/runs", supervisor)).Json["items"]![0]!["steps"]!.AsArray();
        Assert.Equal([null, "unknown-tag", null, null, null, null, "unknown-staff", null], steps.Select(step => (string?)step!["refused"]));

        var beside = (await server.Get($"/api/v1/conversations/{conversation}/desk", agent)).Json;
        Assert.Equal(("broken", "acme-agent"), ((string)beside["tags"]![0]!, (string)beside["snooze"]!["staff"]!));
        var opened = Assert.Single((await server.Get($"/api/v1/cases?conversation={conversation}", agent)).Json["items"]!.AsArray())!;
        Assert.Equal(("damaged", "automation", "acme-agent"), ((string)opened["kind"]!, (string)opened["origin"]!, (string)opened["firstAgent"]!["id"]!));
        Assert.Contains(await Entries(server, conversation, consumer), entry => (string?)entry["text"] == "您好，很高兴为您服务。");
        var item = Assert.Single((await server.Get("/api/v1/desk-items", supervisor)).Json["items"]!.AsArray())!;
        Assert.Equal(("mention", conversation, "glass"), ((string)item["kind"]!, (string)item["conversation"]!, (string)item["by"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_chain_of_automations_ends_after_three_links_and_the_fourth_says_so(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        (string Id, string Event, object Step)[] chain =
        [
            ("one", "consumer-message", new { @do = "ask-for-person" }), ("two", "person-requested", new { @do = "transfer", with = "travel" }),
            ("three", "transferred", new { @do = "assign", with = "acme-traveller" }), ("four", "agent-joined", new { @do = "close" }), ("five", "closed", new { @do = "note", with = "the end" }),
        ];
        foreach (var (id, happens, step) in chain)
        {
            await Make(server, supervisor, id, new { @event = happens }, [], [step]);
            await SwitchOn(server, supervisor, id);
        }

        await server.Post("/api/v1/conversations", await server.Visit(), new { id = "led-on", entryUnit = "market", message = new { clientId = "m1", text = "asdf qwer" } });
        await Waiting.Until(async () => (await server.Get("/api/v1/automations/four/runs", supervisor)).Json["items"]!.AsArray().Count == 1, "the end of the chain");
        var last = (await server.Get("/api/v1/automations/four/runs", supervisor)).Json["items"]![0]!;
        Assert.Equal((4L, "close", "chain-ended"), ((long)last["depth"]!, (string)last["steps"]![0]!["do"]!, (string)last["steps"]![0]!["refused"]!));
        Assert.Equal("agent", (await server.Get("/api/v1/conversations/led-on", supervisor)).Text("state"));
        Assert.Empty((await server.Get("/api/v1/automations/five/runs", supervisor)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Unknown_fields_operators_and_steps_are_named_with_their_place()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var supervisor = await server.SignIn("supervisor@acme.example");
        var answer = await server.Post("/api/v1/automations", supervisor, new
        {
            id = "bad",
            name = "x",
            trigger = new { @event = "full-moon", afterMinutes = -1 },
            all = new object[] { new { field = "unit; drop table conversation", @is = "is", value = "x" }, new { field = "unit", @is = "like", value = "%" }, new { field = "age-minutes", @is = "at-least", value = "many" } },
            steps = new object[] { new { @do = "refund" }, new { @do = "close", with = "now" }, new { @do = "transfer" } },
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var pointers = answer.Json["errors"]!.AsArray().Select(error => (string)error!["pointer"]!).ToList();
        Assert.Equal(["/trigger/event", "/trigger/afterMinutes", "/all/0/field", "/all/1/is", "/all/2/value", "/steps/0/do", "/steps/1/with", "/steps/2/with"], pointers);
        Assert.Empty((await server.Get("/api/v1/automations", supervisor)).Json["items"]!.AsArray());
    }

    private static async Task<JsonNode> Make(TestServer server, string token, string id, object trigger, object[] all, object[] steps)
    {
        var answer = await server.Post("/api/v1/automations", token, new { id, name = id, trigger, all, any = Array.Empty<object>(), steps });
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return answer.Json;
    }

    private static async Task SwitchOn(TestServer server, string token, string id)
    {
        await server.Post($"/api/v1/automations/{id}/tests", token);
        var answer = await server.Post($"/api/v1/automations/{id}/switches", token, new { on = true });
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
    }

    private static async Task<IReadOnlyList<JsonNode>> Entries(TestServer server, string conversation, string token)
        => [.. (await server.Get($"/api/v1/conversations/{conversation}/entries?limit=200", token)).Json["items"]!.AsArray().Select(entry => entry!)];
}
