using System.Security.Cryptography;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;

namespace Patella.Service.Voices.Engine;

/// <summary>
/// One life of a tenant's engine. Labels are decided once: what stands in the labelled topic first counts. What is counted, sealed and in force moves in the store's
/// transactions only; whatever dies in between, the next life reads where it stands and goes on.
/// </summary>
internal sealed class EngineRun
{
    private const int RecordsAtOnce = 64;

    private readonly TenantId _tenant;
    private readonly EngineParts _parts;
    private readonly Labelling _labelling;
    private readonly Sealing _sealing;
    private EngineRow _row;
    private long _labelledNext;
    private long _sourceNext;
    private readonly Counting _counting;
    private readonly EngineTicks _ticks;
    private long _keptAt;

    private EngineRun(TenantId tenant, EngineParts parts, EngineRow row, SeenVoices seen)
    {
        (_tenant, _parts, _row) = (tenant, parts, row);
        _labelling = new Labelling(tenant, parts, seen, row.Salt);
        _sealing = new Sealing(tenant, parts, seen);
        _ticks = new EngineTicks(tenant, parts);
        _counting = new Counting(tenant, parts, row);
    }

    /// <summary>Reads where the tenant stands.</summary>
    public static async Task<EngineRun> Start(TenantId tenant, EngineParts parts, CancellationToken cancellation)
    {
        await parts.Store.Write(tenant, transaction => transaction.Execute(VoiceStore.Sql["BeginEngine"], new { salt = RandomNumberGenerator.GetHexString(32) }), cancellation: cancellation);
        var row = (await parts.Store.Read(tenant, VoiceStore.Engine, cancellation))!;
        await parts.Pieces.GiveUp(tenant, cancellation);
        await parts.Pieces.Clean(tenant, cancellation);
        var seen = new SeenVoices(parts, tenant);
        await seen.Load(await parts.Catalogue.Read(tenant, cancellation));
        var run = new EngineRun(tenant, parts, row, seen);
        await run.ReadTail(seen, cancellation);
        return run;
    }

    /// <summary>Does what there is to do.</summary>
    /// <param name="check">Proves the right to commit.</param>
    /// <returns>False when there was nothing.</returns>
    public async Task<bool> Work(Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var worked = await Label(cancellation);
        worked |= await Count(check, cancellation);
        if (await _sealing.Next(_row, check, cancellation) is { } row)
        {
            (_row, worked) = (row, true);
        }

        worked |= await _ticks.Tell(_row, _sourceNext, cancellation);
        if (_parts.Business.Now - _keptAt > 3_600 * Microseconds.PerSecond)
        {
            _keptAt = _parts.Business.Now;
            await _parts.Retention.Apply(_tenant, check, cancellation);
        }

        return worked;
    }

    /// <summary>What stands in the labelled topic already: it is heard, and part of it counted.</summary>
    private async Task ReadTail(SeenVoices seen, CancellationToken cancellation)
    {
        var tail = new LabelledTail(_parts.Log, _tenant, _row.SealedLabelled, _row.SealedSource);
        var model = _row.Model;
        while (await tail.Next(cancellation) is { } record)
        {
            for (var row = 0; row < record.Rows.Count; row++)
            {
                await seen.Add(record.Rows.Ids[row], record.Rows.Ats[row]);
            }

            model = record.Control is { Kind: VoiceControls.Model } control ? control.Data : model;
            if (tail.LabelledNext <= _row.LabelledNext)
            {
                _sealing.Add(record, tail.LabelledNext);
            }
        }

        (_labelledNext, _sourceNext) = (tail.LabelledNext, tail.SourceNext);
        await _labelling.Begin(model);
    }

    private async Task<bool> Label(CancellationToken cancellation)
    {
        var records = await _parts.Log.Read(_tenant, VoiceLog.Topic, _sourceNext, RecordsAtOnce, cancellation);
        if (records.Count == 0)
        {
            return false;
        }

        if (records[0].Offset != _sourceNext)
        {
            throw new InvalidDataException($"The voices of {_tenant} begin at {records[0].Offset}, not at {_sourceNext}: they were let go before they were understood.");
        }

        var labelled = new List<byte[]>();
        var bytes = 0L;
        foreach (var record in records.TakeWhile(_ => bytes < 8 << 20))
        {
            labelled.Add(await _labelling.Label(record));
            bytes += labelled[^1].Length;
        }

        _parts.At(EngineStep.BeforeLabels);
        if (await _parts.Log.Append(_tenant, LabelledRecord.Topic, labelled, cancellation) != _labelledNext)
        {
            throw new EngineRacedException(_tenant);
        }

        _parts.At(EngineStep.AfterLabels);
        _labelledNext += labelled.Count;
        _sourceNext += labelled.Count;
        _parts.Bus.Publish(new BusMessage(VoiceStore.LabelledTopic(_tenant), ""));
        return true;
    }

    private async Task<bool> Count(Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        if (await _counting.Next(_row, check, cancellation) is not { } counted)
        {
            return false;
        }

        _row = counted.Row;
        _ticks.Heard(counted.Voices);
        counted.Records.ForEach(one => _sealing.Add(one.Record, one.Next));
        return true;
    }
}
