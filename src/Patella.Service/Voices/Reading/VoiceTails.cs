using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Storage;
using Patella.Service.Voices.Engine;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <summary>Labelled voices that are in no block yet, kept in memory of each process and completed from the labelled topic before they are used.</summary>
internal sealed class VoiceTails(IStore store, ILog log)
{
    private readonly ConcurrentDictionary<TenantId, Tail> _tails = new();

    /// <summary>Asks the tail as it is now. The rows belong to the question only while it runs.</summary>
    /// <param name="question">Gets the rows, and the last position that is in a block.</param>
    public async Task<T> Ask<T>(TenantId tenant, Func<VoiceRows, long, T> question, CancellationToken cancellation = default)
    {
        var tail = _tails.GetOrAdd(tenant, _ => new Tail());
        await tail.Gate.WaitAsync(cancellation);
        try
        {
            await Complete(tenant, tail, cancellation);
            return question(tail.Rows, tail.Sealed);
        }
        finally
        {
            tail.Gate.Release();
        }
    }

    private async Task Complete(TenantId tenant, Tail tail, CancellationToken cancellation)
    {
        var row = await store.Read(tenant, VoiceStore.Engine, cancellation) ?? new EngineRow();
        if (tail.Cursor is null || tail.Cursor.LabelledNext < row.SealedLabelled)
        {
            (tail.Rows, tail.Cursor, tail.Sealed) = (new VoiceRows(), new LabelledTail(log, tenant, row.SealedLabelled, row.SealedSource), row.SealedPosition);
        }
        else if (tail.Sealed < row.SealedPosition)
        {
            tail.DropSealed(row.SealedPosition);
        }

        try
        {
            while (await tail.Cursor.Next(cancellation) is { } record)
            {
                tail.Rows.AddAll(record.Rows);
                if (record.Control is { } control)
                {
                    tail.Rows.Controls.Add(control);
                }
            }
        }
        catch
        {
            tail.Cursor = null;
            throw;
        }
    }

    private sealed class Tail
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public VoiceRows Rows { get; set; } = new();

        public LabelledTail? Cursor { get; set; }

        public long Sealed { get; set; } = -1;

        public void DropSealed(long position)
        {
            var kept = new VoiceRows();
            for (var row = 0; row < Rows.Count; row++)
            {
                if (Rows.Positions[row] > position)
                {
                    kept.Add(Rows.Voice(row), Rows.Ids[row]);
                }
            }

            kept.Controls.AddRange(Rows.Controls.Where(control => control.Position > position));
            (Rows, Sealed) = (kept, position);
        }
    }
}
