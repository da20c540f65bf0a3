using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Voices;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Voices.Understanding;

/// <summary>The tree, labels and models through the doors of a whole server, with voices that its engine hears.</summary>
public class UnderstandingDoorTests
{
    private static readonly TenantId Acme = new("acme");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_tree_is_edited_on_what_was_read_and_holds_for_voices_heard_after_it(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (analyst, agent) = (await server.SignIn("analyst@acme.example"), await server.SignIn("agent@acme.example"));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/reason-tree", agent)).Status);
        var tree = (await server.Get("/api/v1/reason-tree", analyst)).Json;
        Assert.Equal(0, (long)tree["version"]!);
        await Hear(server, "before", "领的优惠券一直用不了怎么回事");

        Reason(tree, "coupon-fails")["state"] = null;
        Reason(tree, "coupon-fails")["mergedInto"] = "price-changed";
        var saved = await Save(server, analyst, 0, tree);
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
        Assert.Equal((1L, "analyst"), ((long)saved.Json["version"]!, (string)saved.Json["by"]!));
        Assert.Equal(1L, (long)(await Save(server, analyst, 0, tree)).Json["version"]!);
        Reason(tree, "wish")["title"]!["en"] = "Wants";
        Assert.Equal("tree-changed", (await Save(server, analyst, 0, tree)).Code);
        Reason(tree, "wish")["code"] = "Not A Code";
        Assert.Contains("/stages/0/reasons/0/code", (await Save(server, analyst, 1, tree)).Body, StringComparison.Ordinal);

        await Control(server, VoiceControls.Model);
        Assert.Equal("price-changed", (await Hear(server, "after", "我领的优惠券结算的时候用不了")).Reason);
        Assert.Equal("coupon-fails", (await All(server)).First(entry => entry.Voice is not null).Voice!.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Labels_teach_a_challenger_that_becomes_champion_when_it_is_better_and_reads_from_then_on(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var analyst = await server.SignIn("analyst@acme.example");
        var heard = await Hear(server, "v1", "我的粉丝灯牌今天一直亮不起来");
        await Refuse(server, analyst, heard);

        var label = await server.Post("/api/v1/voice-labels", analyst, new { id = "l1", voice = Text(heard.Position), reason = "member-benefit", sentiment = -1, note = "灯牌" });
        Assert.True(label.Status == HttpStatusCode.Created, label.ToString());
        Assert.Equal("l1", (await server.Post("/api/v1/voice-labels", analyst, new { id = "l1", voice = Text(heard.Position), reason = "member-benefit", sentiment = -1 })).Text("id"));
        var view = Assert.Single(await server.Services.GetRequiredService<LabelledVoices>().Texts(Acme, [heard.Position]));
        Assert.True(view.Corrected);

        var import = await Import(server, analyst, "text,reason,sentiment\n" + string.Concat(Enumerable.Range(0, 40).Select(index => $"粉丝灯牌{(char)(0x4e00 + (index * 7))}亮不起来{index},member-benefit,-1\n")) + "x,no-such-reason,\n,broken,\n");
        Assert.Equal(40, (int)import["accepted"]!);
        Assert.Equal([42, 43], import["refused"]!.AsArray().Select(line => (int)line!["line"]!));

        Assert.Equal(HttpStatusCode.Accepted, (await server.Post("/api/v1/voice-models", analyst)).Status);
        var challenger = await Challenger(server, analyst);
        Assert.Equal((41L, true), ((long)challenger["labels"]!, (bool)challenger["beats"]!));
        Assert.True((double)challenger["accuracy"]!["reason"]! > (double)challenger["champion"]!["reason"]!);
        Assert.Equal((string)challenger["id"]!, (await server.Post("/api/v1/voice-models", analyst)).Text("id"));
        Assert.Equal("model-changed", (await Promote(server, analyst, challenger, new string('0', 64))).Code);
        Assert.Equal(HttpStatusCode.Created, (await Promote(server, analyst, challenger)).Status);
        Assert.Equal(["champion", "retired"], (await server.Get("/api/v1/voice-models", analyst)).Json["items"]!.AsArray().Select(one => (string)one!["state"]!));
        await Control(server, VoiceControls.Model);
        Assert.Equal("member-benefit", (await Hear(server, "v2", "粉丝灯牌怎么亮不起来了")).Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_that_is_not_better_is_promoted_only_with_a_reason_and_the_queue_asks_what_is_unclear(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var analyst = await server.SignIn("analyst@acme.example");
        await server.Post("/api/v1/voice-models", analyst);
        var challenger = await Challenger(server, analyst);
        Assert.False((bool)challenger["beats"]!);
        Assert.Equal("challenger-not-better", (await Promote(server, analyst, challenger)).Code);
        Assert.Equal("invalid", (await Promote(server, analyst, challenger, null, "short", true)).Code);
        Assert.Equal(HttpStatusCode.Created, (await Promote(server, analyst, challenger, null, "tried on our own texts", true)).Status);

        var unclear = await Hear(server, "odd", "今天晚上的月亮真圆，大家都早点睡吧");
        await Hear(server, "plain", "快递三天没更新了物流一直停在中转站");
        var queue = (await server.Get("/api/v1/voice-labels/queue?limit=10", analyst)).Json["items"]!.AsArray();
        var first = Assert.Single(queue, one => (string)one!["voice"]!["id"]! == Text(unclear.Position))!;
        Assert.Equal("not-in-tree", (string)first["why"]!);
        Assert.NotEmpty(first["alternatives"]!.AsArray());
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/voice-labels", analyst, new { voice = Text(unclear.Position), reason = "" })).Status);
        Assert.DoesNotContain((await server.Get("/api/v1/voice-labels/queue", analyst)).Json["items"]!.AsArray(), one => (string)one!["voice"]!["id"]! == Text(unclear.Position));
    }

    private static async Task Refuse(TestServer server, string analyst, LabelledVoice heard)
    {
        Assert.Equal("invalid", (await server.Post("/api/v1/voice-labels", analyst, new { voice = Text(heard.Position), reason = "no-such-reason" })).Code);
        Assert.Equal("invalid", (await server.Post("/api/v1/voice-labels", analyst, new { voice = Text(heard.Position) })).Code);
        Assert.Equal("invalid", (await server.Post("/api/v1/voice-labels", analyst, new { voice = "mine", reason = "broken" })).Code);
        Assert.Equal("not-found", (await server.Post("/api/v1/voice-labels", analyst, new { voice = "999999999", reason = "broken" })).Code);
    }

    private static async Task<JsonNode> Import(TestServer server, string token, string csv)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var answer = await server.Send(HttpMethod.Post, "/api/v1/voice-labels/imports", token, content);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return answer.Json;
    }

    private static async Task<JsonNode> Challenger(TestServer server, string token)
    {
        JsonNode? found = null;
        await Waiting.Until(async () => (found = (await server.Get("/api/v1/voice-models", token)).Json["items"]!.AsArray().FirstOrDefault(one => (string)one!["state"]! == "challenger")) is not null, "a challenger is trained", TimeSpan.FromMinutes(3));
        return found!;
    }

    private static Task<Answer> Promote(TestServer server, string token, JsonNode model, string? hash = null, string? note = null, bool evenSo = false)
        => server.Post($"/api/v1/voice-models/{(string)model["id"]!}/promotions", token, new { hash = hash ?? (string)model["hash"]!, note, evenSo });

    private static Task<Answer> Save(TestServer server, string token, long basedOn, JsonNode tree)
        => server.Send(HttpMethod.Put, "/api/v1/reason-tree", token, new { basedOn, stages = tree["stages"] });

    private static JsonNode Reason(JsonNode tree, string code) => tree["stages"]!.AsArray().SelectMany(stage => stage!["reasons"]!.AsArray()).Single(reason => (string)reason!["code"]! == code)!;

    /// <summary>Says something and waits until it was understood.</summary>
    private static async Task<LabelledVoice> Hear(TestServer server, string id, string text)
    {
        var position = await server.Services.GetRequiredService<VoiceLog>().Append(Acme, [new Voice(id, VoiceSources.Review, Microseconds.From(DateTimeOffset.UtcNow), "app", "consumer", null, null, text)]);
        LabelledVoice? voice = null;
        await Waiting.Until(async () => (voice = (await All(server)).FirstOrDefault(entry => entry.Voice?.Position == position).Voice) is not null, $"{id} is understood", TimeSpan.FromMinutes(2));
        return voice!;
    }

    private static Task Control(TestServer server, string kind)
        => Waiting.Until(async () => (await All(server)).Any(entry => entry.Control?.Kind == kind), $"the log tells {kind}", TimeSpan.FromMinutes(2));

    private static Task<IReadOnlyList<LabelledEntry>> All(TestServer server) => server.Services.GetRequiredService<LabelledVoices>().Read(Acme, -1, 10_000);

    private static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);
}
