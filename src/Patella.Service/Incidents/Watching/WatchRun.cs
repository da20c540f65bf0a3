using System.Security.Cryptography;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Voices;

namespace Patella.Service.Incidents.Watching;

/// <summary>What a life of the watch needs.</summary>
internal sealed class WatchParts(IStore store, LabelledVoices voices, ISegments segments, IBus bus, MachineTime machine, IIdentifiers identifiers)
{
    public IStore Store => store;

    public LabelledVoices Voices => voices;

    public ISegments Segments => segments;

    public IBus Bus => bus;

    public MachineTime Machine => machine;

    public IIdentifiers Identifiers => identifiers;

    /// <summary>Told before each step; tests stop it there.</summary>
    public Action<string> At { get; set; } = _ => { };

    /// <summary>Entries of the stream between two snapshots.</summary>
    public long SnapshotEvery { get; set; } = 200_000;
}

/// <summary>
/// One life of a tenant's watch: from the newest snapshot it folds to where its commits stand, and goes on. Position and incidents move in one transaction, so whatever dies
/// in between, the next life says the same of the same entries.
/// </summary>
internal sealed class WatchRun(TenantId tenant, WatchParts parts, WatchFold fold, WatchRow row)
{
    private const int EntriesAtOnce = 4_096;
    private WatchRow _row = row;
    private long _folded = row.SnapshotPosition, _since;

    public static async Task<WatchRun> Start(TenantId tenant, WatchParts parts, CancellationToken cancellation)
    {
        await parts.Store.Write(tenant, transaction => transaction.Execute(IncidentStore.Sql["BeginWatch"]), cancellation: cancellation);
        var row = (await parts.Store.Read(tenant, reader => reader.One<WatchRow>(IncidentStore.Sql["FindWatch"]), cancellation))!;
        var fold = new WatchFold();
        if (row.SnapshotKey is { } key)
        {
            await using var stored = await parts.Segments.Get(tenant, key, cancellation);
            if (stored is null || !fold.Restore(await PackedState.Unpack(stored, cancellation)))
            {
                row = row with { SnapshotKey = null, SnapshotPosition = -1 };
            }
        }

        return new WatchRun(tenant, parts, fold, row);
    }

    /// <summary>Takes the next entries.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> Work(Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var entries = await parts.Voices.Read(tenant, _folded, EntriesAtOnce, cancellation);
        if (entries.Count == 0)
        {
            return false;
        }

        // What a life before this one has committed is folded again without being said again.
        var known = entries.TakeWhile(entry => entry.Position <= _row.Position).ToList();
        var next = known.Count > 0 ? known : entries;
        foreach (var entry in next)
        {
            fold.Take(entry);
        }

        _since += next.Count;
        _folded = next[^1].Position;
        var (changed, told) = (fold.TakeChanged(), fold.TakeTold());
        if (known.Count == 0)
        {
            await Commit(changed, told, check, cancellation);
        }

        if (_since >= parts.SnapshotEvery && _folded == _row.Position)
        {
            await Keep(check, cancellation);
        }

        return true;
    }

    private async Task Commit(IReadOnlyList<Engine.Incident> changed, IReadOnlyList<IncidentTold> told, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var moved = _row with { Position = _folded, Minute = fold.Minute };
        parts.At("before-commit");
        await parts.Store.Write(tenant, async transaction =>
        {
            await check(transaction);
            if (await transaction.Execute(IncidentStore.Sql["MoveWatch"], new { position = moved.Position, minute = moved.Minute, from = _row.Position }) == 0)
            {
                throw new InvalidOperationException($"Another process watches the voices of {tenant} too.");
            }

            foreach (var incident in changed)
            {
                await IncidentStore.Save(transaction, incident);
            }

            await transaction.AppendMany([.. told.Select(one => one.Entry(parts.Identifiers.New(), parts.Machine.Now))]);
            if (changed.Count > 0)
            {
                transaction.AfterCommit(() => parts.Bus.Publish(new BusMessage(IncidentStore.Topic(tenant), "")));
            }
        }, cancellation: cancellation);
        _row = moved;
        parts.At("after-commit");
    }

    private async Task Keep(Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        using var packed = await PackedState.Pack(fold.Snapshot(), cancellation);
        var key = $"incidents-{_folded}-{Convert.ToHexStringLower(SHA256.HashData(packed.ToArray()))[..16]}";
        packed.Position = 0;
        parts.At("before-snapshot");
        await parts.Segments.Put(tenant, key, packed, cancellation);
        parts.At("after-snapshot");
        var old = _row.SnapshotKey;
        await parts.Store.Write(tenant, async transaction =>
        {
            await check(transaction);
            await transaction.Execute(IncidentStore.Sql["KeepSnapshot"], new { key, position = _folded });
        }, cancellation: cancellation);
        (_row, _since) = (_row with { SnapshotKey = key, SnapshotPosition = _folded }, 0);
        if (old is not null && old != key)
        {
            await parts.Segments.Delete(tenant, old, cancellation);
        }
    }
}
