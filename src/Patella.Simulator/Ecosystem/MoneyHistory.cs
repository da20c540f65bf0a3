using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>What was given out of goodwill and advanced for shops, and what of it came back: each step by whoever takes it, and once.</summary>
internal sealed class MoneyHistory(PatellaConnection connection, DemoEcosystem ecosystem)
{
    private const int Gestures = 14;
    private const int Advances = 5;

    /// <summary>Looks for an advance to have reached its consumer: half a minute with their pauses, over the simulated payment provider.</summary>
    private const int Looks = 60;

    private const string Currency = "CNY";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Sorry = ["让您久等了", "包装破损，表示歉意", "客服答复不及时", "承诺的时间没有做到"];
    private string _agent = "", _supervisor = "", _finance = "";

    /// <summary>Small ecosystems have no fund, and nothing to give.</summary>
    public async Task Send(CancellationToken cancellation)
    {
        if (!ShopHistory.Has(ecosystem))
        {
            return;
        }

        (_agent, _supervisor, _finance) = (await As("agent", cancellation), await As("supervisor", cancellation), await As("finance", cancellation));
        var orders = ecosystem.Orders().Where(order => order.Fate is OrderFate.Delivered or OrderFate.Finished && order.Total.Currency == Currency && order.PlacedAt > ecosystem.Now.AddDays(-ecosystem.Scale.HistoryDays)).ToDictionary(order => order.Number);
        foreach (var (index, order) in orders.Values.Where((_, place) => place % 23 == 5).Take(Gestures).Index())
        {
            await Give(order, "gesture-" + index, "compensate", new { amount = 300 + (index % 5 * 400), fund = "gestures", form = "cash", reason = Sorry[index % Sorry.Length], instrument = Instruments.Wallet(order.Consumer).Id }, null, cancellation);
        }

        var cases = ecosystem.Conversations().Select(talk => PastCases.Of(ecosystem, talk)).OfType<PastCase>().Where(one => one.OrderNumber is { } number && orders.ContainsKey(number)).DistinctBy(one => one.OrderNumber).Take(Advances);
        foreach (var (index, one) in cases.ToList().Index())
        {
            await Advance(one, orders[one.OrderNumber!], index, cancellation);
        }
    }

    /// <summary>The platform pays first; then the shop's deposit pays it back whole, in part, or not at all.</summary>
    private async Task Advance(PastCase one, SimulatedOrder order, int index, CancellationToken cancellation)
    {
        var (amount, name) = (Math.Max(200, order.Total.Amount / 2), one.Id.ToString());
        if (!await Give(order, "advance-" + index, "advance", new { amount, reason = "商家一直没有答复，平台先行赔付", instrument = Instruments.Wallet(order.Consumer).Id }, name, cancellation) || !await IsPaid(name, cancellation) || index == Advances - 1)
        {
            return;
        }

        var shop = order.Merchant.ExternalId;
        foreach (var kind in new[] { "merchant-deposit", "merchant-settlement" })
        {
            await connection.RequireAsync(HttpMethod.Post, "/api/v1/ledger/accounts", _finance, new { kind, currency = Currency, owner = shop }, cancellation);
        }

        var deposit = new Money(Math.Max(1, index == 1 ? amount / 3 : index == 2 ? 100 : amount), Currency);
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/ledger/postings", _finance, new
        {
            transfers = new[] { new { id = Id("deposit-" + index), debit = "platform:CNY", credit = $"merchant-{(index == 3 ? "settlement" : "deposit")}:{shop}:CNY", amount = deposit, reason = "deposit" } },
        }, cancellation);
        await Recover(name, Id("sweep-" + index), "sweep", shop, cancellation);
        await (index == 2 ? Recover(name, Id("claim-" + index), "claim", shop, cancellation) : Task.CompletedTask);
    }

    private Task Recover(string name, string id, string step, string shop, CancellationToken cancellation)
        => connection.RequireAsync(HttpMethod.Post, $"/api/v1/advances/{name}/recoveries", _finance, new { id, currency = Currency, step, liable = new { kind = "merchant", id = shop }, reason = "商家责任" }, cancellation);

    /// <summary>An agent gives it, and a supervisor says yes where one person alone may not.</summary>
    /// <returns>Whether it was given: an order that people have changed meanwhile takes nothing more.</returns>
    private async Task<bool> Give(SimulatedOrder order, string name, string kind, object arguments, string? inCase, CancellationToken cancellation)
    {
        var id = Id(name);
        var asked = await connection.SendAsync(HttpMethod.Post, $"/api/v1/orders/{order.Number}/actions?wait=5", _agent, new { id, kind, arguments, @case = inCase }, cancellation);
        if (!asked.IsSuccess || asked.Body.GetProperty("state").GetString() != "waiting-approval")
        {
            return asked.IsSuccess;
        }

        // One that was approved before waits for nobody any more.
        var approved = await connection.SendAsync(HttpMethod.Post, $"/api/v1/actions/{id}/approvals", _supervisor, new { approve = true }, cancellation);
        return approved.IsSuccess || approved.Code == "not-waiting";
    }

    private async Task<bool> IsPaid(string name, CancellationToken cancellation)
    {
        for (var look = 0; look < Looks; look++)
        {
            var advances = await connection.RequireAsync(HttpMethod.Get, $"/api/v1/advances/{name}", _finance, null, cancellation);
            if (advances.Body.GetProperty("items").EnumerateArray().Any(one => one.GetProperty("advanced").GetInt64() > 0))
            {
                return true;
            }

            await Task.Delay(Pause, cancellation);
        }

        return false;
    }

    private string Id(string name) => DeterministicId.Of(ecosystem.Seed, "money-" + name).ToString();

    private async Task<string> As(string persona, CancellationToken cancellation)
        => (await connection.RequireAsync(HttpMethod.Post, "/api/v1/sessions", null, new { tenant = DemoPersonas.TenantSlug, email = DemoPersonas.Emails[persona], password = DemoPersonas.Password }, cancellation)).As<StaffSession>().Token!;
}
