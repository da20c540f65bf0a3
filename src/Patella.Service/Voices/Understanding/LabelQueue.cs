using System.Text;
using Patella.Kernel.Learning;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Voices.Packing;
using Patella.Service.Voices.Reading;

namespace Patella.Service.Voices.Understanding;

/// <summary>
/// Voices people should look at, out of the newest: those champion and challenger disagree about teach most, then those the tree has no place for and those with the smallest margin.
/// One of a family is enough, and nobody is asked twice.
/// </summary>
internal sealed class LabelQueue(IStore store, VoiceParts parts, VoiceViews views, Models models)
{
    private const int Newest = 20_000;
    private const int Candidates = 400;
    private const int Alternatives = 5;

    public async Task<Page<QueuedVoice>> List(Caller caller, int? limit, CancellationToken cancellation)
    {
        var (tree, champion, challenger) = await store.Read(caller.Tenant, async reader => (
            await ReasonTree.Newest(reader), await reader.One<ModelRow>(UnderstandingStore.Sql["OfState"], new { state = ModelStates.Champion }),
            await reader.One<ModelRow>(UnderstandingStore.Sql["OfState"], new { state = ModelStates.Challenger })), cancellation);
        var chosen = await Choose(caller.Tenant, cancellation);
        if (chosen.Count == 0)
        {
            return new Page<QueuedVoice>([]);
        }

        var labelled = (await store.Read(caller.Tenant, reader => reader.Many<long>(UnderstandingStore.Sql["Labelled"], new { positions = chosen.Select(one => one.Voice.Position).ToList() }), cancellation)).ToHashSet();
        var some = await views.Of(caller.Tenant, [.. chosen.Where(one => !labelled.Contains(one.Voice.Position))], caller.Language ?? "en", whole: false, cancellation);
        var reader = new VoiceReader(await models.Find(caller.Tenant, champion?.Hash), new FamilyIndex(16));
        var other = challenger?.Hash is { } hash ? new VoiceReader(await models.Find(caller.Tenant, hash), new FamilyIndex(16)) : null;
        var titles = tree.Titles(caller.Language);
        var queued = some.Where(view => view.Text.Length > 0).Select(view => (View: view, Why: Why(view, reader, other, tree)))
            .OrderBy(one => one.Why.Order).ThenBy(one => one.View.Margin).ThenByDescending(one => one.View.Position).Take(Paging.Limit(limit));
        return new Page<QueuedVoice>([.. queued.Select(one => new QueuedVoice(one.View, Rank(reader, one.View.Text, tree, titles), one.Why.Word))]);
    }

    /// <summary>The least sure of the newest voices, one of a family.</summary>
    private async Task<List<FoundVoice>> Choose(TenantId tenant, CancellationToken cancellation)
    {
        var (blocks, tail) = await parts.Ask(tenant, rows => Unsure(rows, null), cancellation);
        if (tail.Count < Candidates && blocks.Count > 0)
        {
            var left = Newest;
            foreach (var page in (await parts.Blocks.With(tenant, blocks[^1], [], cancellation)).Reverse().TakeWhile(_ => left > 0))
            {
                if (await parts.Blocks.Rows(tenant, blocks[^1], page) is { } last)
                {
                    tail.AddRange(Unsure(last, blocks[^1], page.FirstRow));
                    left -= last.Count;
                }
            }
        }

        var families = new HashSet<ulong>();
        var unsure = tail.Where(one => one.Voice.Family == 0 || families.Add(one.Voice.Family)).OrderBy(one => one.Voice.Margin).ToList();
        return [.. unsure.Where(one => one.Voice.Reason.Length > 0).Take(Candidates / 2), .. unsure.Where(one => one.Voice.Reason.Length == 0).OrderByDescending(one => one.Voice.Position).Take(Candidates / 2)];
    }

    private static List<FoundVoice> Unsure(VoiceRows rows, BlockRow? block, int firstRow = 0)
        => [.. Enumerable.Range(Math.Max(0, rows.Count - Newest), Math.Min(rows.Count, Newest)).Select(row => new FoundVoice(rows.Voice(row), block, firstRow + row)).OrderBy(one => one.Voice.Margin).Take(Candidates * 2)];

    private static (int Order, string Word) Why(VoiceView view, VoiceReader reader, VoiceReader? other, ReasonTree tree)
        => other is not null && Told(other, view.Text, tree) != Told(reader, view.Text, tree) ? (0, "disagreement") : view.InTree ? (2, "low-margin") : (1, "not-in-tree");

    private static string Told(VoiceReader reader, string text, ReasonTree tree)
        => tree.Resolve(reader.Model.Reasons.ReasonCode(reader.Read(Encoding.UTF8.GetBytes(text), 0).Reason))?.Reason ?? "";

    private static List<ReasonAlternative> Rank(VoiceReader reader, string text, ReasonTree tree, Dictionary<string, string> titles)
    {
        Span<RankedReason> ranked = stackalloc RankedReason[Alternatives * 2];
        var count = reader.Rank(Encoding.UTF8.GetBytes(text), ranked);
        var told = new List<ReasonAlternative>();
        foreach (var one in ranked[..count])
        {
            if (tree.Resolve(reader.Model.Reasons.ReasonCode(one.Reason))?.Reason is { } code && told.Count < Alternatives && told.All(other => other.Reason != code))
            {
                told.Add(new ReasonAlternative(code, titles[code], Math.Round(one.Score, 3)));
            }
        }

        return told;
    }
}
