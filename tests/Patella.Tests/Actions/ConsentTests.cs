using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Actions;

/// <summary>Consent holds for exactly what was shown, from the one whose order it is, once and not for ever.</summary>
public class ConsentTests
{
    private static readonly object Why = new { reason = "不想要了" };

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_consent_or_with_one_for_something_else_nothing_is_done(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (order, other) = (await world.Order("gift-1"), await world.Order("gift-1"));
        Assert.Equal("consent-needed", (await world.Act(order, "c1", "cancel-order", Why)).Code);
        var asked = await world.Preview(order, "cancel-order", Why);
        Assert.Equal("consent-needed", (await world.Act(order, "c1", "cancel-order", Why, preview: asked.Text("id"))).Code);
        var given = await world.Consent(order, "cancel-order", Why);
        Assert.Equal("consent-for-other", (await world.Act(order, "c1", "cancel-order", new { reason = "买错了" }, preview: given)).Code);
        Assert.Equal("consent-for-other", (await world.Act(order, "c1", "cancel-items", new { reason = "不想要了", items = new[] { new { sku = "mug-red" } } }, preview: given)).Code);
        Assert.Equal("consent-for-other", (await world.Act(other, "c1", "cancel-order", Why, preview: given)).Code);
        Assert.Equal("consent-needed", (await world.Act(other, "c1", "cancel-order", Why)).Code);
        Assert.Empty(world.Shop.Sent);

        // Not named, the newest consent to exactly this counts, and only once.
        Assert.Equal(HttpStatusCode.OK, (await world.Act(order, "c1", "cancel-order", Why)).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_consent_is_used_once(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order(delivered: true);
        var arguments = new { items = new[] { new { sku = "mug-red" } } };
        var consent = await world.Consent(order, "return-items", arguments);
        Assert.Equal(HttpStatusCode.OK, (await world.Act(order, "r1", "return-items", arguments, preview: consent)).Status);
        Assert.Equal("consent-used", (await world.Act(order, "r2", "return-items", arguments, preview: consent)).Code);
        Assert.Equal("consent-needed", (await world.Act(order, "r2", "return-items", arguments)).Code);
        var shown = await world.Server.Get($"/api/v1/previews/{consent}", world.Consumer);
        Assert.Equal("used", (string)shown.Json["consent"]!["state"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_consent_and_a_preview_expire(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        var consent = await world.Consent(order, "cancel-order", Why);
        await Age(world, "update action_preview set consent_until = 1 where tenant = @tenant");
        Assert.Equal("consent-expired", (await world.Act(order, "c1", "cancel-order", Why, preview: consent)).Code);
        Assert.Equal("consent-expired", (await world.Act(order, "c1", "cancel-order", Why)).Code);
        var preview = await world.Preview(order, "cancel-order", Why);
        await Age(world, "update action_preview set expires_at = 1 where tenant = @tenant");
        Assert.Equal("preview-expired", (await world.Server.Post($"/api/v1/previews/{preview.Text("id")}/consents", world.Consumer, new { hash = preview.Text("hash") })).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_the_consumer_consents_and_only_to_what_they_saw(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        var preview = await world.Preview(order, "cancel-order", Why);
        var door = $"/api/v1/previews/{preview.Text("id")}/consents";
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Server.Post(door, world.Agent, new { hash = preview.Text("hash") })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Post(door, await world.SignIn("somebody-else"), new { hash = preview.Text("hash") })).Status);
        Assert.Equal("consent-for-other", (await world.Server.Post(door, world.Consumer, new { hash = new string('0', 64) })).Code);
        var asked = (await world.Server.Get("/api/v1/me/previews", world.Consumer)).Json["items"]!.AsArray();
        Assert.Equal(preview.Text("id"), (string)Assert.Single(asked)!["id"]!);
        Assert.Equal(HttpStatusCode.Created, (await world.Server.Post(door, world.Consumer, new { hash = preview.Text("hash") })).Status);
        Assert.Equal(HttpStatusCode.Created, (await world.Server.Post(door, world.Consumer, new { hash = preview.Text("hash") })).Status);
        Assert.Empty((await world.Server.Get("/api/v1/me/previews", world.Consumer)).Json["items"]!.AsArray());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Consent_does_not_hold_for_other_amounts_than_were_shown(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        var arguments = new { items = new[] { new { sku = "mug-red", newSku = "mug-blue" } }, instrument = "gift-1" };
        var consent = await world.Consent(order, "change-items", arguments);
        await world.Tell("product.price-changed", "mug", new { product = new { id = "mug", variants = new object[] { new { sku = "mug-blue", price = ActionWorld.Cny(3_900), available = true } } } }, 2);
        Assert.Equal("terms-changed", (await world.Act(order, "s1", "change-items", arguments, preview: consent)).Code);
        Assert.Equal(1_000, await world.Account("buyer-value:gift-1:CNY"));
    }

    private static Task<int> Age(ActionWorld world, string sql)
        => world.Server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Execute(sql));
}
