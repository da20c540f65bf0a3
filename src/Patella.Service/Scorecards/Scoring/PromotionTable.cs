using System.Collections;
using Patella.Kernel.Dmn;

namespace Patella.Service.Scorecards.Scoring;

/// <summary>A clause of a promotion and how a shop stands to it.</summary>
internal sealed record ClauseFinding(string Clause, decimal? Value, decimal? Threshold, bool Met);

/// <summary>A version of the table of what a shop must show to take part in a promotion.</summary>
internal sealed class PromotionTable(DmnProgram program, string version)
{
    private const string Clauses = "clauses";

    public string Version => version;

    /// <exception cref="ScoringException">The table cannot be used; the place is named.</exception>
    public IReadOnlyList<ClauseFinding> Ask(ShopScore score, CategoryField field)
    {
        if (program.Problems.FirstOrDefault() is { } problem || !program.Decisions.Contains(Clauses))
        {
            throw new ScoringException(version, program.Problems.Count > 0 ? program.Problems[0].ToString() : $"has no decision '{Clauses}'");
        }

        var result = program.Evaluate(Clauses, Facts(score, field));
        if (result.HasErrors || result.Value is not IEnumerable rows)
        {
            throw new ScoringException($"{version}, {Clauses}", result.Problems.Count > 0 ? result.Problems[0].ToString() : "gives no list");
        }

        return [.. rows.Cast<IReadOnlyDictionary<string, object?>>().Select(Read)];
    }

    /// <summary>What the table may name; null where it is not known.</summary>
    private static Dictionary<string, object?> Facts(ShopScore score, CategoryField field)
    {
        decimal? Value(string key) => score.Figures[Indicators.IndexOf(key)] is { Enough: true } reached ? reached.Value / 1_000_000m : null;
        var dispute = score.Figures[Indicators.IndexOf("dispute")];
        return new()
        {
            ["total"] = score.Total / 1000m,
            ["least"] = score.Total is null ? null : score.Figures.Min(reached => reached.Points),
            ["disputes"] = dispute.Numerator,
            ["disputeRate"] = Value("dispute"),
            ["categoryDisputeRate"] = field.Paid > 0 ? Math.Round((decimal)field.Disputes / field.Paid, 6) : null,
            ["goods"] = Value("goods"),
            ["service"] = Value("service"),
            ["logistics"] = Value("logistics"),
        };
    }

    private ClauseFinding Read(IReadOnlyDictionary<string, object?> row)
        => row["clause"] is string clause && row["met"] is bool met
            ? new ClauseFinding(clause, row["value"] as decimal?, row["threshold"] as decimal?, met)
            : throw new ScoringException($"{version}, {Clauses}", "each row needs a clause and whether it is met");
}
