using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Storage;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Engine;

/// <summary>Seals counted voices into blocks when there are enough of them, or once a day, and then lets the topics go.</summary>
internal sealed class Sealing(TenantId tenant, EngineParts parts, SeenVoices seen)
{
    private const long Day = 86_400 * Microseconds.PerSecond;
    private readonly List<(LabelledRecord Record, long LabelledNext)> _open = [];
    private int _rows;
    private long? _sealedAt;

    /// <summary>A record that is counted and in no block.</summary>
    public void Add(LabelledRecord record, long labelledNext)
    {
        _open.Add((record, labelledNext));
        _rows += record.Rows.Count;
    }

    /// <summary>Seals the next block when it is due.</summary>
    /// <returns>The engine's row after it; null when nothing was sealed.</returns>
    public async Task<EngineRow?> Next(EngineRow row, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        if (_rows < parts.BlockRows && !(_rows > 0 && await IsOld(cancellation)))
        {
            return null;
        }

        var taken = 0;
        var block = new VoiceRows();
        while (taken < _open.Count && (taken == 0 || block.Count + _open[taken].Record.Rows.Count <= parts.BlockRows))
        {
            block.AddAll(_open[taken].Record.Rows);
            if (_open[taken++].Record.Control is { } control)
            {
                block.Controls.Add(control);
            }
        }

        var (last, labelledNext) = _open[taken - 1];
        var entry = await Seal(row, block, last.Source + 1, labelledNext, check, cancellation);
        var before = row.SealedLabelled;
        var sealedRow = row with { SealedPosition = entry.LastPosition, SealedSource = last.Source + 1, SealedLabelled = labelledNext, Catalogue = row.Catalogue + 1 };
        _open.RemoveRange(0, taken);
        _rows -= block.Count;
        _sealedAt = entry.SealedAt;
        seen.Seal(await parts.Catalogue.Read(tenant, cancellation), block.Ids);
        // The newest block's records stay a while: a reader may be between the catalogue and the log.
        await parts.Log.Truncate(tenant, VoiceLog.Topic, row.SealedSource, cancellation);
        await parts.Log.Truncate(tenant, LabelledRecord.Topic, before, cancellation);
        parts.At(EngineStep.AfterTruncation);
        return sealedRow;
    }

    /// <summary>Whether the oldest open voice is a day old; after old voices came in, at most one block a day is sealed for that.</summary>
    private async Task<bool> IsOld(CancellationToken cancellation)
    {
        _sealedAt ??= (await parts.Catalogue.Read(tenant, cancellation)) is [.., var last] ? last.SealedAt : 0;
        return parts.Business.Now - Math.Max(_sealedAt.Value, _open.First(one => one.Record.Rows.Count > 0).Record.Rows.Ats[0]) > Day;
    }

    private async Task<BlockRow> Seal(EngineRow row, VoiceRows block, long sourceNext, long labelledNext, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        parts.At(EngineStep.BeforeBlock);
        var first = row.SealedSource * VoiceLog.RecordPositions;
        var words = WordsCodec.Write(await new LoggedWords(parts.Log, tenant).Read(block.Positions, cancellation));
        var (columns, entries) = BlockPages.Write(block, parts.PageRows);
        var name = $"voices/{first:D20}/{parts.Identifiers.New()}/";
        var (columnsKey, wordsKey) = (name + "columns", name + "words");
        await parts.Pieces.Put(tenant, columnsKey, columns, cancellation);
        await parts.Pieces.Put(tenant, wordsKey, words, cancellation);
        parts.At(EngineStep.AfterPieces);
        var entry = new BlockRow
        {
            FirstPosition = first, LastPosition = (sourceNext * VoiceLog.RecordPositions) - 1, SourceNext = sourceNext, RowCount = block.Count, FromAt = block.Count == 0 ? 0 : block.Ats.Min(), UntilAt = block.Count == 0 ? 0 : block.Ats.Max(),
            SealedAt = parts.Business.Now, ColumnsKey = columnsKey, WordsKey = wordsKey, Bytes = columns.Length + words.Length, Filter = BlockFilter.Of(entries).Bits,
        };
        await parts.Store.Write(tenant, async transaction =>
        {
            await check(transaction);
            await parts.Pieces.Keep(transaction, columnsKey);
            await parts.Pieces.Keep(transaction, wordsKey);
            await transaction.Execute(VoiceStore.Sql["AddBlock"], entry);
            if (await transaction.Execute(VoiceStore.Sql["Seal"], new { position = entry.LastPosition, source = sourceNext, labelled = labelledNext, from = row.SealedLabelled }) == 0)
            {
                throw new EngineRacedException(tenant);
            }
        }, cancellation: cancellation);
        parts.At(EngineStep.AfterBlock);
        return entry;
    }
}

/// <summary>Reads words where they stand before they are sealed: in the log.</summary>
internal sealed class LoggedWords(ILog log, TenantId tenant)
{
    private const int RecordsAtOnce = 64;

    /// <summary>Words by position, in the order asked; positions are in order. Without a record they are empty.</summary>
    public async Task<IReadOnlyList<VoiceWords>> Read(IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        var words = new VoiceWords[positions.Count];
        var known = new Dictionary<long, IReadOnlyList<Voice>>();
        for (var index = 0; index < words.Length; index++)
        {
            var (offset, place) = Math.DivRem(positions[index], VoiceLog.RecordPositions);
            if (!known.TryGetValue(offset, out var voices))
            {
                known.Clear();
                foreach (var record in await log.Read(tenant, VoiceLog.Topic, offset, index + 1 < words.Length && positions[index + 1] / VoiceLog.RecordPositions <= offset + RecordsAtOnce ? RecordsAtOnce : 1, cancellation))
                {
                    known[record.Offset] = VoiceRecord.Read(record.Offset, record.Payload.Span).Voices;
                }

                known.TryGetValue(offset, out voices);
            }

            words[index] = voices is not null && place < voices.Count ? VoiceWords.Of(voices[(int)place]) : new VoiceWords("", null, null, null, null);
        }

        return words;
    }
}
