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

    private sealed class CursorRow
    {
        public long Tx { get; init; }

        public long Position { get; init; }
    }
}

/// <summary>Runs one reader over one tenant's timeline in the process that owns it.</summary>
public sealed class TimelineFollower(TenantId tenant, ITimelineReader reader, IStore store, IBus bus, int batchLimit = 500) : IPartitionOwner
{
    public static string Partition(TenantId tenant, string reader) => $"{reader}:{tenant}";

    public async Task Run(Ownership.Ownership ownership)
    {
        using var wake = new SemaphoreSlim(0, 1);
        var topic = BusTopics.Timeline(tenant);
        using var hints = bus.Subscribe(message =>
        {
            if (message.Topic == topic && wake.CurrentCount == 0)
            {
                try
                {
                    wake.Release();
                }
                catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
                {
                    // Awake already, or ending.
                }
            }
        });
        var poll = store.Kind == StoreKind.Sqlite ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(100);
        var position = await store.Read(tenant, read => TimelineCursor.Find(read, reader.Name), ownership.Lost);
        while (!ownership.Lost.IsCancellationRequested)
        {
            var entries = await store.ReadTimeline(tenant, position, batchLimit, ownership.Lost);
            if (entries.Count > 0)
            {
                position = entries[^1].Place;
                await Apply(ownership, entries);
            }

            if (entries.Count < batchLimit)
            {
                await wake.WaitAsync(poll, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership.Ownership ownership, string command, string payload)
        => throw new NotSupportedException($"{reader.Name} follows the timeline and takes no commands.");

    private Task Apply(Ownership.Ownership ownership, IReadOnlyList<TimelineEntry> entries)
        => store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await reader.Apply(transaction, entries);
            await TimelineCursor.Move(transaction, reader.Name, entries[^1].Place);
        });
}
