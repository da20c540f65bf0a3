using Patella.Kernel.Dmn.Model;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Checks;

/// <summary>Pure: whether the facts that a model names are there, and of the type its columns say.</summary>
internal static class FactCheck
{
    public static IEnumerable<Finding> Of(PolicyProgram program, PolicyKind kind)
    {
        var roots = kind.Facts.Select(fact => fact.Path.Split('.', '[')[0]).ToHashSet();
        foreach (var input in program.Model.Inputs.Select(input => input.Variable?.Name ?? input.Name).Where(input => !roots.Contains(input)))
        {
            yield return new Finding("unknown-input", Finding.Error, $"input '{input}'", string.Join(", ", roots.Order(StringComparer.Ordinal)));
        }

        foreach (var used in program.Used.Where(used => roots.Contains(used.Path.Split('.')[0]) && !IsKnown(kind, used.Path)))
        {
            yield return new Finding("unknown-fact", Finding.Error, used.Place, used.Path);
        }

        foreach (var decision in program.Model.Decisions.Where(decision => decision.Logic is DecisionTable))
        {
            var inputs = ((DecisionTable)decision.Logic!).Inputs;
            for (var column = 0; column < inputs.Count; column++)
            {
                if (kind.Facts.FirstOrDefault(fact => fact.Path == inputs[column].Expression.Text.Trim()) is { } fact && IsSimple(inputs[column].TypeRef) && IsSimple(fact.Type) && inputs[column].TypeRef != fact.Type)
                {
                    yield return new Finding("fact-type", Finding.Error, $"decision '{decision.Name}', input {column + 1}", $"{fact.Path}: {fact.Type}, {inputs[column].TypeRef}");
                }
            }
        }
    }

    /// <summary>A fact, a part of one that is open, a part of a list's items, or what has facts below it.</summary>
    public static bool IsKnown(PolicyKind kind, string path) => kind.Facts.Any(fact =>
    {
        var plain = fact.Path.Replace("[]", "", StringComparison.Ordinal);
        return plain == path || plain.StartsWith(path + ".", StringComparison.Ordinal)
            || path.StartsWith(plain + ".", StringComparison.Ordinal) && (fact.Type is "date and time" or "date" or "time" || fact.Type == "context" && !kind.Facts.Any(below => below.Path.StartsWith(fact.Path + ".", StringComparison.Ordinal)));
    });

    private static bool IsSimple(string? type) => type is "string" or "number" or "boolean";
}
