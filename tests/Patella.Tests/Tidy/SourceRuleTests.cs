namespace Patella.Tests.Tidy;

public class SourceRuleTests
{
    [Fact]
    public void Projects_reference_each_other_in_one_direction() => Findings.MustBeNone(ProjectDirectionRule.Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("src/Patella.Kernel/Patella.Kernel.csproj", "<ProjectReference Include=\"../Patella.Platform/Patella.Platform.csproj\" />", "references Patella.Platform")]
    [InlineData("src/Patella.Kernel/Patella.Kernel.csproj", "<PackageReference Include=\"Dapper\" />", "it is pure")]
    [InlineData("src/Patella.Simulator/Patella.Simulator.csproj", "<ProjectReference Include=\"../Patella.Service/Patella.Service.csproj\" />", "references Patella.Service")]
    [InlineData("src/Patella.Helpers/Patella.Helpers.csproj", "", "no place")]
    public void A_project_that_references_against_the_direction_is_found(string path, string reference, string words)
        => Findings.MustBeOne(ProjectDirectionRule.Check(SourceTree.Of((path, $"<Project><ItemGroup>{reference}</ItemGroup></Project>"))), path, words);

    [Theory]
    [InlineData("using Patella.Service.Orders;")]
    [InlineData("using Patella.Platform;")]
    [InlineData("class A { Patella.Service.Orders.Order? order; }")]
    public void A_simulator_that_names_the_servers_insides_is_found(string code)
        => Assert.NotEmpty(ProjectDirectionRule.Check(SourceTree.Of(("src/Patella.Simulator/A.cs", code))));

    [Fact]
    public void Nothing_reads_the_wall_clock_or_unseeded_chance() => Findings.MustBeNone(ClockRule.Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("System.DateTime.Now")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTimeOffset.UtcNow")]
    [InlineData("TimeProvider.System")]
    [InlineData("Random.Shared")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("new Random()")]
    public void Code_that_reads_the_wall_clock_or_chance_is_found(string expression)
        => Assert.Single(ClockRule.Check(SourceTree.Of(("src/Patella.Service/Cases/A.cs", $"class A {{ object B() => {expression}; }}"))));

    [Fact]
    public void Sql_that_reads_the_databases_clock_is_found()
        => Findings.MustBeOne(ClockRule.Check(SourceTree.Of(("src/Patella.Service/Cases/cases.sql", "-- name: A\nselect now()"))), "src/Patella.Service/Cases/cases.sql", "business time");

    [Theory]
    [InlineData("Stopwatch.GetTimestamp()")]
    [InlineData("new Random(7)")]
    [InlineData("clock.GetUtcNow()")]
    public void Durations_seeds_and_given_clocks_are_free(string expression)
        => Findings.MustBeNone(ClockRule.Check(SourceTree.Of(("src/Patella.Service/Cases/A.cs", $"class A {{ object B() => {expression}; }}"))));

    [Fact]
    public void Every_queue_has_a_bound() => Findings.MustBeNone(QueueRule.Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("Channel.CreateUnbounded<int>()")]
    [InlineData("new ConcurrentQueue<int>()")]
    [InlineData("new BlockingCollection<int>()")]
    public void A_queue_without_a_bound_is_found(string expression)
        => Assert.Single(QueueRule.Check(SourceTree.Of(("src/Patella.Platform/A.cs", $"class A {{ object B() => {expression}; }}"))));

    [Theory]
    [InlineData("Channel.CreateBounded<int>(8)")]
    [InlineData("new BlockingCollection<int>(8)")]
    public void A_queue_with_a_bound_is_free(string expression)
        => Findings.MustBeNone(QueueRule.Check(SourceTree.Of(("src/Patella.Platform/A.cs", $"class A {{ object B() => {expression}; }}"))));

    [Fact]
    public void Enums_that_are_stored_or_sent_have_numbers() => Findings.MustBeNone(EnumRule.Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("public enum State { Open = 1, Closed }", "State.Closed has no number")]
    [InlineData("public enum State { Open = 1, Closed = 1 }", "number of another")]
    public void An_enum_without_or_with_doubled_numbers_is_found(string code, string words)
        => Findings.MustBeOne(EnumRule.Check(SourceTree.Of(("src/Patella.Service/Cases/State.cs", code))), "src/Patella.Service/Cases/State.cs", words);

    [Fact]
    public void Files_hold_one_idea_and_functions_fit_a_screen() => Findings.MustBeNone(SizeRule.Check(SourceTree.OfRepository));

    [Fact]
    public void A_long_file_is_found()
        => Findings.MustBeOne(SizeRule.Check(SourceTree.Of(("web/console/src/a.ts", new string('\n', SizeRule.LinesOfFile + 1)))), "web/console/src/a.ts", "lines");

    [Fact]
    public void A_long_function_is_found()
        => Findings.MustBeOne(SizeRule.Check(SourceTree.Of(("src/A.cs", $"class A {{ void B() {{ {new string('\n', SizeRule.LinesOfFunction)} }} }}"))), "src/A.cs", "a function");

    [Fact]
    public void Nothing_half_done_is_kept() => Findings.MustBeNone(UnfinishedRule.Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("// TODO later")]
    [InlineData("throw new NotImplementedException();")]
    public void A_mark_for_later_is_found(string code) => Assert.Single(UnfinishedRule.Check(SourceTree.Of(("src/A.cs", code))));
}
