using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Platform.Timeline;

/// <summary>
/// A capability that learns from the timeline at its own position. Its effect, its cursor and its right to act stand in one transaction,
/// so an entry takes effect exactly once, whatever dies in between.
/// </summary>
public interface ITimelineReader
{
    /// <summary>The cursor's name; never change it.</summary>
    string Name { get; }

    /// <summary>Entries in one transaction at most. A reader that locks what others wait for keeps it short.</summary>
    int BatchLimit => 500;

    /// <summary>False for an entry that surely changes nothing here: a batch of such entries needs no transaction.</summary>
    bool Concerns(TimelineEntry entry) => true;

    /// <summary>Applies entries in order, inside the transaction that moves the cursor. It may run again after a conflict.</summary>
    Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries);
}

/// <summary>The cursor of a reader.</summary>
public static class TimelineCursor
{
    public static async Task<TimelinePosition> Find(IReader reader, string name)
        => await reader.One<CursorRow>("select tx, position from timeline_cursor where tenant = @tenant and reader = @name", new { name }) is { } row
            ? new TimelinePosition(row.Tx, row.Position)
            : TimelinePosition.Start;

    public static Task Move(ITransaction transaction, string name, TimelinePosition position)
        => transaction.Execute(
            """
            insert into timeline_cursor (tenant, reader, tx, position) values (@tenant, @name, @Transaction, @Number)
            on conflict (tenant, reader) do update set tx = excluded.tx, position = excluded.position
            """, new { name, position.Transaction, position.Number });

    /// <summary>The reader begins again at the start of the timeline.</summary>
    public static Task Forget(ITransaction transaction, string name) => transaction.Execute("delete from timeline_cursor where tenant = @tenant and reader = @name", new { name });

    /// <summary>Moves the cursor only from where the reader believes it is: a transaction of its own that was thought lost may have moved it already.</summary>
    /// <exception cref="VersionConflictException">The cursor is elsewhere; read it again.</exception>
    public static async Task Move(ITransaction transaction, string name, TimelinePosition from, TimelinePosition to)
    {
        var moved = from == TimelinePosition.Start
            ? await transaction.Execute(
                "insert into timeline_cursor (tenant, reader, tx, position) values (@tenant, @name, @Transaction, @Number) on conflict (tenant, reader) do nothing",
                new { name, to.Transaction, to.Number })
            : await transaction.Execute(
                "update timeline_cursor set tx = @Transaction, position = @Number where tenant = @tenant and reader = @name and tx = @OldTransaction and position = @OldNumber",
                new { name, to.Transaction, to.Number, OldTransaction = from.Transaction, OldNumber = from.Number });
        if (moved == 0)
        {
            throw new VersionConflictException("The reader's cursor");
        }
    }

    private sealed class CursorRow
    {
        public long Tx { get; init; }

        public long Position { get; init; }
    }
}

/// <summary>Runs one reader over one tenant's timeline in the process that owns it.</summary>
public sealed class TimelineFollower(TenantId tenant, ITimelineReader reader, IStore store, IBus bus, int? batchLimit = null) : IPartitionOwner
{
    /// <summary>Entries of no concern after which the cursor is moved all the same, so that a new start has little to read again.</summary>
    private const int PassedLimit = 2_000;

    private readonly int _batchLimit = batchLimit ?? reader.BatchLimit;

    public static string Partition(TenantId tenant, string reader) => $"{reader}:{tenant}";

    public async Task Run(Ownership.Ownership ownership)
    {
        using var wake = new TimelineWake(tenant, store, bus);
        var stored = await store.Read(tenant, read => TimelineCursor.Find(read, reader.Name), ownership.Lost);
        var (position, passed) = (stored, 0);
        while (!ownership.Lost.IsCancellationRequested)
        {
            var entries = await store.ReadTimeline(tenant, position, _batchLimit, ownership.Lost);
            passed += entries.Count;
            if (passed > PassedLimit || entries.Any(reader.Concerns))
            {
                await Apply(ownership, stored, entries);
                (stored, passed) = (entries[^1].Place, 0);
            }

            position = entries.Count > 0 ? entries[^1].Place : position;
            if (entries.Count < _batchLimit)
            {
                await wake.Wait(ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership.Ownership ownership, string command, string payload)
        => throw new NotSupportedException($"{reader.Name} follows the timeline and takes no commands.");

    private Task Apply(Ownership.Ownership ownership, TimelinePosition from, IReadOnlyList<TimelineEntry> entries)
        => store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await TimelineCursor.Move(transaction, reader.Name, from, entries[^1].Place);
            await reader.Apply(transaction, entries);
        });
}
