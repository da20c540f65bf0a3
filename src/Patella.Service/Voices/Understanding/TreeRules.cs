using Patella.Kernel.Learning;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>What a tree of reasons must be like, and that nothing of the one before is lost. Names the place of everything that is wrong.</summary>
internal static class TreeRules
{
    public const string Active = "active";
    public const string Retired = "retired";
    private const int MostCode = 60;
    private const int MostTitle = 80;

    /// <summary>The tree as it is kept, or what is wrong with it.</summary>
    public static Outcome<IReadOnlyList<TreeStage>> Check(ReasonTree before, IReadOnlyList<TreeStage>? stages)
    {
        var check = new Validation().Must(stages is { Count: >= 1 and <= ReasonTable.MaxStages }, "/stages", $"Must be 1 to {ReasonTable.MaxStages} stages.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var kept = stages!.Select((stage, index) => Stage(check, stage, index, codes, places)).ToList();
        foreach (var missing in before.Codes.Where(code => !places.ContainsKey(code)))
        {
            check.Must(false, "/stages", $"The reason {missing} is missing. Retire it or merge it instead: voices were told it.");
        }

        CheckMerges(check, kept, places);
        check.Must(kept.Any(stage => stage.Reasons!.Any(reason => reason.State == Active)), "/stages", "At least one reason must be active.");
        return check.Failed ? check.Problem : kept;
    }

    private static TreeStage Stage(Validation check, TreeStage? stage, int index, HashSet<string> codes, Dictionary<string, string> places)
    {
        var place = $"/stages/{index}";
        check.Must(IsCode(stage?.Code), place + "/code", CodeRule());
        check.Must(stage?.Code is null || codes.Add(stage.Code), place + "/code", "Another stage has this code.");
        CheckTitle(check, stage?.Title, place);
        var count = stage?.Reasons?.Count ?? 0;
        check.Must(count is >= 1 and <= ReasonTable.MaxReasonsOfStage, place + "/reasons", $"Must be 1 to {ReasonTable.MaxReasonsOfStage} reasons.");
        return new TreeStage(stage?.Code, stage?.Title, [.. (stage?.Reasons ?? []).Select((reason, at) => Reason(check, reason, $"{place}/reasons/{at}", places))]);
    }

    private static TreeReason Reason(Validation check, TreeReason? reason, string place, Dictionary<string, string> places)
    {
        check.Must(IsCode(reason?.Code), place + "/code", CodeRule());
        if (reason?.Code is { } code && !places.TryAdd(code, place))
        {
            check.Must(false, place + "/code", $"The reason stands at {places[code]} too; it can be in one stage only.");
        }

        CheckTitle(check, reason?.Title, place);
        var state = reason?.MergedInto is not null ? Retired : reason?.State ?? Active;
        check.Must(state is Active or Retired, place + "/state", "Must be active or retired.");
        check.Must(reason?.MergedInto is null || reason.State is null or Retired, place + "/mergedInto", "Only a retired reason is merged into another.");
        return new TreeReason(reason?.Code, reason?.Title, state, reason?.MergedInto);
    }

    private static void CheckTitle(Validation check, ReasonTitle? title, string place)
    {
        check.Must(!string.IsNullOrWhiteSpace(title?.Chinese) && title.Chinese.Length <= MostTitle, place + "/title/zh-CN", $"Must be {1} to {MostTitle} characters long.");
        check.Must(!string.IsNullOrWhiteSpace(title?.English) && title.English.Length <= MostTitle, place + "/title/en", $"Must be {1} to {MostTitle} characters long.");
    }

    private static void CheckMerges(Validation check, List<TreeStage> stages, Dictionary<string, string> places)
    {
        var into = stages.SelectMany(stage => stage.Reasons!).Where(reason => reason.Code is not null && reason.MergedInto is not null).GroupBy(reason => reason.Code!)
            .ToDictionary(group => group.Key, group => group.First().MergedInto!, StringComparer.Ordinal);
        foreach (var (code, target) in into)
        {
            var place = places[code] + "/mergedInto";
            check.Must(places.ContainsKey(target), place, $"There is no reason {target}.");
            var (at, hops) = (target, 0);
            while (at != code && hops++ <= into.Count && into.TryGetValue(at, out var next))
            {
                at = next;
            }

            check.Must(at != code && hops <= into.Count, place, "The merges lead back to where they began.");
        }
    }

    private static ProblemText CodeRule() => $"Must be 1 to {MostCode} characters of a-z, 0-9 and hyphens, beginning with a letter.";

    private static bool IsCode(string? code) => code is { Length: >= 1 and <= MostCode } && code[0] is >= 'a' and <= 'z' && code.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
