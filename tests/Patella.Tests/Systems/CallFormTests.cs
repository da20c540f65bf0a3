using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Service.Orders.Intake;
using Patella.Service.Systems;
using Patella.Service.Systems.Calls;

namespace Patella.Tests.Systems;

/// <summary>Each connector against a receiver on the loopback that checks the documented form.</summary>
public class CallFormTests
{
    private const string Robot = "{\"errcode\":0,\"errmsg\":\"ok\"}";

    [Fact]
    public async Task A_webhook_is_signed_as_the_projects_own_and_tells_call_subject_and_place()
    {
        var (heard, call) = await Send(address => SystemWorld.System("pay", "webhook", address + "/hook"), _ => (204, ""));
        Assert.Null(WebhookSignature.Refusal(SystemWorld.Secret, heard.Headers["webhook-id"], heard.Headers["webhook-timestamp"], heard.Headers["webhook-signature"], Encoding.UTF8.GetBytes(heard.Body), long.Parse(heard.Headers["webhook-timestamp"]) * 1_000_000));
        Assert.Equal(("system.called", "c1", "incident/incident-1", "m30"), ((string)heard.Json["type"]!, (string)heard.Json["data"]!["call"]!, (string)heard.Json["data"]!["subject"]!, (string)heard.Json["data"]!["node"]!["merchant"]!));
        Assert.Equal("https://desk.example/console/incidents/incident-1", (string)heard.Json["data"]!["link"]!);
        Assert.NotNull(call.SentAt);
    }

