using Patella.Benchmarks.Serving;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Storage.Sqlite;
using Patella.Service;
using Patella.Service.Edge;
using Patella.Service.Policies;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Benchmarks.Lighthouse;

/// <summary>The lighthouse on a store of its own, without a server.</summary>
internal sealed class BenchNight : IAsyncDisposable
{
    private const int RowsAtOnce = 20_000;
    private static readonly Bulk Merchants = new("merchant", ["id"], ["external_id", "name", "unit", "category"], _ => false);
    private static readonly Bulk Days = new("score_day", ["merchant", "day"], DaySums.Columns, column => column != "merchant");
    private readonly TenantId _tenant = new("bench");
    private readonly IStore _store;
    private readonly PostgresConnections? _connections;
    private readonly TenantStore _tenants = new();
    private readonly ScoreTables _tables;
    private readonly NightRun _run;

    private BenchNight(ServerStore place)
    {
        var migrations = new MigrationSet().Add(typeof(IStore).Assembly, "Timeline").Add(typeof(IStore).Assembly, "Timers").Add(typeof(IStore).Assembly, "Ownership");
        foreach (var capability in new[] { "Tenants", "Policies", "Scorecards" })
        {
            migrations.Add(typeof(Capabilities).Assembly, capability);
        }

        _connections = place.Connection is null ? null : new PostgresConnections(place.Connection);
        IBus bus = _connections is null ? new InProcessBus() : new PostgresBus(_connections);
        _store = _connections is null ? new SqliteStore(place.Folder, migrations, bus) : new PostgresStore(_connections, migrations, bus);
        var business = new BusinessTime(TimeProvider.System);
        _tables = new ScoreTables(new PolicyBook(new PolicyKinds(ScoreTables.Kinds)));
        var badges = new Badges(_store, _tenants, business, new MachineTime(TimeProvider.System), new RandomIdentifiers(TimeProvider.System));
        _run = new NightRun(_store, _tenants, _tables, badges, business);
    }

    public static async Task<BenchNight> Open(ServerStore place)
    {
        var night = new BenchNight(place);
        await night._store.Prepare(night._tenant);
        await night._store.Write(night._tenant, transaction => night._tenants.SaveProfile(transaction, new TenantProfile("bench", "en", new Look("#000000", "bench", ""), TimeZone: "UTC")));
        return night;
    }

    /// <summary>Writes the shops and what their days came to.</summary>
    public async Task<long> Fill(BenchShops shops)
    {
        foreach (var some in Enumerable.Range(0, shops.Count).Chunk(RowsAtOnce))
        {
            await _store.Write(_tenant, transaction => Merchants.Save(transaction, some.Select(shop => (object?[])[BenchShops.Name(shop), BenchShops.Name(shop), BenchShops.Name(shop), "market", BenchShops.Category(shop)])));
        }

        var rows = 0L;
        var days = Enumerable.Range(0, shops.Count).SelectMany(shop => shops.Sums(shop).OrderBy(day => day.Key).Select(day => (object?[])[BenchShops.Name(shop), day.Key, .. day.Value]));
        foreach (var some in days.Chunk(RowsAtOnce))
        {
            await _store.Write(_tenant, transaction => Days.Save(transaction, some));
            rows += some.Length;
        }

        return rows;
    }

    public async Task<NightRow> Score(long night)
    {
        var until = night - Indicators.Lag;
        await _store.Write(_tenant, transaction => transaction.Execute(FactStore.Sql["AskNight"], new { night, from = until - Indicators.Window + 1, until, at = 0L }));
        await _run.Run(_tenant, await Find(night), _ => Task.CompletedTask);
        return await Find(night);
    }

    public Task<ScoreTable> Table() => _store.Read(_tenant, reader => _tables.Score(reader, 0));

    public async Task<Dictionary<string, ScoreRow>> Kept(long night)
    {
        var kept = new Dictionary<string, ScoreRow>();
        for (var after = "";;)
        {
            var rows = await _store.Read(_tenant, reader => reader.Many<ScoreRow>(FactStore.Sql["ScoresOfNight"], new { night, after, category = (string?)null, limit = RowsAtOnce }));
            foreach (var row in rows)
            {
                kept[row.Merchant] = row;
            }

            if (rows.Count < RowsAtOnce)
            {
                return kept;
            }

            after = rows[^1].Merchant;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        if (_connections is not null)
        {
            await _connections.DisposeAsync();
        }
    }

    private async Task<NightRow> Find(long night) => (await _store.Read(_tenant, reader => reader.One<NightRow>(FactStore.Sql["FindNight"], new { night })))!;
}
