using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>What ends by itself. Business time runs 10,000 times faster here: a day in nine seconds.</summary>
public class QuietTests
{
    private const double TimeRate = 10_000;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_conversation_left_with_the_bot_closes_after_a_day_and_one_that_waits_for_a_person_does_not(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind, timeRate: TimeRate);
        var consumer = await server.Visit();
        var other = await server.Visit();
        var left = await Open(server, consumer, "你好");
        var waiting = await Open(server, other, "我要找人工");
        await Waiting.Until(async () => await State(server, left, consumer) == "closed", "the end of the conversation with the bot", TimeSpan.FromSeconds(40));
        Assert.Equal("queued", await State(server, waiting, other));
    }

    [Fact]
    public async Task A_wrap_up_ends_by_itself_and_frees_the_agent()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite, timeRate: TimeRate);
        var consumer = await server.Visit();
        var agent = await server.SignIn("agent@acme.example");
        var conversation = await Open(server, consumer, "我要找人工");
        await server.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        await Waiting.Until(async () => (await server.Get("/api/v1/inbox", agent)).Json["offers"]!.AsArray().Count > 0, "an offer");
        var offer = (string)(await server.Get("/api/v1/inbox", agent)).Json["offers"]![0]!["id"]!;
        await server.Post($"/api/v1/offers/{offer}/acceptances", agent);
        await server.Post($"/api/v1/conversations/{conversation}/departures", consumer);
        await Waiting.Until(async () => await State(server, conversation, agent) == "closed", "the end of the wrap-up", TimeSpan.FromSeconds(20));
        await Waiting.Until(async () => (long)(await server.Get("/api/v1/inbox", agent)).Json["load"]! == 0, "the agent is free");
    }

    private static async Task<string> Open(TestServer server, string consumer, string text)
        => (string)(await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text } })).Json["id"]!;

    private static async Task<string> State(TestServer server, string conversation, string token)
        => (string)(await server.Get($"/api/v1/conversations/{conversation}", token)).Json["state"]!;
}
