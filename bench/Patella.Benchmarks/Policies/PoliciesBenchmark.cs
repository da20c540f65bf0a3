using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Patella.Benchmarks.Serving;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Storage.Sqlite;
using Patella.Service;
using Patella.Service.Actions.Policy;
using Patella.Service.Edge;
using Patella.Service.Policies;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Guarding;
using Patella.Service.Tenants;

namespace Patella.Benchmarks.Policies;

/// <summary>What one question to the guard takes, and a backtest of stored decisions, held against a replay one by one on a sample.</summary>
public static class PoliciesBenchmark
{
    private const string Policy = "refund";
    private static readonly TenantId Tenant = new("bench");

    /// <param name="args"><c>--decisions N</c> (10,000,000), <c>--distinct N</c> made anew before they are stored again (1,000,000), <c>--sample N</c> (100,000), <c>--questions N</c> (200,000), <c>--postgres CONNECTION</c>, <c>--folder</c>.</param>
    /// <returns>0 when the sample comes out equal.</returns>
    public static int Run(string[] args) => RunAll(args).GetAwaiter().GetResult();

    private static async Task<int> RunAll(string[] args)
    {
        var (decisions, sample, questions) = (Figures.Number(args, "--decisions", 10_000_000), Figures.Number(args, "--sample", 100_000), Figures.Number(args, "--questions", 200_000));
        var blocks = (decisions + DecisionBlock.Size - 1) / DecisionBlock.Size;
        var distinct = Math.Min(blocks, (Figures.Number(args, "--distinct", 1_000_000) + DecisionBlock.Size - 1) / DecisionBlock.Size);
        await using var place = await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"));
        var migrations = new MigrationSet().Add(typeof(IStore).Assembly, "Timeline").Add(typeof(IStore).Assembly, "Timers").Add(typeof(Capabilities).Assembly, "Tenants").Add(typeof(Capabilities).Assembly, "Policies");
        await using var connections = place.Connection is null ? null : new PostgresConnections(place.Connection);
        IBus bus = connections is null ? new InProcessBus() : new PostgresBus(connections);
        await using IStore store = connections is null ? new SqliteStore(place.Folder, migrations, bus) : new PostgresStore(connections, migrations, bus);
        await store.Prepare(Tenant);
        Console.WriteLine($"{place.Name}, {Figures.MachineLoad()}");
        var kinds = new PolicyKinds(ActionPolicies.All());
        var (before, after) = (BenchTables.Refunds(Policy, 1, 1), BenchTables.Refunds(Policy, 2, 2));
        await Ask(store, kinds, after, questions);
        await Fill(store, new BenchDecisions(before, kinds.Find(Policy)!), blocks, distinct);
        return await Backtest(store, kinds.Find(Policy)!, after, decisions, distinct * DecisionBlock.Size, sample) ? 0 : 1;
    }

    /// <summary>One question after the other, as an action asks: facts read from their text, the version in force found in the store, the table evaluated.</summary>
    private static async Task Ask(IStore store, PolicyKinds kinds, PolicyVersion version, int questions)
    {
        await store.Write(Tenant, transaction => transaction.Execute(
            """
            insert into policy_version (tenant, id, policy, number, state, title, customer_view, dmn, words, hash, findings, command, proposer_kind, proposer_id, proposer_name, edited_by, based_on, answer_by, signed_hash, signed_by, effective_from, created_at)
            values (@tenant, 'v1', @Policy, 1, 'effective', 't', 'what it means for customers', @Dmn, '{}', @Hash, '[]', @Hash, 'agent', 'a', 'a', 'a', 0, 0, @Hash, 'b', 1, 1)
            """, new { Policy, version.Dmn, version.Hash }));
        var guard = new PolicyGuard(new PolicyBook(kinds), new TenantStore(), new RandomIdentifiers(TimeProvider.System));
        var (whole, table) = (new double[questions], new double[questions]);
        var found = await store.Read(Tenant, reader => new PolicyBook(kinds).At(reader, Policy, BenchDecisions.TimeOf(0)));
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < questions; number++)
            {
                var text = BenchDecisions.FactsOf(number);
                var begun = Stopwatch.GetTimestamp();
                var facts = FactSet.Read(text);
                await store.Read(Tenant, reader => guard.Ask(reader, new PolicyQuestion(Policy, "action:1", "case-1", facts, BenchDecisions.TimeOf(number))));
                whole[number] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                begun = Stopwatch.GetTimestamp();
                _ = Judge.Of(found, kinds.Find(Policy)!, FactSet.Read(text), BenchDecisions.TimeOf(number));
                table[number] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }

