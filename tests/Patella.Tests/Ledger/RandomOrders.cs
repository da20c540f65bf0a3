using Patella.Kernel.Ledger;

namespace Patella.Tests.Ledger;

/// <summary>Makes orders: most of them sensible, some doubled, some hostile. The seed makes the same again.</summary>
internal sealed class RandomOrders(Random random, LedgerModel model, IReadOnlyList<string> accounts)
{
    private const int Remembered = 512;
    private readonly List<TransferOrder[]> _asked = [];
    private long _next;

    public TransferOrder[] Next()
    {
        var linked = random.Next(100) switch
        {
            < 12 when _asked.Count > 0 => Again(),
            < 22 => [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => One())],
            _ => [One()],
        };
        if (_asked.Count == Remembered)
        {
            _asked[random.Next(Remembered)] = linked;
        }
        else
        {
            _asked.Add(linked);
        }

        return linked;
    }

    private TransferOrder[] Again()
    {
        var earlier = _asked[random.Next(_asked.Count)];
        return random.Next(4) switch
        {
            // The same id for something else.
            0 => [.. earlier.Select(order => order.Amount is { } amount ? order with { Amount = amount + 1 } : order with { Reason = "other" })],
            1 when earlier.Length > 1 => earlier[..^1],
            _ => earlier,
        };
    }

    private TransferOrder One() => random.Next(100) switch
    {
        < 45 => Move(),
        < 60 => TransferOrder.Hold(Id(), Account(), Account(), Amount(), Currency(), "hold", random.Next(3) == 0 ? null : random.Next(1, 7_200)),
        < 72 => TransferOrder.Post(Id(), Held(), random.Next(3) == 0 ? Amount() : null),
        < 78 => TransferOrder.Void(Id(), Held()),
        < 84 => TransferOrder.Expire(Id(), Held()),
        < 92 => TransferOrder.Reverse(Id(), model.Moved.Count == 0 ? "none" : model.Moved[random.Next(Math.Max(0, model.Moved.Count - Remembered), model.Moved.Count)]),
        _ => Move() with { AtMost = true },
    };

    private TransferOrder Move() => random.Next(40) == 0
        ? TransferOrder.Move(Id(), "platform:huge:CNY", "suspense:huge:CNY", TransferOrder.MostAmount - random.Next(100), "CNY", "huge")
        : TransferOrder.Move(Id(), Account(), Account(), Amount(), Currency(), "move");

    private string Id() => $"t{_next++}";

    private string Held() => model.Open.Count == 0 || random.Next(20) == 0 ? $"t{random.NextInt64(Math.Max(1, _next))}" : model.Open[random.Next(Math.Max(0, model.Open.Count - Remembered), model.Open.Count)];

    private string Account() => random.Next(60) == 0 ? "nobody" : accounts[random.Next(accounts.Count)];

    private string Currency() => random.Next(30) == 0 ? "USD" : "CNY";

    private long Amount() => random.Next(40) switch
    {
        0 => 0,
        1 => -random.Next(1, 100),
        2 => TransferOrder.MostAmount + 1,
        _ => random.Next(1, 200),
    };
}
