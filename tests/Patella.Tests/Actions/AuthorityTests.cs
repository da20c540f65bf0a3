using System.Net;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using static Patella.Tests.Actions.ActionWorld;

namespace Patella.Tests.Actions;

/// <summary>What people may give alone, and the second person above it.</summary>
public class AuthorityTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Within_their_authority_people_give_at_once_and_beyond_it_a_second_person_decides(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (first, second, third) = (await world.Order("gift-1", delivered: true), await world.Order("gift-1", delivered: true), await world.Order("gift-1", delivered: true));
        var own = await world.Act(first, "g1", "refund", new { amount = 1_500, reason = "迟到" });
        Assert.Equal((HttpStatusCode.OK, "done", "own"), (own.Status, own.Text("state"), own.Text("authority")));
        Assert.Equal(2_500, await world.Account("buyer-value:gift-1:CNY"));

        // More on the same order, then more on the same day.
        Assert.True((bool)(await world.Preview(first, "refund", new { amount = 600, reason = "迟到" })).Json["approval"]!["required"]!);
        Assert.Equal("own", (await world.Act(second, "g2", "refund", new { amount = 2_000, reason = "迟到" })).Text("authority"));
        var waits = await world.Act(third, "g3", "refund", new { amount = 1, reason = "迟到" });
        Assert.Equal((HttpStatusCode.Accepted, "waiting-approval"), (waits.Status, waits.Text("state")));
        Assert.Equal(3_500, (long)(await world.Server.Get("/api/v1/me/authority", world.Agent)).Json["items"]![0]!["givenToday"]!);

        Assert.Equal("own-action", (await world.Server.Post("/api/v1/actions/g3/approvals", world.Agent, new { approve = true })).Code);
        Assert.Equal("person-needed", (await world.Server.Post("/api/v1/actions/g3/approvals", await world.Server.Key("acme", "write"), new { approve = true })).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Server.Post("/api/v1/actions/g3/approvals", world.Supervisor, new { approve = false })).Status);
        var listed = (await world.Server.Get("/api/v1/actions?state=waiting-approval", world.Supervisor)).Json["items"]!.AsArray();
        Assert.Equal("g3", (string)Assert.Single(listed)!["id"]!);
        var agreed = await world.Server.Post("/api/v1/actions/g3/approvals", world.Supervisor, new { approve = true });
        Assert.Equal(("done", "acme-supervisor"), (agreed.Text("state"), (string)agreed.Json["approval"]!["id"]!));
        Assert.Equal("done", (await world.Server.Post("/api/v1/actions/g3/approvals", world.Supervisor, new { approve = true })).Text("state"));
        Assert.Equal(1_000 + 1_500 + 2_000 + 1, await world.Account("buyer-value:gift-1:CNY"));

        var share = (await world.Server.Get("/api/v1/authority-share", world.Supervisor)).Json;
        Assert.Equal((3, 2, 3_500, 3_501), ((long)share["contacts"]!, (long)share["withinOwn"]!, (long)share["valueWithinOwn"]!, (long)share["valueGiven"]!));
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gifts_at_once_on_many_orders_do_not_pass_the_day_together(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var orders = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            orders.Add(await world.Order("gift-1", delivered: true));
        }

        var all = await Task.WhenAll(orders.Select((order, number) => world.Act(order, $"g{number}", "refund", new { amount = 1_000, reason = "迟到" })));
        Assert.Equal(3, all.Count(answer => answer.Text("authority") == "own"));
        Assert.All(all.Where(answer => answer.Text("authority") != "own"), answer => Assert.Equal("waiting-approval", answer.Text("state")));
        Assert.Equal(3_000, (long)(await world.Server.Get("/api/v1/me/authority", world.Agent)).Json["items"]![0]!["givenToday"]!);
        Assert.Equal(4_000, await world.Account("buyer-value:gift-1:CNY"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_second_person_declines_leaves_the_money_where_it_was(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1", delivered: true);
        Assert.Equal("waiting-approval", (await world.Act(order, "g1", "refund", new { amount = 5_000, reason = "坏了" })).Text("state"));
        Assert.Equal("action-underway", (await world.Act(order, "g2", "refund", new { amount = 100, reason = "坏了" })).Code);
        var declined = await world.Server.Post("/api/v1/actions/g1/approvals", world.Supervisor, new { approve = false, reason = "没有凭证" });
        Assert.Equal(("declined", "没有凭证"), (declined.Text("state"), declined.Text("detail")));
        Assert.Equal("not-waiting", (await world.Server.Post("/api/v1/actions/g1/approvals", world.Supervisor, new { approve = true })).Code);
        Assert.Equal(1_000, await world.Account("buyer-value:gift-1:CNY"));
        Assert.Equal("done", (await world.Act(order, "g3", "refund", new { amount = 2_000, reason = "坏了" })).Text("state"));
        Assert.Equal("action.declined", (string)(await world.Timeline(order))[1]["kind"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goodwill_comes_from_a_named_fund_with_a_reason_and_never_beyond_it(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1", delivered: true);
        var gesture = new { amount = 800, fund = "gestures", form = "voucher", reason = "道歉" };
        Assert.NotEqual(HttpStatusCode.OK, (await world.Act(order, "v0", "compensate", gesture)).Status);
        await Budget(world, 1_000);
        var given = await world.Act(order, "v1", "compensate", gesture);
        Assert.True(given.Status == HttpStatusCode.OK && given.Text("state") == "done", given.ToString());
        Assert.Equal((1_800, 200), (await world.Account("buyer-value:gift-1:CNY"), await world.Account("fund:gestures:CNY")));
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Act(order, "v2", "compensate", new { amount = 100, fund = "gestures", form = "voucher" })).Status);
        var other = await world.Order("gift-1", delivered: true);
        var beyond = await world.Act(other, "v3", "compensate", gesture);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, beyond.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Get("/api/v1/actions/v3", world.Agent)).Status);
        Assert.Equal("staff-only", (await world.Act(other, "v4", "compensate", gesture, world.Consumer)).Code);
        Assert.True(await world.Balanced());
    }

    private static async Task Budget(ActionWorld world, long amount)
    {
        await world.Server.Post("/api/v1/ledger/accounts", world.Finance, new { kind = "platform", currency = "CNY" });
        await world.Server.Post("/api/v1/ledger/accounts", world.Finance, new { kind = "fund", currency = "CNY", owner = "gestures" });
        var posted = await world.Server.Post("/api/v1/ledger/postings", world.Finance, new { transfers = new[] { new { id = "budget", debit = "platform:CNY", credit = "fund:gestures:CNY", amount = Cny(amount), reason = "budget" } } });
        Assert.True(posted.Status == HttpStatusCode.Created, posted.ToString());
    }
}
