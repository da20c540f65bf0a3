namespace Patella.Kernel.Dmn.Checks;

/// <summary>What the check of a table found.</summary>
public enum FindingKind
{
    /// <summary>No rule matches.</summary>
    Gap = 0,

    /// <summary>Two rules match together.</summary>
    Overlap = 1,

    /// <summary>A rule of a FIRST table is never reached, because earlier rules match whatever it matches.</summary>
    Unreachable = 2,

    /// <summary>A rule matches nothing at all.</summary>
    Impossible = 3,

    /// <summary>A cell was not looked into, because it is not made of constants.</summary>
    Unchecked = 4,

    /// <summary>A cell holds a constant that is not of its column's type, so it can never match or be given.</summary>
    WrongType = 5,
}

/// <summary>One finding, with a case that shows it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Rules">The rules concerned, counted from 1.</param>
/// <param name="Witness">A value for each input that shows it; empty when none can.</param>
/// <param name="Where">All cases of the same kind, as FEEL tests by input; inputs that may have any value are left out.</param>
/// <param name="Certain">False when it depends on a cell that was not looked into.</param>
/// <param name="Conflict">Whether the hit policy forbids it: a gap without a default, an overlap the policy does not resolve, a dead rule.</param>
public sealed record TableFinding(
    FindingKind Kind, IReadOnlyList<int> Rules, IReadOnlyList<NamedValue> Witness, IReadOnlyList<KeyValuePair<string, string>> Where, bool Certain, bool Conflict);

/// <summary>The findings about a table.</summary>
/// <param name="Findings">In the order gaps, overlaps, unreachable and impossible rules, cells of a wrong type, cells not looked into.</param>
/// <param name="Complete">False when the table was too intricate, or the findings too many: gaps or overlaps may be missing.</param>
public sealed record TableReport(IReadOnlyList<TableFinding> Findings, bool Complete)
{
    /// <summary>The findings of one kind.</summary>
    public IEnumerable<TableFinding> Of(FindingKind kind) => Findings.Where(finding => finding.Kind == kind);
}
