using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Seals;
using Patella.Tests.Platform;
using Patella.Tests.Service;

namespace Patella.Tests.Ledger;

/// <summary>A ledger on an empty store; with an interference it is a broken or a dying one.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public const string Currency = "CNY";

    private LedgerWorld(StoreFixture fixture, Interference interference)
    {
        Fixture = fixture;
        Business = new BusinessTime(Clock);
        (Ledger, Intake, Store) = Open(fixture.Store, fixture.Bus, interference);
        Seals = new SealChain(Business, new MachineTime(Clock), new SeededIdentifiers(11));
    }

    public StoreFixture Fixture { get; }

    public StandingClock Clock { get; } = new(ServiceWorld.Start);

    /// <summary>Stands still while the machine's clock is behind; after a restart it believes the machine.</summary>
    public BusinessTime Business { get; private set; }

    public IStore Store { get; private set; }

    public GeneralLedger Ledger { get; private set; }

    public PostingIntake Intake { get; private set; }

    public SealChain Seals { get; }

    public TenantId Tenant => Fixture.Tenant;

    public static Task<LedgerWorld> Create(StoreKind kind, Interference? interference = null) => Create(kind, interference, "Ledger");

    /// <summary>With the tables of these capabilities, lowest first.</summary>
    public static async Task<LedgerWorld> Create(StoreKind kind, Interference? interference, params string[] capabilities)
        => new(await StoreFixture.Create(kind, set =>
        {
            foreach (var capability in capabilities)
            {
                set.Add(typeof(Capabilities).Assembly, capability);
            }
        }), interference ?? new Interference());

    /// <summary>What a second process has: its own connections, the same books. On SQLite, where one process has the file, it shares the store.</summary>
    public async Task<PostingIntake> Another()
    {
        if (Fixture.Kind == StoreKind.Sqlite)
        {
            return new PostingIntake(Store, Ledger);
        }

        var other = await Fixture.OpenAnother();
        return Open(other.Store, other.Bus, new Interference()).Item2;
    }

    /// <summary>Closes everything and opens it anew, as a restart does.</summary>
    public async Task Restart(Interference? interference = null)
    {
        await Fixture.Restart();
        Business = new BusinessTime(Clock);
        (Ledger, Intake, Store) = Open(Fixture.Store, Fixture.Bus, interference ?? new Interference());
    }

    /// <summary>Opens accounts of a kind, one for each owner, and gives their ids.</summary>
    public async Task<string[]> Accounts(string kind, int count, string currency = Currency, long floor = 0)
    {
        var wanted = Enumerable.Range(0, count).Select(number => NewAccount.Of(kind, currency, $"o{number}", floor)).ToArray();
        Assert.True((await Store.Write(Tenant, transaction => Ledger.Open(transaction, wanted))).Succeeded);
        return [.. wanted.Select(account => account.Id)];
    }

    public Task<Outcome<Posted>> Post(params TransferOrder[] linked) => Store.Write(Tenant, transaction => Ledger.Post(transaction, linked));

    public async Task<LedgerAccount> Account(string id) => (await Store.Read(Tenant, reader => Ledger.Find(reader, id)))!;

    public Task<IReadOnlyList<LedgerAccount>> AllAccounts() => Store.Read(Tenant, reader => reader.Many<LedgerAccount>("select * from ledger_account where tenant = @tenant order by id"));

    public Task<IReadOnlyList<Transfer>> Journal() => Store.Read(Tenant, reader => reader.Many<Transfer>("select * from ledger_transfer where tenant = @tenant order by at, id"));

    public Task<BookFinding> Verify() => Store.Read(Tenant, new BookCheck().Run);

    public Task<Outcome<Seal>> Seal() => Store.Write(Tenant, Seals.Make, WriteMode.Serializable);

    /// <summary>What the owner of the timers does when one is due.</summary>
    public Task Fire(BusinessTimer timer)
        => Store.Write(Tenant, transaction => new LedgerTimers(Ledger, new TimerTable(Fixture.Bus), Business, new MachineTime(Clock), new SeededIdentifiers(12)).Fire(transaction, timer));

    /// <summary>A statement by hand as the owner of the schema, past the program and its rights.</summary>
    public async Task ByHand(string sql)
    {
        if (Fixture.Kind == StoreKind.Sqlite)
        {
            await Fixture.Store.Write(Tenant, transaction => transaction.Execute(sql));
            return;
        }

        await using var connection = new Npgsql.NpgsqlConnection(Fixture.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lets entries be changed by hand, as whoever owns the database can.</summary>
    public async Task Unlock()
    {
        await ByHand(Fixture.Kind == StoreKind.Sqlite ? "drop trigger ledger_transfer_unchanged" : "drop trigger ledger_transfer_unchanged on ledger_transfer");
        if (Fixture.Kind == StoreKind.Sqlite)
        {
            await ByHand("drop trigger ledger_transfer_kept");
        }
    }

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();

    private (GeneralLedger, PostingIntake, IStore) Open(IStore store, IBus bus, Interference interference)
    {
        var between = new InterferingStore(store, interference);
        var ledger = new GeneralLedger(new TimerTable(bus), Business, new MachineTime(Clock));
        return (ledger, new PostingIntake(between, ledger), between);
    }
}
