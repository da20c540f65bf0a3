using System.Collections.Concurrent;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;
using Patella.Platform.Clocks;

namespace Patella.Service.Policies.Guarding;

/// <summary>
/// What a policy could say before it is known what will be asked for: the same table with the cells about arguments left open, giving every row that is
/// possible then. Where the table cannot be read so, everything is possible.
/// </summary>
internal sealed class AnyArguments
{
    private static readonly ConcurrentDictionary<string, AnyArguments> Kept = new();
    private readonly DmnProgram? _open;
    private readonly bool[] _certain;

    private AnyArguments(DmnProgram? open, bool[] certain) => (_open, _certain) = (open, certain);

    public static AnyArguments Of(PolicyVersion version, PolicyKind kind)
    {
        if (Kept.Count > 2_000)
        {
            Kept.Clear();
        }

        return Kept.GetOrAdd(version.Hash + kind.Key, _ => Build(version.Compiled.Model, kind));
    }

    /// <summary>The row that refuses whatever the arguments are: every possible row refuses, and the first of them is told. Null when something may be granted.</summary>
    public int? RefusingRow(FactSet facts, long at)
    {
        if (_open is null)
        {
            return null;
        }

        try
        {
            var result = _open.Evaluate("verdict", facts.Values, new DmnOptions(Microseconds.ToTime(at), Explain: true));
            var table = result.Explanation?.Tables.LastOrDefault(table => table.Place == "decision 'verdict'");
            if (result.HasErrors || result.Value is not FeelList rows || table is null || rows.Count != table.Fired.Count)
            {
                return null;
            }

            for (var index = 0; index < rows.Count; index++)
            {
                if (rows[index] is not FeelContext row || !row.TryGetValue("outcome", out var outcome) || outcome as string != PolicyOutcome.Refuse)
                {
                    return null;
                }

                if (_certain[table.Fired[index].Number - 1])
                {
                    return table.Fired[0].Number;
                }
            }
        }
        catch (Exception failure) when (failure is DmnLimitException or ArgumentException)
        {
            return null;
        }

        return null;
    }

    private static AnyArguments Build(DmnDefinitions model, PolicyKind kind)
    {
        if (model.Decisions.FirstOrDefault(decision => decision.Name == kind.Decision) is not { Logic: DecisionTable { HitPolicy: HitPolicy.Unique or HitPolicy.First or HitPolicy.Any } table } verdict || kind.Decision != "verdict" || table.Outputs.Count < 2)
        {
            return new AnyArguments(null, []);
        }

        var inputs = model.Inputs.Select(input => input.Variable?.Name ?? input.Name).ToHashSet();
        bool Asks(string text) => FactPaths.In(text, inputs).Any(path => IsArgument(kind, path));
        var asking = table.Inputs.Select(input => Asks(input.Expression.Text)).ToArray();

        // Another decision or function may look at arguments where this cannot see it.
        var others = model.Decisions.Where(decision => decision != verdict).Select(decision => decision.Name).Concat(model.Knowledge.Select(function => function.Name)).ToHashSet();
        if (others.Count > 0 && FactPaths.Texts(model with { Decisions = [verdict], Knowledge = [] }).Any(text => FactPaths.In(text.Text, others).Any()))
        {
            return new AnyArguments(null, []);
        }

        var certain = table.Rules.Select(rule => !rule.Inputs.Where((cell, column) => asking[column] && cell.Text.Trim() is not ("-" or "") || Asks(cell.Text)).Any()).ToArray();
        var rules = table.Rules.Select(rule => rule with { Inputs = [.. rule.Inputs.Select((cell, column) => asking[column] || Asks(cell.Text) ? cell with { Text = "-" } : cell)] });
        var open = table with
        {
            HitPolicy = HitPolicy.RuleOrder, Rules = [.. rules], Inputs = [.. table.Inputs.Select((input, column) => asking[column] ? input with { Expression = input.Expression with { Text = "null" }, AllowedValues = null } : input)],
        };
        var program = DmnProgram.Compile(model with { Decisions = [.. model.Decisions.Select(decision => decision == verdict ? verdict with { Logic = open, Variable = null } : decision)] });
        return new AnyArguments(program.Problems.Any(problem => problem.Severity == DmnSeverity.Error) ? null : program, certain);
    }

    private static bool IsArgument(PolicyKind kind, string path)
        => kind.Facts.Any(fact => fact.Argument && (fact.Path == path || path.StartsWith(fact.Path + ".", StringComparison.Ordinal) || fact.Path.StartsWith(path + ".", StringComparison.Ordinal)));
}
