using Patella.Platform.Clocks;
using Patella.Platform.Logs;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Parties;
using Patella.Service.Parties.Privacy;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Reading;

namespace Patella.Service.Voices;

/// <summary>Voices in the export and the erasure of a person: what tells who it was goes out of blocks and log, labels and counts stay.</summary>
internal sealed class VoiceData(PersonStore persons, BlockCatalogue catalogue, ISegments segments, VoicePieces pieces, ILog log) : IPersonData
{
    private const int RecordsAtOnce = 64;
    private const int ExportLimit = 20_000;

    public IReadOnlyList<string> Tables => [];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var names = await Names(reader, subject);
        var all = new List<object>();
        await foreach (var (_, _, words) in Blocks(subject))
        {
            all.AddRange(words.Where(names.Has).Take(ExportLimit - all.Count).Select(one => new { one.Id, one.Text, one.Order, one.Conversation }));
        }

        await foreach (var (_, voices) in Records(subject))
        {
            all.AddRange(voices.Where(voice => names.Has(VoiceWords.Of(voice))).Take(ExportLimit - all.Count).Select(voice => new { voice.Id, at = Microseconds.ToTime(voice.At), voice.Source, voice.Text, voice.Order, voice.Conversation }));
        }

        archive.Add("voices", all);
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var names = await store.Read(subject.Tenant, reader => Names(reader, subject));
        // The log first: what is sealed after this is sealed without the words. Then the blocks, those sealed meanwhile too.
        var rows = 0L;
        await foreach (var (record, voices) in Records(subject))
        {
            rows += voices.Count(voice => names.Has(VoiceWords.Of(voice)));
            if (VoiceRecord.Wipe(record.Payload.Span, voice => names.Has(VoiceWords.Of(voice))) is { } wiped)
            {
                await log.Replace(subject.Tenant, VoiceLog.Topic, record.Offset, wiped);
            }
        }

        await foreach (var (block, _, words) in Blocks(subject))
        {
            var erased = words.Select(one => names.Has(one) ? one.Erased() : one).ToList();
            var count = words.Count(names.Has);
            rows += count;
            if (count > 0)
            {
                await Rewrite(store, subject, block, WordsCodec.Write(erased));
            }
        }

        await pieces.Clean(subject.Tenant);
        return rows;
    }

    private async Task Rewrite(IStore store, PersonSubject subject, BlockRow block, byte[] words)
    {
        var key = $"{block.WordsKey}+{block.Version}";
        await pieces.Put(subject.Tenant, key, words, CancellationToken.None);
        await store.Write(subject.Tenant, async transaction =>
        {
            if (await transaction.Execute(VoiceStore.Sql["ChangeWords"], new { words = key, block.FirstPosition, block.Version }) == 0)
            {
                throw new VersionConflictException("The block");
            }

            await pieces.Keep(transaction, key);
            await transaction.Execute(VoiceStore.Sql["ChangeCatalogue"]);
            await VoicePieces.Drop(transaction, block.WordsKey!);
        });
    }

    private async IAsyncEnumerable<(BlockRow Block, string Key, IReadOnlyList<VoiceWords> Words)> Blocks(PersonSubject subject)
    {
        foreach (var block in await catalogue.Read(subject.Tenant))
        {
            if (block.WordsKey is not { } key)
            {
                continue;
            }

            await using var stream = await segments.Get(subject.Tenant, key);
            if (stream is not null)
            {
                var bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes);
                yield return (block, key, WordsCodec.ReadAll(bytes));
            }
        }
    }

    private async IAsyncEnumerable<(LogRecord Record, IReadOnlyList<Voice> Voices)> Records(PersonSubject subject)
    {
        var from = 0L;
        while (await log.Read(subject.Tenant, VoiceLog.Topic, from, RecordsAtOnce) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                yield return (record, VoiceRecord.Read(record.Offset, record.Payload.Span).Voices);
            }

            from = records[^1].Offset + 1;
        }
    }

    private async Task<Subject> Names(IReader reader, PersonSubject subject)
    {
        var customers = subject.Persons.ToHashSet();
        foreach (var person in subject.Persons)
        {
            customers.UnionWith((await persons.Identities(reader, person)).Where(one => one.Kind == IdentityKinds.External).Select(one => one.Value));
        }

        return new Subject(customers, subject.Orders, subject.Conversations);
    }

    /// <summary>Under which names the person's voices stand.</summary>
    private sealed record Subject(HashSet<string> Customers, HashSet<string> Orders, HashSet<string> Conversations)
    {
        public bool Has(VoiceWords words)
            => (words.Customer is { } customer && Customers.Contains(customer)) || (words.Order is { } order && Orders.Contains(order)) || (words.Conversation is { } conversation && Conversations.Contains(conversation));
    }
}
