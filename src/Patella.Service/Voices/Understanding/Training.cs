using System.Text;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;
using Patella.Kernel.Learning.Training;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Service.Voices.Understanding;

/// <summary>What was measured of a model on texts it was not trained on; kept as JSON.</summary>
internal sealed record Measured(int Held, ModelAccuracy Accuracy, ModelAccuracy Champion, List<ReasonCount> Reasons, List<ReasonCount> ChampionReasons, bool Beats);

/// <summary>How often a reason was meant, told, and both.</summary>
internal sealed record ReasonCount(string Reason, int Meant, int Told, int Right);

/// <summary>
/// Trains the tenant's next model from the built-in sentences and people's labels. Every fifth label, chosen by its text for ever, is held out of all trainings, so that champion and challenger are
/// measured on the same texts and neither has seen them.
/// </summary>
internal sealed class Training(IStore store, LabelledVoices voices, Models models)
{
    /// <summary>Newest labels that are looked at.</summary>
    private const int MostLabels = 200_000;

    private const int TextsAtOnce = 500;
    private const int HeldOf = 5;

    /// <summary>What one correction counts beside a built-in sentence.</summary>
    private const int Copies = 4;

    /// <summary>Sentences of our own, drawn anew, that are measured too: a model must not forget what it knew.</summary>
    private const int BuiltInSeed = 77;

    public async Task<(VoiceModel Model, Measured Measured, long Labels, long Tree)> Run(TenantId tenant, CancellationToken cancellation)
    {
        var (tree, champion) = await store.Read(tenant, async reader => (await ReasonTree.Newest(reader), await reader.One<ModelRow>(UnderstandingStore.Sql["OfState"], new { state = ModelStates.Champion })), cancellation);
        var rows = await Rows(tenant, cancellation);
        var labels = await Labels(tenant, tree, rows, cancellation);
        var taught = labels.Where(label => !IsHeld(label.Text)).ToList();
        var held = labels.Where(label => IsHeld(label.Text)).Concat(BuiltIn(tree, BuiltInVoices.Draw(BuiltInSeed, 1))).ToList();
        var model = VoiceTrainer.Train(tree.Table(), [.. BuiltIn(tree, BuiltInVoices.Texts), .. taught.Select(label => label with { Copies = Copies })], BuiltInVoices.Options);
        var now = await models.Find(tenant, champion?.Hash);
        var (mine, reasons) = Measurement.Of(model, tree, held);
        var (theirs, before) = Measurement.Of(now, tree, held);
        await models.Keep(tenant, model);
        return (model, new Measured(held.Count, mine, theirs, reasons, before, Measurement.IsBetter(mine, theirs)), rows.Count == 0 ? 0 : rows[^1].Number, tree.Version);
    }

    /// <summary>Texts with the newest that somebody said of them, in the tree as it is now; texts that are no longer kept teach nothing.</summary>
    private async Task<List<LabelledText>> Labels(TenantId tenant, ReasonTree tree, List<LabelRow> rows, CancellationToken cancellation)
    {
        var texts = new Dictionary<long, string>();
        foreach (var some in rows.Where(row => row.Position is not null).Select(row => row.Position!.Value).Distinct().Chunk(TextsAtOnce))
        {
            foreach (var view in await voices.Texts(tenant, some, "en", cancellation))
            {
                texts[view.Position] = view.Text;
            }
        }

        var merged = new Dictionary<string, LabelledText>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var text = row.Example ?? texts.GetValueOrDefault(row.Position!.Value, "");
            if (text.Length == 0)
            {
                continue;
            }

            var before = merged.GetValueOrDefault(text);
            var reason = row.Label is null ? before?.Reason : row.Label.Length == 0 ? "" : tree.Resolve(row.Label)?.Reason ?? "";
            merged[text] = new LabelledText(text, reason, (sbyte?)row.Sentiment ?? before?.Sentiment, (byte?)row.Urgency ?? before?.Urgency);
        }

        return [.. merged.Values];
    }

    private async Task<List<LabelRow>> Rows(TenantId tenant, CancellationToken cancellation)
    {
        var count = await store.Read(tenant, reader => reader.One<long>(UnderstandingStore.Sql["LabelCount"]), cancellation);
        var (rows, after) = (new List<LabelRow>(), Math.Max(0, count - MostLabels));
        while (await store.Read(tenant, reader => reader.Many<LabelRow>(UnderstandingStore.Sql["LabelsAfter"], new { after }), cancellation) is { Count: > 0 } some)
        {
            rows.AddRange(some);
            after = some[^1].Number;
        }

        return rows;
    }

    private static IEnumerable<LabelledText> BuiltIn(ReasonTree tree, IEnumerable<LabelledText> texts)
        => texts.Select(text => string.IsNullOrEmpty(text.Reason) ? text : text with { Reason = tree.Resolve(text.Reason)?.Reason ?? "" });

    /// <summary>One in five for ever, by the text alone.</summary>
    internal static bool IsHeld(string text)
    {
        var hash = 2166136261u;
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ part) * 16777619;
        }

        return (hash ^ (hash >> 15)) % HeldOf == 0;
    }
}
