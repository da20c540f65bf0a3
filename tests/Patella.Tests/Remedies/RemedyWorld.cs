using Microsoft.Extensions.Logging.Abstractions;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;

namespace Patella.Tests.Remedies;

/// <summary>Remedies over the books of an empty store and a provider with faults of its own. Two consumers: ann has a card and a gift card, bob a card.</summary>
internal sealed class RemedyWorld : IAsyncDisposable
{
    public const string Cny = LedgerWorld.Currency;
    public const string Order = "order-1";
    private readonly Func<string, ProviderFault> _faultOf;
    private readonly Ownership _ownership = new("payments", 1, false, CancellationToken.None);
    private PaymentOwner _owner = null!;
    private RemedyOutcomes _outcomes = null!;
    private long _read;

    private RemedyWorld(LedgerWorld books, Func<string, ProviderFault> faultOf)
    {
        (Books, _faultOf) = (books, faultOf);
        Provider = new UnreliableProvider(key => _faultOf(key));
        Build();
    }

    public LedgerWorld Books { get; }

    public UnreliableProvider Provider { get; }

    public PaymentDesk Payments { get; private set; } = null!;

    public RemedyDesk Desk { get; private set; } = null!;

    public AdvanceDesk Advances { get; private set; } = null!;

    public static async Task<RemedyWorld> Create(StoreKind kind, Func<string, ProviderFault>? faultOf = null, Interference? interference = null)
    {
        var world = new RemedyWorld(await LedgerWorld.Create(kind, interference, "Parties", "Ledger", "Remedies"), faultOf ?? (_ => ProviderFault.None));
        await world.Begin();
        return world;
    }

    /// <summary>Closes everything and opens it anew, as a restart does.</summary>
    public async Task Restart(Interference? interference = null)
    {
        await Books.Restart(interference);
        Build();
    }

    public Task<T> Write<T>(Func<ITransaction, Task<T>> command) => Books.Store.Write(Books.Tenant, command);

    public Task<T> Read<T>(Func<IReader, Task<T>> query) => Books.Store.Read(Books.Tenant, query);

    public static NewRemedy Refund(string id, long amount, string? instrument = "card-a", string order = Order, string currency = Cny)
        => new(id, RemedyKinds.Refund, RemedySource.OrderPaid, amount, currency, order, null, "ann", instrument, null, "arrived broken", new RemedyGiver("staff", "sam", 2));

    public static NewRemedy Gesture(string id, long amount, string? instrument = "gift-a", string by = "sam", int grade = 2)
        => new(id, RemedyKinds.Voucher, RemedySource.Fund, amount, Cny, Order, null, "ann", instrument, "gestures", "sorry for the wait", new RemedyGiver("staff", by, grade));

    public static NewRemedy Charge(string id, long amount, string instrument = "gift-a")
        => new(id, RemedyKinds.Charge, RemedySource.Instrument, amount, Cny, Order, null, "ann", instrument, null, "a dearer one", RemedyGiver.System);

    public static NewRemedy Advance(string id, long amount, string instrument = "card-a", string @case = "case-1")
        => new(id, RemedyKinds.Advance, RemedySource.Advance, amount, Cny, Order, @case, "ann", instrument, null, "the shop does not answer", RemedyGiver.System);

    public Task<Outcome<OrderBalance>> Know(long captured, long refunded = 0, string payment = "p1", string? instrument = "card-a", string order = Order, string currency = Cny)
        => Write(transaction => Desk.Know(transaction, new OrderMoney(order, currency, [new CapturedPayment(payment, instrument, captured, refunded)])));

    public Task<Outcome<Remedy>> Plan(NewRemedy remedy) => Write(transaction => Desk.Plan(transaction, remedy));

    public Task<Outcome<Remedy>> Reserve(string id) => Write(transaction => Desk.Reserve(transaction, id));

    public Task<Outcome<Remedy>> Pay(string id) => Write(transaction => Desk.Pay(transaction, id));

    public Task<Outcome<Remedy>> Cancel(string id) => Write(transaction => Desk.Cancel(transaction, id, "not done"));

    public Task<Outcome<Remedy>> Retry(string id, string? instrument = null) => Write(transaction => Desk.Retry(transaction, id, instrument));

    public async Task<Outcome<Remedy>> Give(NewRemedy remedy)
    {
        var planned = await Plan(remedy);
        return planned.Succeeded ? await Pay(remedy.Id) : planned;
    }

    public async Task<Remedy> Find(string id) => (await Read(reader => Desk.Find(reader, id)))!;

