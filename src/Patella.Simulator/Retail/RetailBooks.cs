using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>The money of a tenant as its books tell it through the public API, in the set's words.</summary>
/// <param name="Moves">Payments and refunds by order number, in the order in which they were decided; those that were only promised are not among them.</param>
/// <param name="Balances">Cents on each gift card.</param>
public sealed record RetailBooks(ILookup<string, JsonObject> Moves, IReadOnlyDictionary<string, long> Balances)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Reads the books once nothing in them is on its way any more.</summary>
    /// <param name="token">Of somebody of finance.</param>
    /// <param name="numbers">Order numbers by our ids.</param>
    public static async Task<RetailBooks> Read(PatellaConnection connection, string token, IReadOnlyDictionary<string, string> numbers, TimeProvider machine, CancellationToken cancellation)
    {
        var started = machine.GetTimestamp();
        List<JsonElement> remedies;
        while ((remedies = await All(connection, "/api/v1/remedies?limit=200", token, cancellation)).Any(remedy => State(remedy) is "paid" or "reserved"))
        {
            if (machine.GetElapsedTime(started) > Patience)
            {
                throw new ApiFailureException("remedies not settled", string.Join('\n', remedies.Where(remedy => State(remedy) is "paid" or "reserved")));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), machine, cancellation);
        }

        var accounts = await All(connection, "/api/v1/ledger/accounts?kind=buyer-value&currency=USD&limit=200", token, cancellation);
        return new RetailBooks(
            remedies.Where(remedy => State(remedy) == "confirmed").OrderBy(remedy => Text(remedy, "plannedAt"), StringComparer.Ordinal).ThenBy(remedy => Text(remedy, "id"), StringComparer.Ordinal)
                .ToLookup(remedy => numbers.GetValueOrDefault(Text(remedy, "order"), Text(remedy, "order")), MoveOf),
            accounts.ToDictionary(account => Text(account, "owner"), account => account.GetProperty("balance").GetProperty("amount").GetInt64()));
    }

    /// <summary>Every item of a list, page by page.</summary>
    public static async Task<List<JsonElement>> All(PatellaConnection connection, string path, string token, CancellationToken cancellation)
    {
        var items = new List<JsonElement>();
        for (string? next = null; ;)
        {
            var page = (await connection.RequireAsync(HttpMethod.Get, next is null ? path : $"{path}&after={Uri.EscapeDataString(next)}", token, null, cancellation)).Body;
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
            if (next is null)
            {
                return items;
            }
        }
    }

    private static JsonObject MoveOf(JsonElement remedy) => new()
    {
        ["transaction_type"] = Text(remedy, "kind") == "charge" ? "payment" : "refund",
        ["amount"] = RetailShop.Dollars(remedy.GetProperty("amount").GetProperty("amount").GetInt64()),
        ["payment_method_id"] = remedy.TryGetProperty("instrument", out var instrument) ? instrument.ValueKind == JsonValueKind.Object ? Text(instrument, "id") : instrument.GetString() : null,
    };

    private static string State(JsonElement remedy) => Text(remedy, "state");

    private static string Text(JsonElement value, string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
