using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Systems;
using Patella.Service.Systems.Calls;
using Patella.Tests.Platform;

namespace Patella.Tests.Systems;

/// <summary>What becomes of a call on its way: deaths, lies, slowness, and people who are told instead.</summary>
public class CallOwnerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_call_is_queued_with_the_transaction_that_asks_and_once_by_its_id(StoreKind kind)
    {
        await using var world = await SystemWorld.Create(kind);
        await using var pay = await CalledSystem.Start();
        await world.Save(SystemWorld.System("pay", "webhook", pay.Address, route: new SystemRoute(["coupon-fails"])));
        await Assert.ThrowsAsync<IOException>(() => world.World.Write(async Task (transaction) =>
        {
            await world.Calls.Call(transaction, SystemWorld.About("c0"));
            throw new IOException("the power is gone");
        }));
        var first = await world.Call(SystemWorld.About("c1"));
        var second = await world.Call(SystemWorld.About("c1", title: "other words"));
        await world.SendAll();
        Assert.Equal(first, second);
        Assert.Equal(("pay", "reason=coupon-fails", "called"), (first.System, first.Why, first.State));
        Assert.Equal("c1", (string)Assert.Single(pay.Heard).Json["data"]!["call"]!);
        Assert.Equal(["system.called"], await world.Events());
        Assert.Equal(["olga call pay system is called: Coupon does not work · m30"], await world.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Killed_between_sending_and_noting_it_goes_again_under_the_same_key(StoreKind kind)
    {
        await using var world = await SystemWorld.Create(kind);
        await using var pay = await CalledSystem.Start();
        await world.Save(SystemWorld.System("pay", "webhook", pay.Address));
        await world.Call(SystemWorld.About("c1", "pay"));
        await Die(world);
        await world.SendAll();
        Assert.Equal(2, pay.Heard.Count);
        Assert.Single(pay.Heard.Select(heard => heard.Headers["webhook-id"]).Distinct());
        Assert.Equal(["system.called"], await world.Events());
        Assert.NotNull((await world.Find("c1")).SentAt);
    }

    [Theory]
    [InlineData("jira")]
    [InlineData("github")]
    public async Task Killed_between_sending_and_noting_no_second_issue_is_made(string connector)
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        var issues = new List<JsonNode>();
        await using var tracker = await CalledSystem.Start();
        tracker.Answer = (heard, _) => Task.FromResult(Track(connector, issues, heard));
        await world.Save(SystemWorld.System("ops", connector, tracker.Address, "token") with { Project = connector == "jira" ? "SHOP" : "acme/app", Account = connector == "jira" ? "ops@acme.example" : null });
        await world.Call(SystemWorld.About("c1", "ops"));
        await Die(world);
        Assert.Null((await world.Find("c1")).SentAt);
        await world.SendAll();
        Assert.Single(issues);
        var call = await world.Find("c1");
        Assert.Equal((connector == "jira" ? "SHOP-1" : "1", CallState.Called), (call.Ticket, call.State));
        Assert.NotNull(call.SentAt);
    }

    [Fact]
    public async Task In_doubt_a_tracker_that_cannot_be_asked_is_not_sent_a_second_issue()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        var (posts, gets) = (0, 0);
        await using var tracker = await CalledSystem.Start();
        tracker.Answer = (heard, _) => Task.FromResult(heard.Method == "POST" ? (posts++ == 0 ? 201 : 500, (string?)"{\"number\":1}") : (gets++ < 1 ? 503 : 200, gets <= 1 ? "" : "[]"));
        await world.Save(SystemWorld.System("app", "github", tracker.Address, "token") with { Project = "acme/app" });
        await world.Call(SystemWorld.About("c1", "app"));
        await Die(world);
        await world.Send();
        Assert.Equal((1, 1), (posts, gets));
    }

    [Theory]
    [InlineData("slow", "No answer within")]
    [InlineData("huge", "longer than")]
    [InlineData("redirect", "redirects are not followed")]
    [InlineData("gone", "Answered 410")]
    [InlineData("cut", "")]
    public async Task A_receiver_that_misbehaves_is_given_up_and_the_experience_group_is_told_once(string how, string problem)
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite, patience: TimeSpan.FromSeconds(how == "slow" ? 1 : 15));
        await using var other = await CalledSystem.Start();
        await using var bad = await CalledSystem.Start();
        bad.Answer = (_, http) => Misbehave(how, other.Address, http);
        await world.Save(SystemWorld.System("pay", "webhook", bad.Address));
        await world.Call(SystemWorld.About("c1", "pay"));
        await world.SendAll();
        var call = await world.Find("c1");
        Assert.Equal((CallState.Unreachable, null), (call.State, call.SentAt));
        Assert.Contains(problem, call.Problem, StringComparison.Ordinal);
        Assert.InRange(bad.Heard.Count, 1, CallRetries.MostDoubts);
        Assert.Empty(other.Heard);
        Assert.Equal(["system.called", "system.unreachable"], await world.Events());
        Assert.Single(await world.Told(), line => line.StartsWith("eva call-unreachable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_private_address_is_refused_when_it_is_entered_and_when_it_is_called()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        await using var inside = await CalledSystem.Start();
        await world.Save(SystemWorld.System("pay", "webhook", inside.Address), SystemWorld.System("named", "webhook", inside.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));
        world.World.Get<EgressPolicy>().AllowPrivate = false;
        await world.Call(SystemWorld.About("c1", "pay"));
        await world.Call(SystemWorld.About("c2", "named"));
        await world.SendAll();
        Assert.Equal([CallState.Unreachable, CallState.Unreachable], [(await world.Find("c1")).State, (await world.Find("c2")).State]);
        Assert.Empty(inside.Heard);
        var again = await world.Registry.Change(world.Administrator, new RegistryRequest([SystemWorld.System("new", "webhook", "https://10.0.0.8/x"), SystemWorld.System("newer", "slack", "http://hooks.example/x")]));
        Assert.Equal(["/systems/0/address", "/systems/1/address"], again.Problem!.Errors!.Select(error => error.Pointer));
    }

    [Fact]
    public async Task A_slow_system_holds_up_no_other()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        var free = new TaskCompletionSource();
        await using var slow = await CalledSystem.Start();
        slow.Answer = async (_, _) =>
        {
            await free.Task;
            return (200, "{}");
        };
        await using var quick = await CalledSystem.Start();
        await world.Save(SystemWorld.System("slow", "webhook", slow.Address), SystemWorld.System("quick", "webhook", quick.Address));
        await world.Call(SystemWorld.About("c1", "slow"));
        await world.Call(SystemWorld.About("c2", "quick"));
        var sending = world.Send();
        await Waiting.Until(async () => (await world.Find("c2")).SentAt is not null, "the quick one");
        Assert.Null((await world.Find("c1")).SentAt);
        free.SetResult();
        await sending;
        Assert.NotNull((await world.Find("c1")).SentAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_nobody_acknowledges_in_time_is_told_to_the_experience_group_once_and_stays_overdue(StoreKind kind)
    {
        await using var world = await SystemWorld.Create(kind);
        await using var pay = await CalledSystem.Start();
        await world.Save(SystemWorld.System("pay", "webhook", pay.Address));
        await world.Call(SystemWorld.About("c1", "pay", severity: 2));
        await world.Call(SystemWorld.About("c2", "pay", severity: 2));
        await world.Send();
        await world.World.Write(async transaction => await world.Calls.Acknowledge(transaction, await world.Find("c2"), "Olga", "person"));
        world.World.Clock.Now += TimeSpan.FromMinutes(29);
        await world.Fire();
        Assert.DoesNotContain("system.overdue", await world.Events());
        world.World.Clock.Now += TimeSpan.FromMinutes(2);
        await world.Fire();
        await world.Fire();
        Assert.Equal(["system.called", "system.called", "system.acknowledged", "system.overdue"], await world.Events());
        Assert.Equal(["eva call-overdue Not acknowledged in time (pay system): Coupon does not work · m30"], (await world.Told()).Where(line => line.StartsWith("eva", StringComparison.Ordinal)));
        var view = Assert.Single(await world.World.Read(reader => world.Calls.Of(reader, "incident", "incident-1")), call => call.Id == "c1");
        Assert.True(view.Overdue);
        Assert.NotNull(view.EscalatedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_call_goes_its_way_once_whatever_is_said_again(StoreKind kind)
    {
        await using var world = await SystemWorld.Create(kind);
        var view = await world.Call(SystemWorld.About("c1"));
        Assert.Equal((null, "fallback"), (view.System, view.Why));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await world.World.Write(async transaction => await world.Calls.Acknowledge(transaction, await world.Find("c1"), "Eva", "person"));
        }

        world.World.Clock.Now += TimeSpan.FromMinutes(5);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await world.World.Write(async transaction => await world.Calls.Fix(transaction, await world.Find("c1"), "Eva", "person"));
        }

        await world.World.Write(async transaction => await world.Calls.Acknowledge(transaction, await world.Find("c1"), "Otto", "person"));
        Assert.Equal(["system.called", "system.acknowledged", "system.fixed"], await world.Events());
        var call = await world.Find("c1");
        Assert.Equal((CallState.Fixed, "Eva", 300_000_000L), (call.State, call.AcknowledgedBy, call.FixedAt - call.AcknowledgedAt));
        Assert.Equal(["eva call-unowned No system owns this, please look after it: Coupon does not work · m30"], await world.Told());
    }

    private static async Task Die(SystemWorld world)
    {
        world.World.Get<CallSender>().Answered = _ => throw new OperationCanceledException("the process is killed");
        await world.Send();
        world.World.Get<CallSender>().Answered = _ => { };
    }

    private static (int Status, string? Body) Track(string connector, List<JsonNode> issues, Heard heard)
    {
        if (heard.Method == "POST")
        {
            issues.Add(heard.Json);
            return (201, connector == "jira" ? $"{{\"key\":\"SHOP-{issues.Count}\"}}" : $"{{\"number\":{issues.Count}}}");
        }

        if (connector == "jira")
        {
            Assert.Contains((string)issues[0]["fields"]!["labels"]![1]!, heard.Query["jql"], StringComparison.Ordinal);
            return (200, "{\"issues\":[{\"id\":\"1\",\"key\":\"SHOP-1\"}]}");
        }

        return (200, new JsonArray(new JsonObject { ["number"] = 1, ["body"] = (string)issues[0]["body"]! }).ToJsonString());
    }

    private static async Task<(int Status, string? Body)> Misbehave(string how, string other, HttpContext http)
    {
        switch (how)
        {
            case "slow":
                await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return (200, "{}");
            case "huge":
                return (200, new string('x', 200_000));
            case "redirect":
                http.Response.Headers.Location = other + "/elsewhere";
                return (307, "");
            case "gone":
                return (410, "");
            default:
                http.Abort();
                return (0, null);
        }
    }
}
