using Microsoft.Extensions.Logging.Abstractions;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Tests.Platform;
using static Patella.Kernel.Ledger.TransferOrder;

namespace Patella.Tests.Ledger;

/// <summary>Money that leaves and comes through a provider that refuses, is late, loses orders and answers, pays wrongly and twice: paid once, and the books say so.</summary>
public class PaymentTests
{
    private const string Cny = LedgerWorld.Currency;

    [Theory]
    [OnSqlite(ProviderFault.None), OnSqlite(ProviderFault.AnswerLost), OnSqlite(ProviderFault.OrderLost), OnSqlite(ProviderFault.Late), OnPostgres(ProviderFault.None), OnPostgres(ProviderFault.AnswerLost)]
    public async Task A_payment_is_made_once_whatever_gets_lost(StoreKind kind, object fault)
    {
        await using var world = await LedgerWorld.Create(kind);
        var side = new Side(world, new UnreliableProvider(_ => (ProviderFault)fault));
        await side.Begin();
        await side.Order("p1", 100);
        Assert.Equal(100, (await world.Account(side.Fund)).DebitsPending);
        await side.UntilEnded("p1");
        Assert.Equal(PaymentState.Confirmed, (await side.Find("p1")).State);
        Assert.Single(side.Provider.Moved);
        Assert.Equal((fault is ProviderFault.OrderLost ? 2 : 1), side.Provider.Sent["p1"]);
        Assert.Equal((100, 0, 100), ((await world.Account(side.Fund)).DebitsPosted, (await world.Account(side.Fund)).DebitsPending, (await world.Account(side.Buyer)).CreditsPosted));
        Assert.True((await world.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_provider_refuses_is_free_again(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var side = new Side(world, new UnreliableProvider(_ => ProviderFault.Refuses));
        await side.Begin();
        await side.Order("p1", 100);
        await side.UntilEnded("p1");
        var payment = await side.Find("p1");
        Assert.Equal((PaymentState.Failed, "instrument-closed"), (payment.State, payment.Code));
        Assert.Equal((0, 0), ((await world.Account(side.Fund)).DebitsPosted, (await world.Account(side.Fund)).DebitsPending));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_process_that_dies_between_handing_over_and_writing_down_asks_and_does_not_pay_again(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var side = new Side(world, new UnreliableProvider(_ => ProviderFault.None));
        await side.Begin();
        await side.Order("p1", 100);
        await world.Store.Write(world.Tenant, transaction => transaction.Execute("update ledger_payment set state = 'sending', attempts = 1, sent_at = 1 where tenant = @tenant"));
        await side.Provider.Send(world.Tenant, await side.Find("p1"), CancellationToken.None);
        await side.UntilEnded("p1");
        Assert.Equal((PaymentState.Confirmed, 1, 1), ((await side.Find("p1")).State, side.Provider.Sent["p1"], side.Provider.Asked["p1"]));
    }

    [Fact]
    public async Task The_same_order_again_changes_nothing_and_other_content_is_a_conflict()
    {
        await using var world = await LedgerWorld.Create(StoreKind.Sqlite);
        var side = new Side(world, new UnreliableProvider(_ => ProviderFault.None));
        await side.Begin();
        Assert.True((await side.Try("p1", 100)).Succeeded);
        Assert.True((await side.Try("p1", 100)).Succeeded);
        Assert.Equal("id-taken", (await side.Try("p1", 101)).Problem?.Code);
        Assert.Equal("limit-reached", (await side.Try("p2", 901)).Problem?.Code);
        Assert.Equal(100, (await world.Account(side.Fund)).DebitsPending);
        await side.UntilEnded("p1");
        Assert.Single(side.Provider.Moved);
    }

    [Fact]
    public async Task An_answer_with_another_amount_is_for_a_person_and_what_is_held_stays_held()
    {
        await using var world = await LedgerWorld.Create(StoreKind.Sqlite);
        var side = new Side(world, new UnreliableProvider(_ => ProviderFault.WrongAmount));
        await side.Begin();
        await side.Order("p1", 100);
        await side.UntilEnded("p1");
        Assert.Equal((PaymentState.Odd, 100), ((await side.Find("p1")).State, (await world.Account(side.Fund)).DebitsPending));
        Assert.Equal([("p1", "amount", 101L)], await side.Open());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_reconciliation_shows_what_does_not_match_until_it_does(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var side = new Side(world, new UnreliableProvider(key => key == "twice" ? ProviderFault.PaysTwice : ProviderFault.None));
        await side.Begin();
        foreach (var id in new[] { "good", "twice", "lost" })
        {
            await side.Order(id, 100);
            await side.UntilEnded(id);
        }

        side.Provider.Forget("lost");
        side.Provider.MoveUnasked("foreign", 77);
        world.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(3, await side.Reconcile());
        Assert.Equal([("foreign", "not-ours", 77L), ("lost", "missing-there", null), ("twice", "amount", 200L)], (await side.Open()).Order());
        Assert.Equal(3, await side.Reconcile());
        side.Provider.Forget("foreign");
        await side.Provider.Send(world.Tenant, await side.Find("lost"), CancellationToken.None);
        Assert.Equal(2, await side.Reconcile());
        Assert.True((await world.Verify()).Intact);
    }

    [Fact]
    public async Task Money_that_comes_in_is_booked_when_it_has_come()
    {
        await using var world = await LedgerWorld.Create(StoreKind.Sqlite);
        var side = new Side(world, new UnreliableProvider(key => key == "in2" ? ProviderFault.Refuses : ProviderFault.Late));
        await side.Begin();
        var provider = (await world.Accounts(ChartOfAccounts.Provider, 1))[0];
        var deposit = (await world.Accounts(ChartOfAccounts.MerchantDeposit, 1))[0];
        foreach (var id in new[] { "in1", "in2" })
        {
            Assert.True((await world.Store.Write(world.Tenant, transaction => side.Desk.Order(transaction, new NewPayment(id, true, provider, deposit, 500, Cny, "card-1")))).Succeeded);
            Assert.Equal("unknown-account", (await world.Store.Write(world.Tenant, transaction => side.Desk.Order(transaction, new NewPayment("in3", true, provider, "nobody", 500, Cny, "card-1")))).Problem?.Code);
            await side.UntilEnded(id);
        }

        Assert.Equal((500, 500), ((await world.Account(deposit)).CreditsPosted, (await world.Account(provider)).DebitsPosted));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_payments_over_a_provider_of_random_faults_are_paid_exactly_as_the_books_say(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var faults = Enum.GetValues<ProviderFault>().Where(fault => fault is not (ProviderFault.WrongAmount or ProviderFault.PaysTwice)).ToArray();
        var side = new Side(world, new UnreliableProvider(key => faults[key.Sum(c => c * 31) % faults.Length]));
        await side.Begin();
        for (var number = 0; number < 60; number++)
        {
            await side.Order($"p{number}", 10);
        }

        for (var number = 0; number < 60; number++)
        {
            await side.UntilEnded($"p{number}");
        }

        Assert.Equal(side.Provider.Moved.Sum(entry => entry.Amount), (await world.Account(side.Buyer)).CreditsPosted);
        Assert.Equal(0, (await world.Account(side.Fund)).DebitsPending);
        Assert.True((await world.Verify()).Intact);
    }

    /// <summary>Our side of the payments: desk, owner and reconciliation over a provider.</summary>
    private sealed class Side
    {
        private readonly LedgerWorld _world;
        private readonly PaymentOwner _owner;
        private readonly Reconciliation _reconciliation;
        private readonly Ownership _ownership = new("payments", 1, false, CancellationToken.None);

        public Side(LedgerWorld world, UnreliableProvider provider)
        {
            (_world, Provider) = (world, provider);
            var machine = new MachineTime(world.Clock);
            Desk = new PaymentDesk(world.Ledger, world.Business, machine, new SeededIdentifiers(13), world.Fixture.Bus);
            _reconciliation = new Reconciliation(world.Store, provider, world.Business, NullLogger<Reconciliation>.Instance);
            _owner = new PaymentOwner(world.Tenant, Desk, _reconciliation, provider, world.Store, machine, world.Fixture.Bus, NullLogger<PaymentOwner>.Instance);
        }

        public UnreliableProvider Provider { get; }

        public PaymentDesk Desk { get; }

        public string Fund { get; private set; } = "";

        public string Buyer { get; private set; } = "";

        public async Task Begin()
        {
            var platform = (await _world.Accounts(ChartOfAccounts.Platform, 1))[0];
            Fund = (await _world.Accounts(ChartOfAccounts.Fund, 1))[0];
            Buyer = (await _world.Accounts(ChartOfAccounts.BuyerInstrument, 1))[0];
            await _world.Post(Move("budget", platform, Fund, 1_000, Cny, "budget"));
        }

        public Task<Outcome<Payment>> Try(string id, long amount) => _world.Store.Write(_world.Tenant, transaction => Desk.Order(transaction, new NewPayment(id, false, Fund, Buyer, amount, Cny, "card-1")));

        public async Task Order(string id, long amount) => Assert.Null((await Try(id, amount)).Problem);

        public async Task<Payment> Find(string id) => (await _world.Store.Read(_world.Tenant, reader => Desk.Find(reader, id)))!;

        /// <summary>Lets the owner work, with the machine's clock going on, until the payment is at its end.</summary>
        public async Task UntilEnded(string id)
        {
            for (var look = 0; look < 40 && (await Find(id)).EndedAt is null; look++)
            {
                await _owner.Work(_ownership);
                _world.Clock.Now += TimeSpan.FromSeconds(20);
            }

            Assert.NotNull((await Find(id)).EndedAt);
        }

        public async Task<long> Reconcile()
        {
            var from = await _world.Store.Read(_world.Tenant, reader => reader.One<long?>(PaymentDesk.Sql["Reconciled"])) ?? 0;
            return await _reconciliation.Run(_world.Tenant, from, _ownership);
        }

        public async Task<IReadOnlyList<(string Payment, string Kind, long? Theirs)>> Open()
            => await _world.Store.Read(_world.Tenant, reader => reader.Many<(string, string, long?)>("select payment, kind, theirs from ledger_mismatch where tenant = @tenant and settled_at is null"));
    }
}
