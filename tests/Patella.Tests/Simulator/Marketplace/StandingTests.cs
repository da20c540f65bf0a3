using System.Text.Json;
using Patella.Simulator.Marketplace;

namespace Patella.Tests.Simulator.Marketplace;

/// <summary>A suspended shop takes no new orders and goes on with those it has; rewards come and go.</summary>
public class StandingTests
{
    [Fact]
    public async Task A_suspended_shop_takes_no_new_orders_until_it_is_opened()
    {
        await using var shop = await Shop.Open();
        Assert.Equal("done", (await shop.Change("s1", "suspend-shop", "", new { shop = "lamps", rule = "counterfeit" }))["outcome"]);
        Assert.Equal("done", (await shop.Change("s1", "suspend-shop", "", new { shop = "lamps", rule = "counterfeit" }))["outcome"]);
        Assert.Equal("suspended-already", (await shop.Change("s2", "suspend-shop", "", new { shop = "lamps", rule = "counterfeit" }))["code"]);
        Assert.Equal("shop-suspended", shop.Marketplace.Place(Order("N1", "lamps"))?.Code);
        Assert.Null(shop.Marketplace.Place(Order("N2", "books")));
        Assert.Equal("done", (await shop.Cancel("c1"))["outcome"]);
        Assert.Equal("done", (await shop.Change("s3", "open-shop", "", new { shop = "lamps", rule = "counterfeit" }))["outcome"]);
        Assert.Null(shop.Marketplace.Place(Order("N1", "lamps")));
        Assert.Equal("not-suspended", (await shop.Change("s4", "open-shop", "", new { shop = "lamps" }))["code"]);
        Assert.Equal("bad-arguments", (await shop.Change("s5", "suspend-shop", "", new { rule = "x" }))["code"]);
    }

    [Fact]
    public void Standing_and_rewards_are_in_the_file_after_a_restart()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("patella-shop-").FullName, "shop.jsonl");
        using (var marketplace = new ReferenceMarketplace(TimeProvider.System, new ShopFile(file)))
        {
            Take(marketplace, "r1", "reward-shop", new { shop = "lamps", reward = "front-page" });
            Take(marketplace, "r2", "reward-shop", new { shop = "lamps", reward = "front-page" });
            Take(marketplace, "r3", "take-reward", new { shop = "lamps", reward = "front-page" });
            Take(marketplace, "s1", "suspend-shop", new { shop = "lamps", rule = "late" });
        }

        using (var marketplace = new ReferenceMarketplace(TimeProvider.System, new ShopFile(file)))
        {
            var standing = Assert.Single(marketplace.State.Shops).Value;
            Assert.Equal(("late", "front-page"), (standing.SuspendedUnder, Assert.Single(standing.Rewards!)));
            Assert.Equal("shop-suspended", marketplace.Place(Order("N1", "lamps"))?.Code);
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static void Take(ReferenceMarketplace marketplace, string key, string kind, object arguments)
        => Assert.Equal("done", marketplace.Take(new ChangeRequest(key, kind, "", JsonSerializer.SerializeToElement(arguments)))?.Outcome);

    private static ShopOrder Order(string number, string shop)
        => new(number, "ada", "USD", ShopStatus.Pending, [], null, "market", "ada-card", null, 0, DateTimeOffset.UnixEpoch) { Shop = shop };
}
