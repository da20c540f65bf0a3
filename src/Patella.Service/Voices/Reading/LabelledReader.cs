using Patella.Platform.Identifiers;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <summary>The labelled stream out of blocks and tail.</summary>
internal sealed class LabelledReader(VoiceParts parts, VoiceViews views) : LabelledVoices
{
    private const int Most = 65_536;

    public override async Task<IReadOnlyList<LabelledEntry>> Read(TenantId tenant, long afterPosition, int max, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        max = Math.Min(max, Most);
        var (blocks, tail) = await parts.Ask(tenant, rows => Entries(rows, null, afterPosition, max), cancellation);
        foreach (var block in blocks.Where(block => block.LastPosition > afterPosition))
        {
            // Pages are read until there is enough: a reader that asks for much gets as much as before there were pages.
            var entries = new List<(FoundVoice? Voice, VoiceControl? Control)>();
            foreach (var page in (await parts.Blocks.With(tenant, block, [], cancellation)).Where(page => page.LastPosition > afterPosition))
            {
                if (entries.Count < max && await parts.Blocks.Rows(tenant, block, page) is { } rows)
                {
                    entries.AddRange(Entries(rows, block, afterPosition, max - entries.Count, page.FirstRow));
                }
            }

            if (entries.Count > 0)
            {
                return await WithTexts(tenant, entries, cancellation);
            }
        }

        return await WithTexts(tenant, tail, cancellation);
    }

    public override async Task<IReadOnlyList<VoiceView>> Texts(TenantId tenant, IReadOnlyCollection<long> positions, string language = "en", CancellationToken cancellation = default)
        => await views.Of(tenant, await parts.Find(tenant, positions, cancellation), language, whole: false, cancellation);

    private static List<(FoundVoice? Voice, VoiceControl? Control)> Entries(VoiceRows rows, BlockRow? block, long after, int max, int firstRow = 0)
    {
        var row = rows.Positions.BinarySearch(after + 1);
        row = row < 0 ? ~row : row;
        var entries = new List<(FoundVoice?, VoiceControl?)>();
        var controls = rows.Controls.Where(control => control.Position > after).ToList();
        var control = 0;
        while (entries.Count < max && (row < rows.Count || control < controls.Count))
        {
            var isVoice = control == controls.Count || (row < rows.Count && rows.Positions[row] < controls[control].Position);
            entries.Add(isVoice ? (new FoundVoice(rows.Voice(row), block, firstRow + row++), null) : (null, controls[control++]));
        }

        return entries;
    }

    private async Task<IReadOnlyList<LabelledEntry>> WithTexts(TenantId tenant, List<(FoundVoice? Voice, VoiceControl? Control)> entries, CancellationToken cancellation)
    {
        var outside = entries.Where(entry => entry.Voice is { Voice.Reason.Length: 0 }).Select(entry => entry.Voice!).ToList();
        var words = await parts.Words(tenant, outside, cancellation);
        var texts = new Queue<string?>(words.Select(VoiceParts.Masked));
        return [.. entries.Select(entry => entry switch
        {
            { Voice: { Voice.Reason.Length: 0 } found } => new LabelledEntry(found.Voice.Position, found.Voice with { Text = texts.Dequeue() }, null),
            { Voice: { } found } => new LabelledEntry(found.Voice.Position, found.Voice, null),
            _ => new LabelledEntry(entry.Control!.Position, null, entry.Control),
        })];
    }
}
