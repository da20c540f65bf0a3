using System.Text.Json.Nodes;
using Patella.Platform.Storage;

namespace Patella.Tests.Servers;

public class LiveSchemaTests
{
    [Fact]
    public async Task Everything_the_live_channel_says_stands_in_the_committed_schema()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ApiDocumentTests.SourceTreeRoot(), "docs", "api", "live.schema.json")))!["server"]!.AsObject();
        var (consumer, conversation) = await ConversationTests.Begin(server, "我要找人工");
        await using var phone = await LivePage.Open(server, consumer);
        await using var desk = await LivePage.Open(server, await server.SignIn("agent@acme.example"));
        await using var board = await LivePage.Open(server, await server.SignIn("supervisor@acme.example"));
        await phone.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
        await desk.Send(new { type = "subscribe", topic = "inbox" });
        await desk.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
        await board.Send(new { type = "subscribe", topic = "board" });
        await board.Send(new { type = "subscribe", topic = "wall" });
        await phone.Send(new { type = "send", conversation, clientId = "live", text = "在吗" });
        await phone.Wait("accepted");
        await phone.Send(new { type = "typing", conversation });
        await desk.Wait("typing");
        await phone.Send(new { type = "read", conversation, sequence = 1 });
        await desk.Wait("read");
        await phone.Send(new { type = "nonsense" });
        await phone.Wait("refused");
        await board.Wait("board");
        await board.Wait("wall");
        await desk.Wait("inbox");
        foreach (var message in phone.Received.Concat(desk.Received).Concat(board.Received))
        {
            Assert.True(Fits(schema, message.AsObject()), message.ToJsonString());
        }
    }

    [Fact]
    public void A_message_with_an_unknown_type_or_field_does_not_fit()
    {
        var schema = JsonNode.Parse("""{ "welcome": { "required": ["type", "at"], "properties": { "type": {}, "at": {} } } }""")!.AsObject();
        Assert.True(Fits(schema, JsonNode.Parse("""{ "type": "welcome", "at": "x" }""")!.AsObject()));
        Assert.False(Fits(schema, JsonNode.Parse("""{ "type": "welcome" }""")!.AsObject()));
        Assert.False(Fits(schema, JsonNode.Parse("""{ "type": "welcome", "at": "x", "more": 1 }""")!.AsObject()));
        Assert.False(Fits(schema, JsonNode.Parse("""{ "type": "other", "at": "x" }""")!.AsObject()));
    }

    private static bool Fits(JsonObject schema, JsonObject message)
        => schema[(string)message["type"]!] is JsonObject shape
            && shape["required"]!.AsArray().All(name => message.ContainsKey((string)name!))
            && message.All(field => shape["properties"]!.AsObject().ContainsKey(field.Key));
}
