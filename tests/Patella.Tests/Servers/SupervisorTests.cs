using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>What supervisors do while others serve: lend people, whisper.</summary>
public class SupervisorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_who_is_lent_gets_the_other_units_contacts_at_once_and_no_more_when_the_time_is_over(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        var agent = await server.SignIn("agent@acme.example");
        await server.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        await Ask(server, "first");
        await Task.Delay(500);
        Assert.Empty((await Inbox(server, agent))["offers"]!.AsArray());

        var loan = await server.Post("/api/v1/loans", supervisor, new { id = "help", staff = new[] { "acme-agent" }, unit = "travel", minutes = 60 });
        Assert.True(loan.Status == HttpStatusCode.Created, loan.ToString());
        Assert.Equal(loan.Body, (await server.Post("/api/v1/loans", supervisor, new { id = "help", staff = new[] { "acme-agent" }, unit = "travel", minutes = 60 })).Body);
        await Waiting.Until(async () => (await Inbox(server, agent))["offers"]!.AsArray().Any(offer => (string)offer!["conversation"]!["id"]! == "first"), "the offer of the other unit");
        await server.Post("/api/v1/offers/" + (await Inbox(server, agent))["offers"]![0]!["id"] + "/acceptances", agent);

        await server.Services.GetRequiredService<ClockKeeper>().ChangeRate(10_000);
        await Waiting.Until(async () => (await server.Get("/api/v1/loans", supervisor)).Json["items"]!.AsArray().Count == 0, "the end of the loan");
        await Ask(server, "second");
        await Task.Delay(500);
        var inbox = await Inbox(server, agent);
        Assert.DoesNotContain(inbox["offers"]!.AsArray(), offer => (string)offer!["conversation"]!["id"]! == "second");
        Assert.Equal("first", (string)Assert.Single(inbox["conversations"]!.AsArray())!["id"]!);
    }

    [Fact]
    public async Task A_loan_to_nowhere_of_nobody_or_by_an_agent_is_refused_and_changes_nothing()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var supervisor = await server.SignIn("supervisor@acme.example");
        async Task<string?> Refused(object body, string token) => (await server.Post("/api/v1/loans", token, body)) is { Status: not HttpStatusCode.Created } answer ? answer.Code : null;
        Assert.Equal("invalid", await Refused(new { staff = new[] { "acme-agent" }, unit = "moon", minutes = 5 }, supervisor));
        Assert.Equal("invalid", await Refused(new { staff = new[] { "rival-agent" }, unit = "travel", minutes = 5 }, supervisor));
        Assert.Equal("invalid", await Refused(new { staff = Array.Empty<string>(), unit = "travel", minutes = 0 }, supervisor));
        Assert.Equal("not-allowed", await Refused(new { staff = new[] { "acme-agent" }, unit = "travel", minutes = 5 }, await server.SignIn("agent@acme.example")));
        Assert.Empty((await server.Get("/api/v1/loans", supervisor)).Json["items"]!.AsArray());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_whisper_reaches_the_one_who_has_the_conversation_and_never_the_consumer(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        var agent = await server.SignIn("agent@acme.example");
        var consumer = await server.Visit();
        await server.Post("/api/v1/conversations", consumer, new { id = "talk", entryUnit = "market", message = new { clientId = "m1", text = "找人工" } });
        Assert.Equal("nobody-to-whisper-to", (await server.Post("/api/v1/conversations/talk/whispers", supervisor, new { clientId = "w0", text = "先安抚" })).Code);
        await server.Post("/api/v1/conversations/talk/assignments", supervisor, new { staff = "acme-agent" });
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/conversations/talk/whispers", supervisor, new { clientId = "w1", text = "先安抚，再查物流" })).Status);
        }

        var seen = Assert.Single(await Entries(server, agent), entry => (string?)entry["text"] == "先安抚，再查物流");
        Assert.Equal("acme-agent", (string)seen["data"]!["whisper"]!);
        Assert.DoesNotContain(await Entries(server, consumer), entry => entry.ToJsonString().Contains("whisper", StringComparison.Ordinal) || (string?)entry["text"] == "先安抚，再查物流");
        Assert.Equal("not-allowed", (await server.Post("/api/v1/conversations/talk/whispers", agent, new { clientId = "w2", text = "x" })).Code);
    }

    private static async Task Ask(TestServer server, string id)
    {
        var consumer = await server.Visit();
        var opened = await server.Post("/api/v1/conversations", consumer, new { id, entryUnit = "travel", message = new { clientId = "m1", text = "找人工" } });
        Assert.True(opened.Status == HttpStatusCode.Created, opened.ToString());
        await server.Post($"/api/v1/conversations/{id}/person-requests", consumer, new { clientId = "please" });
    }

    private static async Task<JsonNode> Inbox(TestServer server, string token) => (await server.Get("/api/v1/inbox", token)).Json;

    private static async Task<IReadOnlyList<JsonNode>> Entries(TestServer server, string token)
        => [.. (await server.Get("/api/v1/conversations/talk/entries?limit=200", token)).Json["items"]!.AsArray().Select(entry => entry!)];
}