    public Task<LedgerAccount> Account(string kind, string owner, string currency = Cny) => Books.Account(ChartOfAccounts.Id(kind, currency, owner));

    public async Task<long> Balance(string kind, string owner) => (await Books.Store.Read(Books.Tenant, reader => Books.Ledger.Find(reader, ChartOfAccounts.Id(kind, Cny, owner))))?.Balance ?? 0;

    /// <summary>Lets the owner of payments work and the reader of the timeline learn, with the machine's clock going on, until nothing is on its way.</summary>
    public async Task Settle()
    {
        for (var look = 0; look < 60 && await OnTheWay() > 0; look++)
        {
            await _owner.Work(_ownership);
            Books.Clock.Now += TimeSpan.FromSeconds(20);
        }

        Assert.Equal(0, await OnTheWay());
        await Follow();
    }

    public Task<int> Work() => _owner.Work(_ownership);

    /// <summary>What the reader of the timeline learns; its place is lost with the process, so it may read again what it knows.</summary>
    public async Task Follow(bool again = false)
    {
        var from = again ? 0 : _read;
        var entries = await Read(reader => reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant and position > @from order by position", new { from }));
        if (entries.Count > 0)
        {
            await Write(async transaction =>
            {
                await _outcomes.Apply(transaction, entries);
                return true;
            });
            _read = entries[^1].Position;
        }
    }

    public async Task<IReadOnlyList<string>> Told(string id) => [.. (await Read(reader => reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant order by position")))
        .Where(entry => entry.Kind.StartsWith("remedy.", StringComparison.Ordinal) && entry.Data!.Contains($"\"remedy\":\"{id}\"", StringComparison.Ordinal)).Select(entry => entry.Kind)];

    public ValueTask DisposeAsync() => Books.DisposeAsync();

    private Task<long> OnTheWay() => Read(reader => reader.One<long>("select count(*) from ledger_payment where tenant = @tenant and state in ('queued', 'sending', 'unknown')"));

    private void Build()
    {
        var machine = new MachineTime(Books.Clock);
        var timers = new TimerTable(Books.Fixture.Bus);
        var identifiers = new SeededIdentifiers((int)(machine.Now % 1_000_000));
        var persons = new PersonStore(Books.Business, identifiers);
        var instruments = new InstrumentStore(persons, Books.Business);
        Payments = new PaymentDesk(Books.Ledger, Books.Business, machine, identifiers, Books.Fixture.Bus);
        Desk = new RemedyDesk(Books.Ledger, Payments, persons, instruments, timers, Books.Business, machine, identifiers);
        Advances = new AdvanceDesk(Books.Ledger, timers, Books.Business, machine, identifiers);
        var reconciliation = new Reconciliation(Books.Store, Provider, Books.Business, NullLogger<Reconciliation>.Instance);
        _owner = new PaymentOwner(Books.Tenant, Payments, reconciliation, Provider, Books.Store, machine, Books.Fixture.Bus, NullLogger<PaymentOwner>.Instance);
        _outcomes = new RemedyOutcomes(Desk, Books.Business);
    }

    private async Task Begin()
    {
        var persons = new PersonStore(Books.Business, new SeededIdentifiers(5));
        var instruments = new InstrumentStore(persons, Books.Business);
        await Books.Fixture.Store.Write(Books.Tenant, async transaction =>
        {
            foreach (var (person, id, kind) in new[] { ("ann", "card-a", InstrumentKinds.Card), ("ann", "wallet-a", InstrumentKinds.Wallet), ("ann", "gift-a", InstrumentKinds.StoredValue), ("bob", "card-b", InstrumentKinds.Card) })
            {
                await persons.AddAnonymous(transaction, person, null);
                await instruments.Keep(transaction, new Instrument(id, person, kind, id));
            }

            NewAccount[] accounts = [NewAccount.Of(ChartOfAccounts.Platform, Cny), NewAccount.Of(ChartOfAccounts.Fund, Cny, "gestures"), NewAccount.Of(ChartOfAccounts.MerchantDeposit, Cny, "shop"), NewAccount.Of(ChartOfAccounts.MerchantSettlement, Cny, "shop")];
            Assert.Null((await Books.Ledger.Open(transaction, accounts)).Problem);
            Assert.Null((await Books.Ledger.Post(transaction, TransferOrder.Move("budget", accounts[0].Id, accounts[1].Id, 10_000, Cny, "budget"))).Problem);
            return true;
        });
    }
}
