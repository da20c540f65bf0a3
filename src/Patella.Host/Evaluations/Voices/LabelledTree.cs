using Patella.Kernel.Learning;
using Patella.Service.Voices.Understanding;

namespace Patella.Host.Evaluations.Voices;

/// <summary>A tree made of the reasons a file of labels names: <c>stage/reason</c> as written, else each reason a stage of its own while there are few.</summary>
internal static class LabelledTree
{
    public static ReasonTable Of(IEnumerable<LabelLine> lines)
    {
        var reasons = lines.Select(line => line.Label.Reason).Where(reason => !string.IsNullOrEmpty(reason)).Select(reason => reason!).Distinct().Order(StringComparer.Ordinal).ToList();
        if (reasons.Count > 0 && reasons.All(reason => reason.Contains('/', StringComparison.Ordinal)))
        {
            return new ReasonTable([.. reasons.GroupBy(reason => reason[..reason.IndexOf('/', StringComparison.Ordinal)]).Select(stage => new ReasonStage(stage.Key, [.. stage]))]);
        }

        var each = reasons.Count <= ReasonTable.MaxStages ? 1 : ReasonTable.MaxReasonsOfStage;
        return new ReasonTable([.. reasons.Chunk(each).Select(some => new ReasonStage("stage-" + some[0], some))]);
    }
}
