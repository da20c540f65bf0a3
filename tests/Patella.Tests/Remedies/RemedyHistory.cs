using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;

namespace Patella.Tests.Remedies;

/// <summary>One random history, from a seed.</summary>
internal sealed class RemedyHistory
{
    private const string Cny = RemedyWorld.Cny;
    private const int Remembered = 40;
    private static readonly RemedyGiver Fay = new("staff", "fay", 3);
    private static readonly RemedyGiver Eve = new("staff", "eve", 3);
    private readonly DyingProcess _process;
    private readonly Random _random;
    private readonly RemedyBooksCheck _check;
    private readonly List<NewRemedy> _asked = [];
    private readonly Dictionary<string, (long Captured, long Refunded)> _said = [];
    private long _next;

    private RemedyHistory(RemedyWorld world, DyingProcess process, Random random) => (World, _process, _random, _check) = (world, process, random, new RemedyBooksCheck(world));

    public RemedyWorld World { get; }

    /// <summary>How often each operation ended how.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    public static async Task<RemedyHistory> Begin(StoreKind kind, DyingProcess process, int seed)
    {
        // A provider that pays the same key twice breaks its promise; what becomes of that is in the tests of payments.
        var faults = Enum.GetValues<ProviderFault>().Where(fault => fault != ProviderFault.PaysTwice).ToArray();
        var world = await RemedyWorld.Create(kind, key => faults[(uint)HashCode(key, seed) % faults.Length], process);
        var history = new RemedyHistory(world, process, new Random(seed));
        history._check.ByHand[ChartOfAccounts.Id(ChartOfAccounts.Fund, Cny, "gestures")] = 10_000;
        return history;
    }

    public async Task Run(int operations)
    {
        for (var step = 1; step <= operations; step++)
        {
            await Step();
            World.Books.Clock.Now += TimeSpan.FromMilliseconds(_random.Next(25) == 0 ? -_random.Next(600_000) : _random.Next(40_000));
            await _check.EachStep();
            if (step % 5 == 0)
            {
                await _check.Whole();
            }
        }

        await Rest();
    }

    private Task Step() => _random.Next(100) switch
    {
        < 8 => Know(),
        < 30 => Plan(),
        < 42 => On("Reserve", id => World.Reserve(id)),
        < 58 => On("Pay", id => World.Pay(id)),
        < 66 => On("Cancel", id => World.Cancel(id)),
        < 72 => On("Retry", id => World.Retry(id, _random.Next(3) == 0 ? "wallet-a" : _random.Next(3) == 0 ? "card-b" : null)),
        < 76 => On("Reverse", id => World.Write(transaction => World.Desk.Reverse(transaction, id, new RemedyReversal("v:" + id, "deceived us", _random.Next(4) > 0, "ruling-1", Fay, _random.Next(5) > 0 ? Eve : Fay)))),
        < 88 => Work(),
        < 92 => Survive(() => Follow(again: _random.Next(4) == 0)),
        < 94 => SettleOdd(),
        < 99 => Recover(),
        _ => ByHand(),
    };

    private async Task Know()
    {
        var (order, payment) = ($"o{_random.Next(4)}", $"p{_random.Next(2)}");
        var (captured, refunded) = _said.GetValueOrDefault(order + payment);
        _said[order + payment] = (captured, refunded) = (captured + _random.Next(400), refunded + (_random.Next(4) == 0 ? _random.Next(120) : 0));
        var known = await Survive(() => World.Know(captured, refunded, payment, payment == "p0" ? "card-a" : null, order));
        Count("Know", known.Problem);
        Assert.Null(known.Problem);
        Assert.Equal(known.Value, (await World.Know(captured, refunded, payment, payment == "p0" ? "card-a" : null, order)).Value);
    }

    private async Task Plan()
    {
        var remedy = _asked.Count > 0 && _random.Next(8) == 0 ? Again() : Fresh();
        var planned = await Refusable(() => World.Plan(remedy));
        Count("Plan", planned.Problem);
        if (planned.Succeeded && _asked.TrueForAll(one => one.Id != remedy.Id))
        {
            _asked.Add(remedy);
        }
    }

