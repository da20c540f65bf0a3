using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Checks;
using Patella.Kernel.Dmn.Model;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Checks;

/// <summary>Pure: everything that is wrong with a version before anybody signs it, each with its place and, for gaps and overlaps, with a case that shows it.</summary>
internal static class PolicyCheck
{
    private const int MostFindings = 200;

    public static IReadOnlyList<Finding> Of(PolicyProgram program, PolicyKind kind, PolicyWords words)
    {
        var findings = new List<Finding>();
        findings.AddRange(program.Program.Problems.Select(problem => new Finding("compile", problem.Severity == DmnSeverity.Error ? Finding.Error : Finding.Note, problem.Place, problem.Message)));
        findings.AddRange(FactCheck.Of(program, kind));
        foreach (var decision in program.Model.Decisions.Where(decision => decision.Logic is DecisionTable))
        {
            findings.AddRange(OfTable($"decision '{decision.Name}'", (DecisionTable)decision.Logic!, program.Model));
        }

        if (program.Model.Decisions.FirstOrDefault(decision => decision.Name == kind.Decision) is not { } asked)
        {
            findings.Add(new Finding("no-decision", Finding.Error, kind.Decision));
        }
        else if (kind.Guards && asked.Logic is DecisionTable table)
        {
            findings.AddRange(VerdictCheck.Of($"decision '{asked.Name}'", table, findings, words));
        }

        findings.AddRange(VerdictCheck.Figures(words));
        return [.. findings.OrderBy(finding => finding.Severity switch { Finding.Error => 0, Finding.Warning => 1, _ => 2 }).Take(MostFindings)];
    }

    /// <summary>Overlaps that the hit policy resolves are how such tables are written; they are not told.</summary>
    private static IEnumerable<Finding> OfTable(string place, DecisionTable table, DmnDefinitions model)
    {
        var report = TableCheck.Check(table, model);
        foreach (var found in report.Findings.Where(found => found.Conflict || found.Kind is FindingKind.WrongType or FindingKind.Unchecked))
        {
            var severity = found.Kind == FindingKind.Unchecked ? Finding.Note : found.Certain || found.Kind == FindingKind.WrongType ? Finding.Error : Finding.Warning;
            yield return new Finding(
                Word(found.Kind), severity, place, "", found.Rules, [.. found.Witness.Select(value => Finding.Value(value.Name, value.Value))], [.. found.Where.Select(test => new WitnessValue(test.Key, test.Value))], found.Certain);
        }

        if (!report.Complete)
        {
            yield return new Finding("incomplete", Finding.Warning, place);
        }
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Gap => "gap",
        FindingKind.Overlap => "overlap",
        FindingKind.Unreachable => "unreachable",
        FindingKind.Impossible => "impossible",
        FindingKind.WrongType => "wrong-type",
        _ => "unchecked",
    };
}
