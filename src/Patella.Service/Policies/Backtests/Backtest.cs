using System.Collections.Concurrent;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;
using Patella.Service.Tenants;

namespace Patella.Service.Policies.Backtests;

/// <summary>A block of packed decisions.</summary>
internal sealed record BlockRow
{
    public long Number { get; init; }

    public long Decisions { get; init; }

    public long FromAt { get; init; }

    public long UntilAt { get; init; }

    /// <summary>Null while it is marked and not packed yet.</summary>
    public string? Paths { get; init; }
}

/// <summary>Tries a version on every stored decision of its policy: packed ones block by block on all cores, those that are not packed yet one by one.</summary>
internal sealed class Backtest(IStore store, TenantStore tenants, MachineTime machine)
{
    private static readonly Statements Sql = PolicyRows.Sql;

    public async Task<Tally> Run(TenantId tenant, PolicyVersion version, PolicyKind kind, BacktestRequest request, CancellationToken cancellation, Action<string, NewVerdict>? each = null)
    {
        var (from, until) = (request.From is { } first ? Microseconds.From(first) : long.MinValue, request.Until is { } last ? Microseconds.From(last) : long.MaxValue);
        var usual = (await store.Read(tenant, reader => CustomerFirst.Find(tenants, reader), cancellation)).DecideWithinHours;
        var (all, left) = (new Tally(usual), request.Most ?? long.MaxValue);
        left -= await Loose(tenant, version, kind, from, until, left, all, each, cancellation);
        var blocks = new List<(BlockRow Block, long Most)>();
        foreach (var block in await store.Read(tenant, reader => reader.Many<BlockRow>(Sql["Blocks"], new { policy = kind.Key, from, until }), cancellation))
        {
            if (left <= 0)
            {
                break;
            }

            blocks.Add((block, left));
            left -= block.Decisions;
        }

        var parts = new ConcurrentBag<Tally>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            async () =>
            {
                var (own, run) = (new Tally(usual), new BlockRun(version, kind));
                for (var index = Interlocked.Increment(ref next); index < blocks.Count; index = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    await One(tenant, kind.Key, blocks[index].Block, run, from, until, blocks[index].Most, own, each);
                }

                parts.Add(own);
            },
            cancellation)));
        foreach (var part in parts)
        {
            all.Take(part);
        }

        return all;
    }

    public async Task<BacktestReport> Report(Caller caller, PolicyVersion version, PolicyKind kind, BacktestRequest request, DateTimeOffset at, string by, CancellationToken cancellation)
    {
        var begun = machine.Now;
        var tally = await Run(caller.Tenant, version, kind, request, cancellation);
        return tally.Report(version.Hash, at, by, request, (machine.Now - begun) / (double)Microseconds.PerSecond);
    }

    private async Task One(TenantId tenant, string policy, BlockRow block, BlockRun run, long from, long until, long most, Tally tally, Action<string, NewVerdict>? each)
    {
        var columns = Json.Read<string[]>(block.Paths) is { } paths
            ? (await store.Read(tenant, reader => reader.Many<(string Path, byte[] Content)>(Sql["Columns"], new { policy, block = block.Number, paths = run.Columns(paths) }))).ToDictionary(row => row.Path, row => PackedColumn.Read(row.Content))
            : DecisionBlock.Pack(await store.Read(tenant, reader => reader.Many<PolicyDecisionRow>(Sql["RowsOfBlock"], new { policy, block = block.Number })));
        if (columns.ContainsKey(DecisionBlock.Verdict))
        {
            run.Run(columns, from, until, most, tally, each);
        }
    }

    private async Task<long> Loose(TenantId tenant, PolicyVersion version, PolicyKind kind, long from, long until, long most, Tally tally, Action<string, NewVerdict>? each, CancellationToken cancellation)
    {
        var (run, done, after) = (new BlockRun(version, kind), 0L, "");
        while (done < most)
        {
            var rows = await store.Read(tenant, reader => reader.Many<PolicyDecisionRow>(Sql["LooseRows"], new { policy = kind.Key, from, until, after }), cancellation);
            if (rows.Count == 0)
            {
                break;
            }

            var taken = (int)Math.Min(rows.Count, most - done);
            run.Run(DecisionBlock.Pack([.. rows.Take(taken)]), from, until, taken, tally, each);
            (done, after) = (done + taken, rows[^1].Id);
        }

        return done;
    }
}
