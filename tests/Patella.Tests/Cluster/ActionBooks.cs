using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;
using Patella.Simulator.Retail;

namespace Patella.Tests.Cluster;

/// <summary>Three sets of books after the fire: Patella's by its public API, the provider's list, the shop's orders. They must tell one story.</summary>
internal sealed class ActionBooks(IReadOnlyList<JsonElement> actions, IReadOnlyList<JsonElement> remedies, IReadOnlyList<JsonElement> gifts, JsonElement books, JsonElement verification, ShopState shop)
{
    public string Summary => $"{actions.Count} actions ({string.Join(", ", actions.GroupBy(State).Select(group => $"{group.Count()} {group.Key}"))}), {remedies.Count} remedies "
        + $"({string.Join(", ", remedies.GroupBy(State).Select(group => $"{group.Count()} {group.Key}"))}), {shop.Payments.Count} payments at the provider";

    /// <summary>Reads everything; <paramref name="token"/> is somebody's of finance and <paramref name="staff"/> somebody's who may see actions.</summary>
    public static async Task<ActionBooks> Read(PatellaConnection connection, string token, string staff, ShopState shop)
    {
        async Task<JsonElement> Get(string path) => (await connection.RequireAsync(HttpMethod.Get, path, token, null, default)).Body;
        return new ActionBooks(
            await RetailBooks.All(connection, "/api/v1/actions?limit=200", staff, default), await RetailBooks.All(connection, "/api/v1/remedies?limit=200", token, default),
            await RetailBooks.All(connection, "/api/v1/ledger/accounts?kind=buyer-value&limit=200", token, default), await Get("/api/v1/ledger/books"), await Get("/api/v1/ledger/verification"), shop);
    }

    /// <summary>Whether nothing is under way any more.</summary>
    public bool Settled => actions.All(action => State(action) is "done" or "refused" or "declined") && remedies.All(remedy => State(remedy) is not ("reserved" or "paid" or "planned"));

    /// <summary>What was acknowledged is here, and it was done at the shop exactly when Patella says so.</summary>
    public void AgreeWith(ActionWorkers workers)
    {
        var byId = actions.ToDictionary(action => Text(action, "id"));
        Assert.All(workers.Accepted.Keys, id => Assert.Contains(id, byId.Keys));
        Assert.All(byId.Keys, id => Assert.Contains(id, workers.Asked.Keys));
        Assert.All(shop.Changes.Keys, id => Assert.Contains(id, byId.Keys));
        foreach (var (id, action) in byId)
        {
            Assert.True((State(action) == "done") == (shop.Changes.GetValueOrDefault(id)?.Answer.Outcome == "done"), $"{id} is {State(action)} here and {shop.Changes.GetValueOrDefault(id)?.Answer.Outcome ?? "absent"} at the shop");
        }
    }

    /// <summary>For every order: what was paid less what went back is what the goods that are left cost.</summary>
    public void PayForWhatIsLeft(IReadOnlyDictionary<string, string> numbers, long paidAtFirst)
    {
        var moves = remedies.Where(remedy => State(remedy) == "confirmed").ToLookup(remedy => numbers.GetValueOrDefault(Text(remedy, "order"), ""));
        foreach (var order in shop.Orders.Values)
        {
            var paid = paidAtFirst + moves[order.Number].Sum(remedy => Text(remedy, "kind") == "charge" ? Amount(remedy) : -Amount(remedy));
            Assert.True(paid == ValueOf(order), $"{order.Number} ({order.Status}): {paid} was paid in the end for goods of {ValueOf(order)}: {string.Join("; ", moves[order.Number])}");
        }
    }

    /// <summary>No cent came from nowhere: the provider's list and the gift cards account for every change in what the orders are worth.</summary>
    public void ConserveMoney(long giftsAtFirst, long paidAtFirst)
    {
        Assert.All(shop.Payments.Values, payment => Assert.Equal(1, payment.Moves));
        var moved = shop.Payments.Values.Where(payment => payment.Answer.Outcome == "paid").Sum(payment => payment.Request.Inward ? payment.Answer.Amount!.Value : -payment.Answer.Amount!.Value);
        var fromGifts = giftsAtFirst - gifts.Sum(gift => gift.GetProperty("balance").GetProperty("amount").GetInt64());
        Assert.Equal(shop.Orders.Values.Sum(order => ValueOf(order) - paidAtFirst), moved + fromGifts);
        Assert.True(books.GetProperty("balanced").GetBoolean(), books.ToString());
        Assert.True(verification.GetProperty("intact").GetBoolean(), verification.ToString());
    }

    private static long ValueOf(ShopOrder order) => order.Status == ShopStatus.Cancelled ? 0 : order.Items.Sum(item => item.Price);

    private static long Amount(JsonElement remedy) => remedy.GetProperty("amount").GetProperty("amount").GetInt64();

    private static string State(JsonElement value) => Text(value, "state");

    private static string Text(JsonElement value, string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
