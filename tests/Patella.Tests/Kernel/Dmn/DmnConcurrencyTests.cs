using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

public sealed class DmnConcurrencyTests
{
    private static readonly DmnDefinitions Model = Models.Of(
        new ContextExpression(
        [
            new ContextEntry(new InformationItem("band"), Models.Table(HitPolicy.Unique, "< 100 => \"small\"", "[100..1000) => \"middle\"", ">= 1000 => \"large\"")),
            new ContextEntry(new InformationItem("parts"), new LiteralExpression("for i in 1..10 return {share: x * i / 10, day: date(\"2024-02-28\") + duration(\"P\" + string(i) + \"D\")}")),
            new ContextEntry(new InformationItem("sum"), new LiteralExpression("sum(parts.share)")),
            new ContextEntry(new InformationItem("matched"), new LiteralExpression("replace(string(x), \"[0-4]\", \"<$0>\")")),
        ]),
        "x");

    [Fact]
    public void One_program_evaluated_by_many_threads_gives_what_one_thread_gives()
    {
        DmnProgram program = DmnProgram.Compile(Model);
        DmnResult[] alone = [.. Enumerable.Range(0, 2000).Select(x => Evaluate(program, x))];

        var together = new DmnResult[alone.Length];
        Parallel.For(0, alone.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, x => together[x] = Evaluate(program, x));

        Assert.All(Enumerable.Range(0, alone.Length), x => Assert.Equal((alone[x].Value, alone[x].Steps), (together[x].Value, together[x].Steps)));
        Assert.All(alone, result => Assert.Empty(result.Problems));
    }

    [Fact]
    public void Compiling_again_and_evaluating_again_gives_the_same_text_and_the_same_steps()
    {
        DmnResult first = Evaluate(DmnProgram.Compile(Model), 777);
        DmnResult second = Evaluate(DmnProgram.Compile(Model), 777);

        Assert.Equal(first.Value!.ToString(), second.Value!.ToString());
        Assert.Equal(first.Steps, second.Steps);
    }

    private static DmnResult Evaluate(DmnProgram program, int x) =>
        program.Evaluate("Result", new Dictionary<string, object?> { ["x"] = x }, new DmnOptions(Explain: true));
}
