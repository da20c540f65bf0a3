using System.Text.Json;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;
using Patella.Platform.Clocks;

namespace Patella.Service.Policies.Guarding;

/// <summary>Pure: what a version says of some facts. The same facts give the same verdict, whenever and wherever it is asked.</summary>
internal static class Judge
{
    public const string Broken = "policy-error";
    public const string Unknown = "fact-unknown";

    private static readonly Dictionary<string, JsonElement> None = [];

    /// <summary>Steps that one question may take; beyond them a person decides.</summary>
    public static readonly DmnLimits Limits = new(MaxSteps: 200_000, MaxSize: 100_000, MaxProblems: 10);

    public static PolicyVerdict Of(PolicyVersion version, PolicyKind kind, FactSet facts, long at) => Of(version, kind, facts.Values, facts.At, at, explain: true);

    /// <param name="values">By input, for the table.</param>
    /// <param name="find">The value at a path, for seeing what is not known.</param>
    public static PolicyVerdict Of(PolicyVersion version, PolicyKind kind, IReadOnlyDictionary<string, object?> values, Func<string, object?> find, long at, bool explain)
    {
        var program = version.Compiled;
        var unknown = Missing(program, kind, values, find);
        if (unknown.Count > 0)
        {
            return ToPerson(version, Unknown, null, unknown);
        }

        try
        {
            return Read(version, program, program.Program.Evaluate(kind.Decision, values, new DmnOptions(Microseconds.ToTime(at), explain, Limits)), kind.Decision);
        }
        catch (Exception failure) when (failure is DmnLimitException or ArgumentException)
        {
            return ToPerson(version, Broken, null, [failure.Message]);
        }
    }

    /// <summary>What a row of the table says, for a refusal that holds whatever is asked for.</summary>
    public static PolicyVerdict OfRow(PolicyVersion version, PolicyKind kind, int row)
    {
        var table = (DecisionTable)version.Compiled.Model.Decisions.First(decision => decision.Name == kind.Decision).Logic!;
        string? Cell(string name) => table.Outputs.ToList().FindIndex(output => output.Name == name) is >= 0 and var column && table.Rules[row - 1].Outputs[column].Text.Trim() is ['"', .., '"'] text ? text[1..^1] : null;
        var notes = table.Rules[row - 1].Notes;
        return new PolicyVerdict(PolicyOutcome.Refuse, Cell("reason") ?? Broken, Cell("instead"), null, null, RuleOf(version, new FiredRule(row, null, notes)), new Dictionary<string, JsonElement>(), [])
            { Content = version.Hash, VersionId = version.Id, Words = version.Words };
    }

    /// <summary>The facts that a table reads and that are not known, though they have no meaning as unknown.</summary>
    private static List<string> Missing(PolicyProgram program, PolicyKind kind, IReadOnlyDictionary<string, object?> values, Func<string, object?> find)
    {
        var missing = new List<string>();
        foreach (var input in program.Inputs)
        {
            if (!values.ContainsKey(input))
            {
                missing.Add($"no value was given for '{input}'");
            }
        }

        foreach (var fact in program.MustBeKnown(kind))
        {
            if (find(fact) is null)
            {
                missing.Add($"the fact '{fact}' is not known");
            }
        }

        return missing;
    }

    private static PolicyVerdict Read(PolicyVersion version, PolicyProgram program, DmnResult result, string decision)
    {
        var table = result.Explanation?.Tables.LastOrDefault(table => table.Place == $"decision '{decision}'");
        var row = table is { Fired: [var first, ..] } ? first : null;
        if (result.HasErrors || program.HasErrors)
        {
            return ToPerson(version, Broken, row, [.. program.Program.Problems.Concat(result.Problems).Where(problem => problem.Severity == DmnSeverity.Error).Select(problem => problem.ToString()).Take(10)]);
        }

        if (result.Value is not FeelContext verdict || Text(verdict, "outcome") is not { } outcome || !PolicyOutcome.All.Contains(outcome) || Text(verdict, "reason") is not { } reason)
        {
            return ToPerson(version, Broken, row, [$"decision '{decision}' must give a context with outcome (allow, refuse or person) and reason, and gave {FeelText.Write(result.Value)}"]);
        }

        return new PolicyVerdict(
            outcome, reason, Text(verdict, "instead"), verdict.TryGetValue("withinHours", out var hours) && hours is decimal number && number > 0 ? (double)Math.Min(number, 100_000) : null,
            verdict.TryGetValue("consent", out var consent) ? consent as bool? : null, RuleOf(version, row), result.Explanation is null ? None : ValuesOf(verdict), []) { Content = version.Hash, VersionId = version.Id, Words = version.Words };
    }

    private static PolicyVerdict ToPerson(PolicyVersion version, string reason, FiredRule? row, IReadOnlyList<string> problems)
        => new(PolicyOutcome.Person, reason, null, null, null, RuleOf(version, row), new Dictionary<string, JsonElement>(), problems) { Content = version.Hash, VersionId = version.Id, Words = version.Words };

    private static PolicyRule RuleOf(PolicyVersion version, FiredRule? row)
        => new(version.Policy, version.Number, row?.Number, row?.Annotations is { Count: > 0 } notes ? string.Join(" · ", notes.Where(note => note.Length > 0)) : null);

    private static string? Text(FeelContext verdict, string name) => verdict.TryGetValue(name, out var value) && value is string { Length: > 0 and <= 100 } text ? text : null;

    private static Dictionary<string, JsonElement> ValuesOf(FeelContext verdict)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in verdict)
        {
            values[name] = JsonSerializer.Deserialize<JsonElement>(value is FeelRange or FeelFunction ? "null" : FeelJson.Write(value));
        }

        return values;
    }
}
