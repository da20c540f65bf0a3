using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Checks;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

public sealed class TableCheckTests
{
    /// <summary>10,000 with PATELLA_FULL=1; fewer by default, to keep the suite quick.</summary>
    private static readonly int Tables = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1" ? 10_000 : 300;

    [Fact]
    public void The_findings_on_generated_tables_are_those_of_trying_every_case()
    {
        Parallel.For(0, Tables, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var generator = new TableGenerator(seed);
            DecisionTable table = generator.Table();
            var tried = new TriedTable(table, generator.Domain);
            TableReport report = TableCheck.Check(table);

            Assert.True(report.Complete, $"seed {seed}");
            CompareGaps(seed, table, tried, report);
            CompareRules(seed, table, tried, report);
        });
    }

    [Fact]
    public void A_gap_is_shown_with_a_case_and_all_its_cases()
    {
        DecisionTable table = Models.Table(HitPolicy.Unique, "< 100 => 1", "(100..500] => 2", "> 1000 => 3");

        List<TableFinding> gaps = [.. TableCheck.Check(table).Of(FindingKind.Gap)];

        Assert.Equal(["100, (500..1000]"], gaps.Select(gap => gap.Where[0].Value));
        Assert.Equal(100m, gaps[0].Witness[0].Value);
        Assert.True(gaps[0].Conflict && gaps[0].Certain);
    }

    [Fact]
    public void A_default_catches_gaps_and_a_first_table_resolves_overlaps()
    {
        DecisionTable table = Models.Table(HitPolicy.First, "> 10 => 1", "> 5 => 2", "> 20 => 3");
        table = table with { Outputs = [table.Outputs[0] with { Default = new TableCell("0") }] };

        TableReport report = TableCheck.Check(table);

        Assert.All(report.Of(FindingKind.Gap), gap => Assert.False(gap.Conflict));
        Assert.Equal(3, report.Of(FindingKind.Overlap).Count());
        Assert.All(report.Of(FindingKind.Overlap), overlap => Assert.False(overlap.Conflict));
        Assert.Equal([3], Assert.Single(report.Of(FindingKind.Unreachable)).Rules);
    }

    [Fact]
    public void An_any_table_may_overlap_where_the_outputs_agree()
    {
        TableReport report = TableCheck.Check(Models.Table(HitPolicy.Any, "> 1 => 7", "> 2 => 7", "> 3 => 8"));

        Assert.Equal([(1, 2, false), (1, 3, true), (2, 3, true)], report.Of(FindingKind.Overlap).Select(found => (found.Rules[0], found.Rules[1], found.Conflict)));
    }

    [Fact]
    public void A_cell_that_is_not_made_of_constants_is_named_and_makes_findings_uncertain()
    {
        TableReport report = TableCheck.Check(Models.Table(HitPolicy.Unique, "> limit => 1", "<= 5 => 2"));

        Assert.Equal([1], Assert.Single(report.Of(FindingKind.Unchecked)).Rules);
        Assert.False(Assert.Single(report.Of(FindingKind.Gap)).Certain);
        Assert.False(Assert.Single(report.Of(FindingKind.Overlap)).Certain);
    }

    [Fact]
    public void A_constant_of_another_type_than_its_column_is_named()
    {
        DecisionTable table = Models.Table(HitPolicy.First, "> 10 => 1", "\"ten\" => 2", "- => \"three\"");
        table = table with { Inputs = [table.Inputs[0] with { TypeRef = "number" }], Outputs = [table.Outputs[0] with { TypeRef = "number" }] };

        Assert.Equal([(2, "x"), (3, "out")], TableCheck.Check(table).Of(FindingKind.WrongType).Select(found => (found.Rules[0], found.Where[0].Key)));
    }

    [Fact]
    public void Two_columns_over_one_expression_are_one_input()
    {
        DecisionTable table = Models.Table(HitPolicy.Unique);
        table = table with
        {
            Inputs = [new TableInput(new TableCell("x")), new TableInput(new TableCell(" x "))],
            Rules = [new TableRule([new TableCell(">= 10"), new TableCell("< 20")], [new TableCell("1")]), new TableRule([new TableCell(">= 20"), new TableCell("-")], [new TableCell("2")])],
        };

        TableReport report = TableCheck.Check(table);

        Assert.Empty(report.Of(FindingKind.Overlap));
        Assert.Equal("< 10", Assert.Single(report.Of(FindingKind.Gap)).Where[0].Value);
    }

    [Fact]
    public void Allowed_values_of_the_models_types_leave_no_gap_beyond_them()
    {
        DmnDefinitions model = Models.Of(Models.Table(HitPolicy.Unique, "\"paid\" => 1", "\"shipped\" => 2"), "x");
        model = model with
        {
            ItemDefinitions = [new ItemDefinition { Name = "tStatus", TypeRef = "string", AllowedValues = "\"paid\", \"shipped\", \"lost\"" }],
            Inputs = [model.Inputs[0] with { Variable = new InformationItem("x", "tStatus") }],
        };

        TableReport report = TableCheck.Check((DecisionTable)model.Decisions[0].Logic!, model);

        Assert.Equal("lost", Assert.Single(report.Of(FindingKind.Gap)).Witness[0].Value);
    }

    [Fact]
    public void A_table_of_many_rules_and_columns_is_checked_or_given_up_but_not_for_ever()
    {
        var random = new Random(5);
        string Cell() => random.Next(3) == 0 ? "-" : $"[{random.Next(50)}..{50 + random.Next(50)}]";
        DecisionTable table = Models.Table(HitPolicy.Unique) with
        {
            Inputs = Enumerable.Range(0, 12).Select(column => new TableInput(new TableCell($"x{column}"))).ToValueList(),
            Rules = Enumerable.Range(0, 200).Select(_ => new TableRule(Enumerable.Range(0, 12).Select(_ => new TableCell(Cell())).ToValueList(), [new TableCell("1")])).ToValueList(),
        };

        TableReport report = TableCheck.Check(table);

        Assert.False(report.Complete);
        Assert.NotEmpty(report.Of(FindingKind.Overlap));
    }

    private static void CompareGaps(int seed, DecisionTable table, TriedTable tried, TableReport report)
    {
        List<TableFinding> gaps = [.. report.Of(FindingKind.Gap)];
        DecisionTable asRules = table with
        {
            Rules = gaps.Select(gap => new TableRule(
                table.Inputs.Select(input => new TableCell(gap.Where.FirstOrDefault(part => part.Key == input.Expression.Text).Value ?? "-")).ToValueList(),
                [new TableCell("1")])).ToValueList(),
        };
        var found = new TriedTable(asRules, tried.Domain);
        for (int point = 0; point < tried.Matches.Count; point++)
        {
            Assert.True((tried.Matches[point].Length == 0 ? 1 : 0) == found.Matches[point].Length, $"seed {seed}: case {point} is listed {found.Matches[point].Length} times as a gap, but rules [{string.Join(',', tried.Matches[point])}] match");
        }

        Assert.All(gaps, gap => Assert.Empty(tried.Match(gap.Witness)));
    }

    private static void CompareRules(int seed, DecisionTable table, TriedTable tried, TableReport report)
    {
        var pairs = tried.Matches.SelectMany(rules => rules.SelectMany(first => rules.Where(second => second > first).Select(second => (first, second)))).ToHashSet();
        Assert.True(pairs.SetEquals(report.Of(FindingKind.Overlap).Select(found => (found.Rules[0], found.Rules[1]))), $"seed {seed}: overlaps differ");
        Assert.All(report.Of(FindingKind.Overlap), found => Assert.Superset(found.Rules.ToHashSet(), tried.Match(found.Witness).ToHashSet()));

        int[] numbers = [.. Enumerable.Range(1, table.Rules.Count)];
        int[] never = [.. numbers.Where(rule => !tried.Matches.Any(rules => rules.Contains(rule)))];
        Assert.True(never.SequenceEqual(report.Of(FindingKind.Impossible).Select(found => found.Rules[0])), $"seed {seed}: impossible rules differ");

        int[] hidden = [.. numbers.Where(rule => !never.Contains(rule) && !tried.Matches.Any(rules => rules.Length > 0 && rules[0] == rule))];
        IEnumerable<TableFinding> unreachable = TableCheck.Check(table with { HitPolicy = HitPolicy.First }).Of(FindingKind.Unreachable);
        Assert.True(hidden.SequenceEqual(unreachable.Select(found => found.Rules[0])), $"seed {seed}: unreachable rules differ");
    }

    /// <summary>A table whose every case was evaluated by the engine.</summary>
    private sealed class TriedTable
    {
        private readonly DmnProgram program;
        private readonly string[] names;

        internal TriedTable(DecisionTable table, IReadOnlyList<object[]> domain)
        {
            names = [.. table.Inputs.Select(input => input.Expression.Text)];
            Domain = domain;
            program = DmnProgram.Compile(Models.Of(table with { HitPolicy = HitPolicy.RuleOrder }, names));
            IEnumerable<object[]> points = [[]];
            points = domain.Aggregate(points, (before, values) => before.SelectMany(point => values.Select(value => (object[])[.. point, value])));
            Matches = [.. points.Select(Match)];
        }

        internal IReadOnlyList<object[]> Domain { get; }

        /// <summary>For each case the rules that match.</summary>
        internal IReadOnlyList<int[]> Matches { get; }

        internal int[] Match(IReadOnlyList<NamedValue> witness) => Match([.. witness.Select(value => value.Value!)]);

        private int[] Match(object[] point)
        {
            var facts = names.Zip(point).ToDictionary(pair => pair.First, pair => (object?)pair.Second);
            DmnResult result = program.Evaluate("Result", facts);
            Assert.False(result.HasErrors, string.Join("; ", result.Problems));
            return [.. ((FeelList)result.Value!).Select(rule => (int)(decimal)rule!)];
        }
    }
}
