using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Sums;

namespace Patella.Service.Voices;

/// <summary>How long what is kept of voices.</summary>
/// <param name="TextDays">Words of voices; labels stay.</param>
/// <param name="MinuteDays">Counts by the minute.</param>
/// <param name="HourDays">Counts by the hour; those by the day stay.</param>
/// <param name="BlockDays">Labelled voices one by one.</param>
public sealed record VoiceRules(long TextDays, long MinuteDays, long HourDays, long BlockDays)
{
    public static readonly VoiceRules Default = new(400, 14, 400, 1_200);
}

/// <summary>Lets go of what was kept long enough, a tier after the other. Doing it again changes nothing.</summary>
internal sealed class VoiceRetention(IStore store, VoicePieces pieces, BlockCatalogue catalogue, BusinessTime business)
{
    private const long Day = 86_400 * Microseconds.PerSecond;

    public static async Task<VoiceRules> Rules(IReader reader) => await reader.One<VoiceRules>(VoiceStore.Sql["Rules"]) ?? VoiceRules.Default;

    public async Task Apply(TenantId tenant, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var rules = await store.Read(tenant, Rules, cancellation);
        var now = business.Now;
        await store.Write(tenant, async transaction =>
        {
            await check(transaction);
            await transaction.Execute(VoiceStore.Sql["DropSums"], new { grain = Grains.Minute, before = Grains.SlotOf(Grains.Minute, now - (rules.MinuteDays * Day)) });
            await transaction.Execute(VoiceStore.Sql["DropSums"], new { grain = Grains.Hour, before = Grains.SlotOf(Grains.Hour, now - (rules.HourDays * Day)) });
        }, cancellation: cancellation);
        foreach (var block in await catalogue.Read(tenant, cancellation))
        {
            if (block.UntilAt < now - (rules.BlockDays * Day))
            {
                await Drop(tenant, block, check, cancellation);
            }
            else if (block.WordsKey is not null && block.UntilAt < now - (rules.TextDays * Day))
            {
                await DropWords(tenant, block, check, cancellation);
            }
        }

        await pieces.Clean(tenant, cancellation);
    }

    private Task Drop(TenantId tenant, BlockRow block, Func<ITransaction, Task> check, CancellationToken cancellation) => store.Write(tenant, async transaction =>
    {
        await check(transaction);
        await transaction.Execute(VoiceStore.Sql["DropBlock"], new { block.FirstPosition });
        await transaction.Execute(VoiceStore.Sql["ChangeCatalogue"]);
        await VoicePieces.Drop(transaction, block.ColumnsKey);
        if (block.WordsKey is { } words)
        {
            await VoicePieces.Drop(transaction, words);
        }
    }, cancellation: cancellation);

    private Task DropWords(TenantId tenant, BlockRow block, Func<ITransaction, Task> check, CancellationToken cancellation) => store.Write(tenant, async transaction =>
    {
        await check(transaction);
        if (await transaction.Execute(VoiceStore.Sql["ChangeWords"], new { words = (string?)null, block.FirstPosition, block.Version }) == 1)
        {
            await transaction.Execute(VoiceStore.Sql["ChangeCatalogue"]);
            await VoicePieces.Drop(transaction, block.WordsKey!);
        }
    }, cancellation: cancellation);
}
