using Patella.Service.Edge;
using Patella.Service.Voices.Understanding;

namespace Patella.Tests.Service.Voices.Understanding;

public class ReasonTreeTests
{
    public static TheoryData<string, string, Func<List<TreeStage>, List<TreeStage>>> Wrong => new()
    {
        { "/stages/1/code", "Another stage", stages => [stages[0] with { Code = stages[1].Code }, .. stages.Skip(1)] },
        { "/stages/0/code", "a-z", stages => [stages[0] with { Code = "No Code" }, .. stages.Skip(1)] },
        { "/stages/0/title/en", "characters", stages => [stages[0] with { Title = new ReasonTitle("浏览", " ") }, .. stages.Skip(1)] },
        { "/stages/1/reasons/4/code", "/stages/0/reasons/0", stages => [stages[0], stages[1] with { Reasons = [.. stages[1].Reasons!, stages[0].Reasons![0]] }, .. stages.Skip(2)] },
        { "/stages", "is missing", stages => [stages[0] with { Reasons = [.. stages[0].Reasons!.Skip(1)] }, .. stages.Skip(1)] },
        { "/stages/0/reasons/0/mergedInto", "no reason", stages => Change(stages, 0, reason => reason with { State = null, MergedInto = "nowhere" }) },
        { "/stages/0/reasons/0/mergedInto", "lead back", stages => Change(Change(stages, 0, reason => reason with { State = null, MergedInto = "cannot-find" }), 1, reason => reason with { State = null, MergedInto = "wish" }) },
        { "/stages/0/reasons/0/mergedInto", "lead back", stages => Change(stages, 0, reason => reason with { State = null, MergedInto = "wish" }) },
        { "/stages/0/reasons/0/mergedInto", "Only a retired", stages => Change(stages, 0, reason => reason with { MergedInto = "cannot-find" }) },
        { "/stages/0/reasons/0/state", "active or retired", stages => Change(stages, 0, reason => reason with { State = "gone" }) },
        { "/stages/2/reasons", "1 to 64", stages => [stages[0], stages[1], stages[2] with { Reasons = [] }, .. stages.Skip(3)] },
        { "/stages", "1 to 32", _ => [] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_tree_that_cannot_be_is_refused_at_its_place(string place, string words, Func<List<TreeStage>, List<TreeStage>> change)
    {
        var problem = TreeRules.Check(ReasonTree.Start, change([.. ReasonTree.Start.Stages])).Problem;
        Assert.NotNull(problem);
        Assert.Contains(problem.Errors!, error => error.Pointer == place && error.Detail.ToString().Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_merged_reason_is_told_as_what_it_was_merged_into_and_a_retired_one_is_not_told()
    {
        var stages = Change(Change(Change([.. ReasonTree.Start.Stages], 1, reason => reason with { State = null, MergedInto = "wrong-results" }), 2, reason => reason with { State = null, MergedInto = "wish" }), 3, reason => reason with { State = TreeRules.Retired });
        var tree = ReasonTree.Of(new TreeRow { Version = 1, Stages = Json.Write(TreeRules.Check(ReasonTree.Start, stages).Value) });
        Assert.Equal(("browse", "wish"), tree.Resolve("cannot-find"));
        Assert.Null(tree.Resolve("misleading-page"));
        Assert.Null(tree.Resolve("never-heard-of"));
        Assert.Equal("搜不到想要的", tree.Titles("zh-CN")["cannot-find"]);
        Assert.False(tree.Table().TryReason("cannot-find", out _));
        Assert.True(tree.Table().TryReason("wish", out _));
    }

    private static List<TreeStage> Change(List<TreeStage> stages, int reason, Func<TreeReason, TreeReason> change)
        => [stages[0] with { Reasons = [.. stages[0].Reasons!.Select((one, index) => index == reason ? change(one) : one)] }, .. stages.Skip(1)];
}
