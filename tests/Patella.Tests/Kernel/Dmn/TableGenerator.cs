using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

/// <summary>Random tables over small domains, with every point of the domain that a cell could tell apart.</summary>
internal sealed class TableGenerator(int seed)
{
    private readonly Random random = new(seed);
    private readonly List<Column> columns = [];

    private enum Kind
    {
        Number = 0,
        Text = 1,
        AllowedText = 2,
        Truth = 3,
        Date = 4,
    }

    /// <summary>For each input the values that together meet every outcome of every cell.</summary>
    internal IReadOnlyList<object[]> Domain => [.. columns.Select(column => Values(column.Kind))];

    internal DecisionTable Table()
    {
        for (int count = random.Next(1, 4); columns.Count < count;)
        {
            columns.Add(new Column($"x{columns.Count}", (Kind)random.Next(5)));
        }

        var rules = new List<TableRule>();
        for (int count = random.Next(1, 9); rules.Count < count;)
        {
            rules.Add(new TableRule(columns.Select(column => new TableCell(Cell(column.Kind))).ToValueList(), [new TableCell($"{rules.Count + 1}")]));
        }

        return new DecisionTable
        {
            HitPolicy = HitPolicy.RuleOrder,
            Inputs = columns.Select(Input).ToValueList(),
            Outputs = [new TableOutput { Name = "rule" }],
            Rules = rules.ToValueList(),
        };
    }

    private static TableInput Input(Column column) => new(new TableCell(column.Name))
    {
        AllowedValues = column.Kind == Kind.AllowedText ? new TableCell("\"a\", \"b\", \"c\"") : null,
        TypeRef = column.Kind switch { Kind.Number => "number", Kind.Truth => "boolean", Kind.Date => "date", _ => "string" },
    };

    private static object[] Values(Kind kind) => kind switch
    {
        Kind.Number => [.. Enumerable.Range(-2, 14).Select(half => (object)(half / 2m))],
        Kind.Text => ["a", "b", "c", "something else"],
        Kind.AllowedText => ["a", "b", "c"],
        Kind.Truth => [true, false],
        _ => [.. Enumerable.Range(-1, 8).Select(day => (object)new DateOnly(2024, 1, 1).AddDays(day))],
    };

    private string Cell(Kind kind) => random.Next(6) switch
    {
        0 => "-",
        1 => $"not({List(kind)})",
        2 or 3 when kind is Kind.Number or Kind.Date => $"{"<,<=,>,>=".Split(',')[random.Next(4)]} {Constant(kind)}",
        4 when kind is Kind.Number or Kind.Date => Range(kind),
        _ => List(kind),
    };

    private string List(Kind kind) => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Constant(kind)));

    private string Range(Kind kind)
    {
        int start = random.Next(5);
        int end = random.Next(start, 5);
        return $"{(random.Next(2) == 0 ? '[' : '(')}{Constant(kind, start)}..{Constant(kind, end)}{(random.Next(2) == 0 ? ']' : ')')}";
    }

    private string Constant(Kind kind) => Constant(kind, random.Next(5));

    private static string Constant(Kind kind, int number) => kind switch
    {
        Kind.Number => $"{number}",
        Kind.Truth => number % 2 == 0 ? "true" : "false",
        Kind.Date => number % 2 == 0 ? $"date(\"2024-01-0{number + 1}\")" : $"@\"2024-01-0{number + 1}\"",
        _ => $"\"{"abc"[number % 3]}\"",
    };

    private sealed record Column(string Name, Kind Kind);
}
