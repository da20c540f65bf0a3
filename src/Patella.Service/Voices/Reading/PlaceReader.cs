using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Edge;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <summary>Voices of a place out of roll-ups, blocks and tail.</summary>
internal sealed class PlaceReader(VoiceParts parts, VoiceDesk desk) : VoicesOfPlace
{
    private const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>Blocks that one call opens; the next one goes on behind them.</summary>
    private const int BlocksAtOnce = 16;

    public override async Task<SpokenVoices> Spoken(TenantId tenant, ReasonAtNode place, long from, long after, int limit, CancellationToken cancellation = default)
    {
        var slice = SliceOf(place, from, long.MaxValue / 2);
        var (found, scanned, opened, entries) = (new List<FoundVoice>(), after, 0, slice.Entries());
        var (blocks, tail) = await parts.Ask(tenant, rows => (Voices: Pick(rows, null, slice, after), Last: rows.Positions.Count > 0 ? rows.Positions[^1] : -1L), cancellation);
        foreach (var block in blocks.Where(block => block.LastPosition > after))
        {
            var pages = slice.MayBeIn(block, entries) ? await parts.Blocks.With(tenant, block, entries, cancellation) : [];
            foreach (var page in pages.Where(page => page.LastPosition > after && slice.MayBeIn(page)))
            {
                if (await parts.Blocks.Rows(tenant, block, page) is { } rows)
                {
                    found.AddRange(Pick(rows, block, slice, after, page.FirstRow));
                }
            }

            opened += pages.Count > 0 ? 1 : 0;

            scanned = block.LastPosition;
            if (found.Count > limit || opened == BlocksAtOnce)
            {
                return await Answer(tenant, found, limit, scanned, cancellation);
            }
        }

        found.AddRange(tail.Voices);
        return await Answer(tenant, found, limit, Math.Max(scanned, tail.Last), cancellation);
    }

    public override async Task<long?> Count(TenantId tenant, ReasonAtNode place, long from, long until, CancellationToken cancellation = default)
        => await desk.Figures(Asker(tenant), SliceOf(place, from, until), null, null, null, null, cancellation) is { Succeeded: true, Value: var figures } ? figures.Total : null;

    public override async Task<IReadOnlyList<long>?> Days(TenantId tenant, ReasonAtNode place, long firstDay, int days, CancellationToken cancellation = default)
    {
        var figures = await desk.Figures(Asker(tenant), SliceOf(place, firstDay * Day, (firstDay + days) * Day), "day", null, null, null, cancellation);
        if (!figures.Succeeded)
        {
            return null;
        }

        var counts = new long[days];
        foreach (var point in figures.Value.Points)
        {
            var day = (Microseconds.From(point.At) / Day) - firstDay;
            if (day >= 0 && day < days)
            {
                counts[day] += point.Count;
            }
        }

        return counts;
    }

    private static Caller Asker(TenantId tenant) => new() { Kind = CallerKind.Program, Tenant = tenant, Id = "voices-of-place" };

    private static VoiceSlice SliceOf(ReasonAtNode place, long from, long until)
    {
        var values = VoiceDimensions.Names.Select(name => place.Node.GetValueOrDefault(name)).ToArray();
        var isNamed = place.Reason is not null || place.Stage is not null;
        return new VoiceSlice(from, until, place.Reason is null ? place.Stage : null, place.Reason, null, null, isNamed ? null : false, values, null, null, new Dictionary<string, string>());
    }

    private static List<FoundVoice> Pick(VoiceRows rows, BlockRow? block, VoiceSlice slice, long after, int firstRow = 0)
        => [.. slice.Rows(rows).Where(row => rows.Positions[row] > after).Select(row => new FoundVoice(rows.Voice(row), block, firstRow + row))];

    private async Task<SpokenVoices> Answer(TenantId tenant, List<FoundVoice> found, int limit, long scanned, CancellationToken cancellation)
    {
        var some = found.OrderBy(one => one.Voice.Position).Take(limit).ToList();
        var words = await parts.Words(tenant, some, cancellation);
        return new SpokenVoices(
            [.. some.Zip(words, (one, word) => new SpokenVoice(one.Voice.Position, one.Voice.At, word.Customer, word.Order, word.Conversation))],
            found.Count > limit ? some[^1].Voice.Position : scanned);
    }
}
