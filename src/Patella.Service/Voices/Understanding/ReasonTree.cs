using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>A version of a tenant's reasons. A reason is never removed, only retired or merged, so that what was told keeps its words.</summary>
internal sealed class ReasonTree
{
    private readonly Dictionary<string, (TreeStage Stage, TreeReason Reason)> _reasons = new(StringComparer.Ordinal);

    private ReasonTree(long version, TreeRow? row, IReadOnlyList<TreeStage> stages)
    {
        (Version, Row, Stages) = (version, row, stages);
        foreach (var stage in stages)
        {
            foreach (var reason in stage.Reasons!)
            {
                _reasons[reason.Code!] = (stage, reason);
            }
        }
    }

    /// <summary>What every tenant starts with.</summary>
    public static ReasonTree Start { get; } = new(0, null, [.. BuiltInTree.Stages.Select(stage => new TreeStage(
        stage.Stage.Code, Title(stage.Stage), [.. stage.Reasons.Select(reason => new TreeReason(reason.Code, Title(reason), TreeRules.Active))]))]);

    public long Version { get; }

    public TreeRow? Row { get; }

    public IReadOnlyList<TreeStage> Stages { get; }

    /// <summary>All codes, retired ones too.</summary>
    public IEnumerable<string> Codes => _reasons.Keys;

    public static async Task<ReasonTree> Newest(IReader reader) => Of(await reader.One<TreeRow>(UnderstandingStore.Sql["NewestTree"]));

    /// <summary>A version by its number; the start set for 0 and for one that is not here.</summary>
    public static async Task<ReasonTree> At(IReader reader, long version) => Of(version == 0 ? null : await reader.One<TreeRow>(UnderstandingStore.Sql["Tree"], new { version }));

    public static ReasonTree Of(TreeRow? row) => row is null ? Start : new ReasonTree(row.Version, row, Json.Read<List<TreeStage>>(row.Stages)!);

    /// <summary>Whether a code may be told of new voices.</summary>
    public bool IsActive(string code) => _reasons.TryGetValue(code, out var found) && found.Reason.State == TreeRules.Active;

    /// <summary>The reason that is told instead of this one, with its stage; null when none is.</summary>
    public (string Stage, string Reason)? Resolve(string code)
    {
        for (var hops = 0; hops <= _reasons.Count && _reasons.TryGetValue(code, out var found); hops++)
        {
            if (found.Reason.State == TreeRules.Active)
            {
                return (found.Stage.Code!, code);
            }

            if (found.Reason.MergedInto is not { } next)
            {
                return null;
            }

            code = next;
        }

        return null;
    }

    /// <summary>The active reasons as a model's table.</summary>
    public ReasonTable Table() => new([.. Stages.Select(stage => new ReasonStage(stage.Code!, [.. stage.Reasons!.Where(reason => reason.State == TreeRules.Active).Select(reason => reason.Code!)]))
        .Where(stage => stage.Reasons.Count > 0)]);

    /// <summary>Titles by code in a language.</summary>
    public Dictionary<string, string> Titles(string? language)
    {
        var chinese = LocalTexts.Pick(language) == "zh-CN";
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var stage in Stages)
        {
            titles[stage.Code!] = (chinese ? stage.Title!.Chinese : stage.Title!.English)!;
            foreach (var reason in stage.Reasons!)
            {
                // A stage and a reason may have one code; the reason is what lists show.
                titles[reason.Code!] = (chinese ? reason.Title!.Chinese : reason.Title!.English)!;
            }
        }

        return titles;
    }

    private static ReasonTitle Title(TitledCode code) => new(code.Chinese, code.English);
}