        Array.Sort(whole);
        Array.Sort(table);
        Console.WriteLine($"facts read and table of 33 rows evaluated, {questions:N0} questions: p50 {Figures.Percentile(table, 0.5):F4} ms, p99 {Figures.Percentile(table, 0.99):F4} ms");
        Console.WriteLine($"the guard's whole question, version found in the store: p50 {Figures.Percentile(whole, 0.5):F4} ms, p99 {Figures.Percentile(whole, 0.99):F4} ms (goal: 1 ms at p99)");
    }

    /// <summary>Whole blocks: the different ones are made on all cores, then each is stored as often as it takes.</summary>
    private static async Task Fill(IStore store, BenchDecisions made, int blocks, int distinct)
    {
        var begun = Stopwatch.GetTimestamp();
        foreach (var part in Enumerable.Range(0, distinct).Chunk(Environment.ProcessorCount * 2))
        {
            var packed = await Task.WhenAll(part.Select(block => Task.Run(() => made.Block((long)block * DecisionBlock.Size, DecisionBlock.Size))));
            foreach (var (block, columns) in part.Zip(packed))
            {
                for (var copy = block; copy < blocks; copy += distinct)
                {
                    await Store(store, copy + 1, DecisionBlock.Size, columns);
                }
            }
        }

        Console.WriteLine($"{(long)blocks * DecisionBlock.Size:N0} decisions stored in {blocks:N0} blocks, {distinct:N0} of them different, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
    }

    private static Task Store(IStore store, long block, int count, (string Path, byte[] Content)[] columns) => store.Write(Tenant, async transaction =>
    {
        await transaction.Execute("insert into policy_block (tenant, policy, number, decisions, from_at, until_at, paths) values (@tenant, @Policy, @block, @count, 0, 9000000000000000, @paths)", new { Policy, block, count, paths = Json.Write(columns.Select(column => column.Path)) });
        foreach (var (path, content) in columns)
        {
            await transaction.Execute(PolicyRows.Sql["AddColumn"], new { policy = Policy, block, path, content });
        }
    });

    private static async Task<bool> Backtest(IStore store, PolicyKind kind, PolicyVersion after, int decisions, int distinct, int sample)
    {
        var wanted = new ConcurrentDictionary<string, NewVerdict>();
        var step = Math.Max(1, distinct / sample);
        var begun = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var tally = await new Backtest(store, new TenantStore(), new MachineTime(TimeProvider.System)).Run(Tenant, after, kind, new BacktestRequest(), default);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var report = tally.Report(after.Hash, DateTimeOffset.UnixEpoch, "bench", new BacktestRequest(), seconds);
        Console.WriteLine($"backtest of {report.Decisions:N0} decisions: {seconds:F1} s, {report.Decisions / seconds:N0} a second, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F1} s of processor (goal: 10,000,000 in 60 s on 2 cores); {Figures.MachineLoad()}");
        Console.WriteLine($"better {report.Better:N0}, worse {report.Worse:N0}, same {report.Same:N0}, steps {report.AddedSteps:N0}, days {report.AddedDays:F1}, {string.Join(", ", report.Moves.Select(move => $"{move.Before} -> {move.After} {move.Decisions:N0}"))}");

        await new Backtest(store, new TenantStore(), new MachineTime(TimeProvider.System)).Run(Tenant, after, kind, new BacktestRequest(Most: distinct), default, (id, verdict) =>
        {
            if (long.Parse(id.AsSpan(1), CultureInfo.InvariantCulture) % step == 0)
            {
                wanted[id] = verdict;
            }
        });
        var (compared, wrong) = (0, 0);
        for (long number = 0; number < distinct && compared < sample; number += step, compared++)
        {
            var one = NewVerdict.Of(Judge.Of(after, kind, FactSet.Read(BenchDecisions.FactsOf(number)), BenchDecisions.TimeOf(number)));
            wrong += wanted.TryGetValue(BenchDecisions.IdOf(number), out var packed) && packed.Verdict with { Row = null } == one.Verdict with { Row = null } && packed.Broken == one.Broken ? 0 : 1;
        }

        Console.WriteLine($"{compared:N0} of them evaluated one by one from their whole facts: {wrong:N0} differ");
        return wrong == 0 && compared > 0 && report.Decisions >= decisions;
    }
}
