using Patella.Platform.Identifiers;
using Patella.Platform.Logs;

namespace Patella.Service.Voices.Engine;

/// <summary>
/// Reads the labelled topic in order. A record counts only when it is about the next record of the log: what two engines wrote at the same time counts once, the first.
/// </summary>
internal sealed class LabelledTail(ILog log, TenantId tenant, long labelledNext, long sourceNext)
{
    private const int RecordsAtOnce = 512;
    private readonly Queue<LogRecord> _read = new();

    /// <summary>Offset of the labelled record after the last one that was given out or passed over.</summary>
    public long LabelledNext { get; private set; } = labelledNext;

    /// <summary>Offset of the record of the log that is expected next.</summary>
    public long SourceNext { get; private set; } = sourceNext;

    /// <summary>The next record that counts; null at the end of the topic.</summary>
    public async Task<LabelledRecord?> Next(CancellationToken cancellation)
    {
        while (true)
        {
            if (_read.Count == 0)
            {
                var records = await log.Read(tenant, LabelledRecord.Topic, LabelledNext, RecordsAtOnce, cancellation);
                if (records.Count == 0)
                {
                    return null;
                }

                if (records[0].Offset != LabelledNext)
                {
                    throw new LabelsGoneException(tenant, LabelledNext);
                }

                foreach (var record in records)
                {
                    _read.Enqueue(record);
                }
            }

            var next = _read.Dequeue();
            LabelledNext = next.Offset + 1;
            if (LabelledRecord.Read(next.Payload) is { } labelled && labelled.Source == SourceNext)
            {
                SourceNext++;
                return labelled;
            }
        }
    }
}

/// <summary>The labelled topic was let go where somebody still read it: the blocks have it.</summary>
internal sealed class LabelsGoneException(TenantId tenant, long offset) : Exception($"The labelled stream of {tenant} is kept no longer at {offset}.");