    private NewRemedy Again()
    {
        var earlier = _asked[_random.Next(Math.Max(0, _asked.Count - Remembered), _asked.Count)];
        return _random.Next(2) == 0 ? earlier : earlier with { Amount = earlier.Amount + 1 };
    }

    private NewRemedy Fresh()
    {
        var (id, order) = ($"r{_next++}", $"o{_random.Next(4)}");
        var amount = _random.Next(30) switch { 0 => 0, 1 => -5, 2 => TransferOrder.MostAmount + 1, 3 => TransferOrder.MostAmount, _ => _random.Next(1, 160) };
        var instrument = _random.Next(7) switch { 0 => "card-b", 1 => null, 2 => "nobody", 3 or 4 => "card-a", _ => "gift-a" };
        return _random.Next(10) switch
        {
            < 5 => RemedyWorld.Refund(id, amount, instrument, order, _random.Next(20) == 0 ? "USD" : Cny),
            5 => RemedyWorld.Charge(id, Math.Min(amount, TransferOrder.MostAmount - 1), instrument ?? "gift-a") with { Order = order },
            6 => RemedyWorld.Gesture(id, amount, instrument == "card-a" ? "gift-a" : instrument),
            7 => RemedyWorld.Advance(id, amount, instrument ?? "card-a", $"c{_random.Next(3)}"),
            8 => RemedyWorld.Refund(id, amount, instrument, order) with { Kind = RemedyKinds.Exchange },
            _ => RemedyWorld.Refund(id, 0, null, order) with { Kind = RemedyKinds.Reship },
        };
    }

    private async Task On(string what, Func<string, Task<Outcome<Remedy>>> deed)
    {
        if (_asked.Count == 0)
        {
            return;
        }

        // Sometimes one that nobody has decided.
        var id = _random.Next(40) == 0 ? "none" : _asked[_random.Next(Math.Max(0, _asked.Count - Remembered), _asked.Count)].Id;
        var choice = _random.Next();
        var outcome = await Refusable(() => deed(id));
        _ = choice;
        Count(what, outcome.Problem);
    }

    /// <summary>A refusal has changed nothing, not a row and not a cent.</summary>
    private async Task<Outcome<Remedy>> Refusable(Func<Task<Outcome<Remedy>>> deed)
    {
        var before = await _check.Snapshot();
        var outcome = await Survive(deed);
        if (outcome.Problem is not null)
        {
            Assert.Equal(Rows(before), Rows(await _check.Snapshot()));
        }

        return outcome;

        // An account may have been opened for what was then refused; it is empty.
        static string Rows(string snapshot) => System.Text.RegularExpressions.Regex.Replace(snapshot, "\\{\"Id\":\"[^\"]*\",\"Balance\":0,\"DebitsPending\":0,\"CreditsPending\":0\\},?", "").Replace(",]", "]", StringComparison.Ordinal);
    }

    private Task Work() => Survive(async () =>
    {
        var steps = await World.Work();
        World.Books.Clock.Now += TimeSpan.FromSeconds(_random.Next(60));
        return steps;
    });

    private async Task<int> Follow(bool again)
    {
        await World.Follow(again);
        return 0;
    }

    private async Task SettleOdd()
    {
        var odd = await World.Read(reader => reader.Many<Payment>("select * from ledger_payment where tenant = @tenant and state = 'odd' order by id limit 3"));
        foreach (var payment in odd)
        {
            var moved = World.Provider.Moved.Single(entry => entry.Key == payment.Id).Amount;
            Assert.Contains((await Survive(() => World.Write(async transaction => (Outcome<bool>)((Problem?)await World.Payments.SettleOdd(transaction, payment.Id, moved, "eve") is { } refused ? refused : true)))).Problem?.Code, new[] { null, "not-odd" });
            Count("odd settled", null, plain: true);
        }
    }

