using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Voices.Sums;

namespace Patella.Service.Voices.Engine;

/// <summary>What one transaction counted, and where the engine stands after it.</summary>
internal sealed record Counted(EngineRow Row, List<(LabelledRecord Record, long Next)> Records, List<LabelledVoice> Voices);

/// <summary>Reads labels back from the log and counts them, in one transaction with the place counted up to.</summary>
internal sealed class Counting(TenantId tenant, EngineParts parts, EngineRow from)
{
    /// <summary>Voices in one transaction of sums, about: others wait for it on the embedded store.</summary>
    private const int VoicesAtOnce = 8_192;

    private const int RecordsOfTransaction = 4_096;

    private readonly LabelledTail _tail = new(parts.Log, tenant, from.LabelledNext, from.SourceNext);
    private readonly VoiceSums _sums = new();

    /// <summary>Counts the next labels; null when there are none.</summary>
    public async Task<Counted?> Next(EngineRow row, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var records = new List<(LabelledRecord Record, long Next)>();
        var voices = new List<LabelledVoice>();
        var (model, tick) = (row.Model, row.Tick);
        while (voices.Count < VoicesAtOnce && records.Count < RecordsOfTransaction && await _tail.Next(cancellation) is { } record)
        {
            records.Add((record, _tail.LabelledNext));
            voices.AddRange(Enumerable.Range(0, record.Rows.Count).Select(record.Rows.Voice));
            model = record.Control is { Kind: VoiceControls.Model } control ? control.Data : model;
            tick = record.Control is { Kind: VoiceControls.Tick } minute ? Math.Max(tick, EngineTicks.MinuteOf(minute)) : tick;
        }

        if (records.Count == 0)
        {
            return null;
        }

        var moved = row with { SourceNext = _tail.SourceNext, LabelledNext = _tail.LabelledNext, Model = model, Tick = tick, Voices = row.Voices + voices.Count };
        parts.At(EngineStep.BeforeSums);
        await parts.Store.Write(tenant, async transaction =>
        {
            await check(transaction);
            if (await transaction.Execute(VoiceStore.Sql["MoveEngine"], new { moved.SourceNext, moved.LabelledNext, moved.Model, moved.Tick, added = (long)voices.Count, from = row.LabelledNext }) == 0)
            {
                throw new EngineRacedException(tenant);
            }

            await _sums.Add(transaction, voices);
        }, cancellation: cancellation);
        parts.At(EngineStep.AfterSums);
        return new Counted(moved, records, voices);
    }
}