    [Theory]
    [InlineData("actionCard")]
    [InlineData("markdown")]
    [InlineData("text")]
    public async Task A_DingTalk_robot_is_sent_a_signed_address_and_its_own_kinds_of_messages(string style)
    {
        var (heard, _) = await Send(address => SystemWorld.System("chat", "dingtalk", address + "/robot/send?access_token=abc", "SECx") with { Style = style }, _ => (200, Robot));
        var expected = Convert.ToBase64String(HMACSHA256.HashData("SECx"u8, Encoding.UTF8.GetBytes($"{heard.Query["timestamp"]}\nSECx")));
        Assert.Equal(("abc", expected, style), (heard.Query["access_token"], heard.Query["sign"], (string)heard.Json["msgtype"]!));
        Assert.Equal(13, heard.Query["timestamp"].Length);
        Assert.Contains("system-call-links?token=sc_", heard.Body, StringComparison.Ordinal);
        Assert.Contains("Coupon does not work", heard.Json[style]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WeCom_robot_is_sent_markdown_of_its_size_and_words_that_are_no_mentions()
    {
        var (heard, _) = await Send(address => SystemWorld.System("chat", "wecom", address + "/cgi-bin/webhook/send?key=k"), _ => (200, Robot), SystemWorld.About("c1", "chat", title: "[link](http://evil) <@all>") with { Text = new string('长', 2_000) });
        var content = (string)heard.Json["markdown"]!["content"]!;
        Assert.InRange(Encoding.UTF8.GetByteCount(content), 1_000, 4_096);
        Assert.DoesNotContain("<@all>", content, StringComparison.Ordinal);
        Assert.DoesNotContain("[link](", content, StringComparison.Ordinal);
        Assert.EndsWith(")", content, StringComparison.Ordinal);
        Assert.Equal("k", heard.Query["key"]);
    }

    [Theory]
    [InlineData("card", "interactive")]
    [InlineData("post", "post")]
    public async Task A_Feishu_bot_is_sent_a_signed_card_or_post(string style, string kind)
    {
        var (heard, _) = await Send(address => SystemWorld.System("chat", "feishu", address + "/open-apis/bot/v2/hook/x", "s3") with { Style = style }, _ => (200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}"));
        Assert.Equal((kind, Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{heard.Json["timestamp"]}\ns3"), Array.Empty<byte>()))), ((string)heard.Json["msg_type"]!, (string)heard.Json["sign"]!));
        Assert.Contains("system-call-links?token=sc_", heard.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Slack_channel_is_sent_blocks_with_two_buttons()
    {
        var (heard, _) = await Send(address => SystemWorld.System("chat", "slack", address + "/services/T/B/x"), _ => (200, "ok"), SystemWorld.About("c1", "chat", title: "<!channel> & co"));
        var blocks = heard.Json["blocks"]!.AsArray();
        Assert.Equal(["header", "section", "actions"], blocks.Select(block => (string)block!["type"]!));
        Assert.Equal(2, blocks[2]!["elements"]!.AsArray().Count);
        Assert.DoesNotContain("<!channel>", (string)heard.Json["text"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ops@acme.example", "/rest/api/3/issue", "Basic b3BzQGFjbWUuZXhhbXBsZTp0b2tlbg==")]
    [InlineData(null, "/rest/api/2/issue", "Bearer token")]
    public async Task A_Jira_issue_is_made_with_a_label_of_the_call_and_its_key_is_kept(string? account, string path, string authorization)
    {
        var (heard, call) = await Send(address => SystemWorld.System("ops", "jira", address, "token") with { Account = account, Project = "SHOP" }, _ => (201, "{\"id\":\"10000\",\"key\":\"SHOP-24\",\"self\":\"x\"}"));
        var fields = heard.Json["fields"]!;
        Assert.Equal((path, authorization, "SHOP"), (heard.Path, heard.Headers["Authorization"], (string)fields["project"]!["key"]!));
        Assert.Contains(fields["labels"]!.AsArray(), label => ((string)label!).StartsWith("patella-", StringComparison.Ordinal));
        Assert.Equal(account is not null, fields["description"] is JsonObject);
        Assert.Equal("SHOP-24", call.Ticket);
        Assert.EndsWith("/browse/SHOP-24", call.TicketAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_issue_is_made_with_a_mark_and_its_number_is_kept()
    {
        var (heard, call) = await Send(address => SystemWorld.System("app", "github", address, "ghp") with { Project = "acme/app" }, _ => (201, "{\"number\":7,\"html_url\":\"https://github.example/acme/app/issues/7\"}"));
        Assert.Equal(("/repos/acme/app/issues", "Bearer ghp", "2022-11-28"), (heard.Path, heard.Headers["Authorization"], heard.Headers["X-GitHub-Api-Version"]));
        Assert.Contains("<!-- patella-", (string)heard.Json["body"]!, StringComparison.Ordinal);
        Assert.Equal(("7", "https://github.example/acme/app/issues/7"), (call.Ticket, call.TicketAddress));
    }

    [Fact]
    public async Task PagerDuty_is_triggered_acknowledged_and_resolved_under_one_key()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        await using var pager = await CalledSystem.Start(_ => (202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}"));
        await world.Save(SystemWorld.System("ops", "pagerduty", pager.Address + "/v2/enqueue", new string('a', 32)));
        await world.Call(SystemWorld.About("c1", "ops", severity: 4));
        await world.Send();
        await world.World.Write(async transaction => await world.Calls.Acknowledge(transaction, await world.Find("c1"), "Olga", "person"));
        await world.Send();
        await world.World.Write(async transaction => await world.Calls.Fix(transaction, await world.Find("c1"), "Olga", "person"));
        await world.Send();
        var heard = pager.Heard.Select(one => one.Json).ToList();
        Assert.Equal(["trigger", "acknowledge", "resolve"], heard.Select(one => (string)one["event_action"]!));
        Assert.Single(heard.Select(one => (string)one["dedup_key"]!).Distinct());
        Assert.Equal(("critical", new string('a', 32)), ((string)heard[0]["payload"]!["severity"]!, (string)heard[0]["routing_key"]!));
    }

    [Theory]
    [InlineData("dingtalk", "{\"errcode\":310000,\"errmsg\":\"keywords not in content\"}", "keywords not in content")]
    [InlineData("wecom", "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", "93000")]
    [InlineData("feishu", "{\"code\":19021,\"msg\":\"sign match fail or timestamp is not within one hour from current time\"}", "19021")]
    [InlineData("slack", "<html>captive portal</html>", "without ok")]
    [InlineData("pagerduty", "{\"status\":\"invalid event\"}", "without success")]
    public async Task A_no_inside_of_a_200_is_a_no_and_people_are_told_instead(string connector, string body, string problem)
    {
        var (_, call) = await Send(address => SystemWorld.System("chat", connector, address + "/x?k=1", connector == "pagerduty" ? new string('a', 32) : null), _ => (200, body));
        Assert.Equal((CallState.Unreachable, null), (call.State, call.SentAt));
        Assert.Contains(problem, call.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dingtalk", "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", Robot)]
    [InlineData("wecom", "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", Robot)]
    [InlineData("feishu", "{\"code\":11232,\"msg\":\"frequency limited\"}", "{\"StatusCode\":0,\"StatusMessage\":\"success\"}")]
    [InlineData("wecom", "not json at all", Robot)]
    public async Task A_robot_that_is_busy_is_asked_again(string connector, string busy, string taken)
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        var calls = 0;
        await using var chat = await CalledSystem.Start();
        chat.Answer = (_, _) => Task.FromResult((200, (string?)(calls++ == 0 ? busy : taken)));
        await world.Save(SystemWorld.System("chat", connector, chat.Address + "/x?k=1"));
        await world.Call(SystemWorld.About("c1", "chat"));
        await world.SendAll();
        Assert.Equal(2, chat.Heard.Count);
        Assert.NotNull((await world.Find("c1")).SentAt);
    }

    private static async Task<(Heard Heard, CallRow Call)> Send(Func<string, SystemRequest> system, Func<Heard, (int, string)> answer, SystemCall? call = null)
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        await using var receiver = await CalledSystem.Start(answer);
        var made = system(receiver.Address);
        await world.Save(made);
        await world.Call(call ?? SystemWorld.About("c1", made.Id));
        await world.Send();
        return (Assert.Single(receiver.Heard), await world.Find("c1"));
    }
}