    private async Task Recover()
    {
        var caseRef = $"c{_random.Next(3)}";
        var id = $"x{_next++}";
        Func<ITransaction, Task<Outcome<AdvanceStand>>> deed = _random.Next(5) switch
        {
            0 => transaction => World.Advances.Blame(transaction, caseRef, Cny, LiableParty.Merchant, "shop", Fay),
            1 => transaction => World.Advances.Recover(transaction, new NewRecovery(id, caseRef, Cny, RecoverySteps.Claim, null, "by hand", Fay)),
            2 => transaction => World.Advances.Recover(transaction, new NewRecovery(id, caseRef, Cny, RecoverySteps.WriteOff, 1 + (_next % 40), "gone", Fay, Eve)),
            _ => transaction => World.Advances.Recover(transaction, new NewRecovery(id, caseRef, Cny, RecoverySteps.Sweep, null, "by hand", Fay)),
        };
        var outcome = await Survive(() => World.Write(deed));
        Count("Recover", outcome.Problem);
        Assert.Contains(outcome.Problem?.Code, new[] { null, "not-found", "nobody-liable", "recovery-begun" });
    }

    /// <summary>Finance fills a fund, a deposit, a settlement; or closes an account that may be needed again.</summary>
    private async Task ByHand()
    {
        if (_random.Next(4) == 0)
        {
            await Survive(() => World.Write(transaction => World.Books.Ledger.Close(transaction, ChartOfAccounts.Id(ChartOfAccounts.MerchantDeposit, Cny, "shop"))));
            return;
        }

        var (kind, owner) = _random.Next(3) switch { 0 => (ChartOfAccounts.Fund, "gestures"), 1 => (ChartOfAccounts.MerchantDeposit, "shop"), _ => (ChartOfAccounts.MerchantSettlement, "shop") };
        var (account, amount) = (ChartOfAccounts.Id(kind, Cny, owner), (long)_random.Next(1, 300));
        var order = TransferOrder.Move($"h{_next++}", ChartOfAccounts.Id(ChartOfAccounts.Platform, Cny), account, amount, Cny, "fill");
        if ((await Survive(() => World.Books.Post(order))).Succeeded)
        {
            _check.ByHand[account] = _check.ByHand.GetValueOrDefault(account) + amount;
        }
    }

    /// <summary>Until nothing is on its way and nothing is odd; then every remedy says what became of its money.</summary>
    private async Task Rest()
    {
        _process.Disarm();
        for (var round = 0; round < 4; round++)
        {
            await World.Settle();
            await SettleOdd();
            await World.Follow(again: true);
        }

        for (var more = 0; more < 20 && await World.Read(reader => reader.One<long>("select count(*) from ledger_payment where tenant = @tenant and state = 'odd'")) > 0; more++)
        {
            await SettleOdd();
            await World.Settle();
            await World.Follow(again: true);
        }

        await _check.EachStep();
        await _check.AtRest();
    }

    private async Task<T> Survive<T>(Func<Task<T>> work)
    {
        _process.Disarm();
        if (_random.Next(3) == 0)
        {
            var moment = (Moment)_random.Next(4);
            _process.Arm(moment, moment is Moment.BeforeStatement or Moment.AfterStatement ? _random.Next(12) : 0);
        }

        try
        {
            return await work();
        }
        catch (CrashException)
        {
            _process.Disarm();
            if (_random.Next(20) == 0)
            {
                await World.Restart(_process);
            }

            return await work();
        }
        finally
        {
            _process.Disarm();
        }
    }

    private void Count(string what, Problem? problem, bool plain = false)
    {
        var name = plain ? what : $"{what} {problem?.Code ?? "ok"}";
        Counts[name] = Counts.GetValueOrDefault(name) + 1;
    }

    /// <summary>The same in every process, which string's own is not.</summary>
    private static int HashCode(string key, int seed) => key.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter));
}
