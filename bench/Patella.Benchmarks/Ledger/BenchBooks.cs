using Patella.Benchmarks.Serving;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Storage.Sqlite;
using Patella.Platform.Timers;
using Patella.Service;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Ledger.Seals;
using Patella.Service.Parties;
using Patella.Service.Remedies;

namespace Patella.Benchmarks.Ledger;

/// <summary>Books with shops that have a lot of money, one fund with a large budget, and buyers.</summary>
internal sealed class BenchBooks : IAsyncDisposable
{
    private const long Plenty = 1_000_000_000_000;
    private readonly TenantId _tenant = new("bench");
    private readonly IStore _store;
    private readonly PostgresConnections? _connections;
    private readonly IBus _bus;
    private readonly GeneralLedger _ledger;
    private readonly PostingIntake _intake;
    private readonly InstrumentStore _instruments;
    private readonly RemedyDesk _desk;
    private readonly RemedyIntake _remedies;

    private BenchBooks(ServerStore place)
    {
        var migrations = new MigrationSet().Add(typeof(IStore).Assembly, "Timeline").Add(typeof(IStore).Assembly, "Timers").Add(typeof(IStore).Assembly, "Ownership")
            .Add(typeof(Capabilities).Assembly, "Parties").Add(typeof(Capabilities).Assembly, "Ledger").Add(typeof(Capabilities).Assembly, "Remedies");
        _connections = place.Connection is null ? null : new PostgresConnections(place.Connection);
        _bus = _connections is null ? new InProcessBus() : new PostgresBus(_connections);
        _store = _connections is null ? new SqliteStore(place.Folder, migrations, _bus) : new PostgresStore(_connections, migrations, _bus);
        _ledger = new GeneralLedger(new TimerTable(_bus), new BusinessTime(TimeProvider.System), new MachineTime(TimeProvider.System));
        _intake = new PostingIntake(_store, _ledger);
        var (business, machine, identifiers) = (new BusinessTime(TimeProvider.System), new MachineTime(TimeProvider.System), new RandomIdentifiers(TimeProvider.System));
        var persons = new PersonStore(business, identifiers);
        _instruments = new InstrumentStore(persons, business);
        _desk = new RemedyDesk(_ledger, new PaymentDesk(_ledger, business, machine, identifiers, _bus), persons, _instruments, new TimerTable(_bus), business, machine, identifiers);
        _remedies = new RemedyIntake(_store, _desk);
    }

    public static string Fund => ChartOfAccounts.Id(ChartOfAccounts.Fund, "CNY", "gestures");

    public static string Shop(long number) => ChartOfAccounts.Id(ChartOfAccounts.MerchantSettlement, "CNY", $"shop-{number}");

    public static string Buyer(long number) => ChartOfAccounts.Id(ChartOfAccounts.BuyerValue, "CNY", $"buyer-{number}");

    public static async Task<BenchBooks> Open(ServerStore place, int owners)
    {
        var books = new BenchBooks(place);
        await books._store.Prepare(books._tenant);
        var platform = NewAccount.Of(ChartOfAccounts.Platform, "CNY");
        await books.Make([platform, NewAccount.Of(ChartOfAccounts.Fund, "CNY", "gestures")]);
        await books.Post(TransferOrder.Move("budget", platform.Id, Fund, Plenty, "CNY", "budget"));
        foreach (var part in Enumerable.Range(0, owners).Chunk(1_000))
        {
            await books.Make([.. part.Select(number => NewAccount.Of(ChartOfAccounts.MerchantSettlement, "CNY", $"shop-{number}")), .. part.Select(number => NewAccount.Of(ChartOfAccounts.BuyerValue, "CNY", $"buyer-{number}"))]);
            await books._store.Write(books._tenant, async transaction =>
            {
                foreach (var number in part)
                {
                    await books._instruments.Keep(transaction, new Instrument($"buyer-{number}", $"person-{number}", InstrumentKinds.StoredValue, "balance"));
                }
            });
            await Task.WhenAll(part.Select(number => books.Post(TransferOrder.Move($"settled-{number}", platform.Id, Shop(number), Plenty, "CNY", "settlement"))));
        }

        return books;
    }

    /// <summary>A posting that is a transaction by itself, together with others.</summary>
    public async Task<bool> Post(TransferOrder order) => (await _intake.Post(_tenant, order)).Succeeded;

    /// <summary>A posting inside a transaction of somebody else's, as Remedies makes them.</summary>
    public async Task<bool> PostAlone(TransferOrder order) => (await _store.Write(_tenant, transaction => _ledger.Post(transaction, order))).Succeeded;

    /// <summary>A gesture out of the fund, together with others.</summary>
    public async Task<bool> Give(long number, int owners) => (await _remedies.Give(_tenant, Gesture(number, owners))).Succeeded;

    /// <summary>A gesture in a transaction of its own.</summary>
    public async Task<bool> GiveAlone(long number, int owners) => (await _store.Write(_tenant, async transaction => (await _desk.GiveMany(transaction, [Gesture(number, owners)]))[0])).Succeeded;

    private static NewRemedy Gesture(long number, int owners)
    {
        var owner = number * 104_729 % owners;
        return new NewRemedy($"g{number}", RemedyKinds.Voucher, RemedySource.Fund, 1 + (number % 500), "CNY", null, null, $"person-{owner}", $"buyer-{owner}", "gestures", "sorry", RemedyGiver.System);
    }

    public async Task<bool> Verify()
    {
        var finding = await _store.Read(_tenant, new BookCheck().Run);
        Console.WriteLine($"          verified: {finding.Entries:N0} entries, {finding.Accounts:N0} accounts, {(finding.Intact ? "intact" : $"{finding.Why} at {finding.At}")}");
        return finding.Intact;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        if (_bus is IAsyncDisposable bus)
        {
            await bus.DisposeAsync();
        }

        if (_connections is not null)
        {
            await _connections.DisposeAsync();
        }
    }

    private Task Make(IReadOnlyList<NewAccount> accounts) => _store.Write(_tenant, transaction => _ledger.Open(transaction, accounts));
}
