using System.Globalization;
using System.Numerics;
using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Ledger;

/// <summary>
/// Random histories against the model, with a process that dies at every kind of point and a client that asks again with the same ids. After every commit the
/// books say what the model says. PATELLA_LEDGER_OPERATIONS sets how many orders a store gets; PATELLA_FULL=1 makes it ten million.
/// </summary>
public class RandomHistoryTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_122;
    private const int ReducedOrders = 3_000;
    private const int FullOrders = 10_000_000;

    /// <summary>Orders on one store before it is verified as a whole and a new one begins: the journal of ten million would fill the disk.</summary>
    private const int EpochOrders = 250_000;

    private static int Orders => int.TryParse(Environment.GetEnvironmentVariable("PATELLA_LEDGER_OPERATIONS"), CultureInfo.InvariantCulture, out var count) ? count
        : Environment.GetEnvironmentVariable("PATELLA_FULL") == "1" ? FullOrders : ReducedOrders;

    [Theory, OnSqlite, OnPostgres]
    public async Task The_books_say_what_the_model_says_whatever_dies_in_between(StoreKind kind)
    {
        var (left, epoch, orders) = (Orders, 0, 0L);
        var deaths = Enum.GetValues<Moment>().ToDictionary(moment => moment, _ => 0);
        for (; left > 0; left -= EpochOrders, epoch++)
        {
            var process = new DyingProcess();
            await using var world = await LedgerWorld.Create(kind, process);
            var history = new History(world, process, new Random(Seed + epoch), togetherLimit: Orders > ReducedOrders ? 300 : 24);
            orders += await history.Run(Math.Min(left, EpochOrders));
            foreach (var (moment, count) in process.Deaths)
            {
                deaths[moment] += count;
            }
        }

        output.WriteLine($"seed {Seed}, {orders} orders, {string.Join(", ", deaths.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.All(deaths, pair => Assert.True(pair.Value > 0, $"nothing died at {pair.Key}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_ledger_that_is_wrong_by_a_cent_now_and_then_is_seen(StoreKind kind)
    {
        var process = new DriftingProcess(new Random(Seed));
        await using var world = await LedgerWorld.Create(kind, process);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => new History(world, process, new Random(Seed), togetherLimit: 24).Run(ReducedOrders));
    }

    private sealed class History
    {
        private static readonly (string Kind, string Owner, string Currency, long Floor)[] Chart =
        [
            (ChartOfAccounts.Platform, "all", "CNY", 0), (ChartOfAccounts.Platform, "huge", "CNY", 0), (ChartOfAccounts.Suspense, "huge", "CNY", 0), (ChartOfAccounts.Fund, "gestures", "CNY", 0),
            (ChartOfAccounts.BuyerValue, "b1", "CNY", 0), (ChartOfAccounts.MerchantDeposit, "m1", "CNY", 100), (ChartOfAccounts.MerchantSettlement, "m1", "CNY", -500),
            (ChartOfAccounts.Advance, "c1", "CNY", 0), (ChartOfAccounts.WriteOff, "all", "CNY", 0), (ChartOfAccounts.Platform, "all", "USD", 0), (ChartOfAccounts.BuyerValue, "b2", "CNY", 0),
        ];

        private readonly LedgerWorld _world;
        private readonly DyingProcess _process;
        private readonly Random _random;
        private readonly int _togetherLimit;
        private readonly LedgerModel _model = new();
        private readonly RandomOrders _orders;
        private readonly string[] _accounts;

        public History(LedgerWorld world, DyingProcess process, Random random, int togetherLimit)
        {
            (_world, _process, _random, _togetherLimit) = (world, process, random, togetherLimit);
            _accounts = [.. Chart.Select(one => ChartOfAccounts.Id(one.Kind, one.Currency, one.Owner))];
            _orders = new RandomOrders(random, _model, _accounts);
        }

        public async Task<long> Run(int orders)
        {
            await Begin();
            var asked = 0L;
            for (var step = 1; asked < orders; step++)
            {
                asked += await Together();
                _world.Clock.Now += TimeSpan.FromMilliseconds(_random.Next(20) == 0 ? -_random.Next(3_600_000) : _random.Next(120_000));
                if (_random.Next(50) == 0)
                {
                    await Close(_accounts[^1]);
                }

                if (_random.Next(200) == 0)
                {
                    Assert.Null((await Survive(() => _world.Seal())).Problem);
                }
            }

            var finding = await _world.Verify();
            Assert.True(finding.Intact, finding.ToString());
            return asked;
        }

        private async Task Begin()
        {
            var accounts = Chart.Select(one => NewAccount.Of(one.Kind, one.Currency, one.Owner, one.Floor)).ToArray();
            Assert.Null((await _world.Store.Write(_world.Tenant, transaction => _world.Ledger.Open(transaction, accounts))).Problem);
            foreach (var account in accounts)
            {
                _model.Accounts[account.Id] = new ModelAccount(account.Currency, ChartOfAccounts.Find(account.Kind)!.Limited, account.Floor);
            }
        }

        private async Task<int> Together()
        {
            var postings = Enumerable.Range(0, _random.Next(1, _togetherLimit)).Select(_ => _orders.Next()).ToList();
            // A process that comes back believes a clock that was set back meanwhile; what its forerunner committed was decided at the forerunner's time.
            var first = _world.Business.Now;
            var (answers, again) = await Ask(postings);
            if (again)
            {
                // Only the answer was lost: what was posted then is repeated now, and what was refused is decided anew on what the others left.
                postings.ForEach(linked => _model.Decide(linked, first));
            }

            for (var index = 0; index < postings.Count; index++)
            {
                var (code, amounts, repeated) = _model.Decide(postings[index], _world.Business.Now);
                var told = $"{_world.Business.Now}: {string.Join(" + ", postings[index].AsEnumerable())} answered {answers[index].Problem?.Detail}";
                Assert.True(code == answers[index].Problem?.Code, $"the model says {code ?? "yes"}; {told}");
                if (code is null)
                {
                    Assert.Equal(amounts, answers[index].Value.Transfers.Select(transfer => new BigInteger(transfer.Amount)));
                    Assert.Equal(repeated, answers[index].Value.Repeated);
                }
            }

            await Compare();
            return postings.Sum(linked => linked.Length);
        }

        /// <summary>Asks until an answer comes, as a client whose server dies does.</summary>
        /// <returns>True in the second place when the first attempt had been committed and only its answer was lost.</returns>
        private async Task<(IReadOnlyList<Outcome<Posted>> Answers, bool Again)> Ask(IReadOnlyList<TransferOrder[]> postings)
        {
            var lost = _process.Deaths[Moment.AfterCommit];
            var answers = await Survive(() => _world.Store.Write(_world.Tenant, transaction => _world.Ledger.PostMany(transaction, postings)));
            return (answers, _process.Deaths[Moment.AfterCommit] > lost);
        }

        private async Task<T> Survive<T>(Func<Task<T>> work)
        {
            _process.Disarm();
            if (_random.Next(4) == 0)
            {
                var moment = (Moment)_random.Next(4);
                _process.Arm(moment, moment is Moment.BeforeStatement or Moment.AfterStatement ? _random.Next(6) : 0);
            }

            try
            {
                return await work();
            }
            catch (CrashException)
            {
                if (_random.Next(20) == 0)
                {
                    await _world.Restart(_process);
                }

                return await work();
            }
        }

        private async Task Close(string id)
        {
            var expected = _model.Close(id);
            var answer = await Survive(() => _world.Store.Write(_world.Tenant, transaction => _world.Ledger.Close(transaction, id)));
            Assert.Equal(expected, answer.Problem?.Code);
        }

        private async Task Compare()
        {
            foreach (var account in await _world.AllAccounts())
            {
                var expected = _model.Accounts[account.Id];
                Assert.Equal((expected.Debits, expected.Credits, expected.HeldDebits, expected.HeldCredits, expected.Closed),
                    (account.DebitsPosted, account.CreditsPosted, account.DebitsPending, account.CreditsPending, account.ClosedAt is not null));
            }

            Assert.All(_model.Sums(), sums => Assert.Equal((sums.Debits, sums.HeldDebits), (sums.Credits, sums.HeldCredits)));
        }
    }
}
