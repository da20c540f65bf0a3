using Patella.Simulator.Api;
using Patella.Simulator.Retail;

namespace Patella.Host.Evaluations.Retail;

/// <summary>Replays the retail set's tasks through the public API and compares every path of every end state.</summary>
public static class RetailEvaluation
{
    /// <summary>Runs tasks one after the other.</summary>
    /// <param name="folder">An empty folder to work in; it is deleted at the end.</param>
    /// <param name="violations">Calls that must be refused, by task; null plays the tasks alone. With them every valid write is tried in variants of identity, consent and replay.</param>
    /// <param name="import">Told the hundredths of the import.</param>
    /// <param name="played">Told how many tasks are done.</param>
    /// <exception cref="RetailFileException">A file cannot be taken, or the tenant does not begin as the file says.</exception>
    public static async Task<RetailReport> Run(
        string folder, byte[] database, IReadOnlyList<(RetailTask Task, RetailGold Gold)> tasks, Action<double> import, Action<double> played, CancellationToken cancellation, ILookup<string, RetailViolation>? violations = null)
    {
        var shelf = new RetailShelf(RetailImport.Read(database));
        await using var stage = await RetailStage.Build(folder, database, import, cancellation);
        var judge = new RetailJudge(database, stage.Begin);
        var wrong = judge.Beginning(await stage.Books(cancellation)).ToList();
        if (wrong.Count > 0)
        {
            throw new RetailFileException([.. wrong.Select(difference => new RetailProblem(0, difference.Path, $"begins as {difference.Found ?? "nothing"} instead of {difference.Wanted ?? "nothing"}"))]);
        }

        var (results, probes, contradictions) = (new List<RetailResult>(), new List<RetailProbe>(), 0);
        foreach (var (task, gold) in tasks)
        {
            var plan = new RetailTrialPlan([.. violations?[task.Name] ?? []], gold.Refused, shelf, violations is not null);
            var (result, around) = await One(stage, judge, task, gold, plan, cancellation);
            results.Add(result);
            probes.AddRange(around?.Probes ?? []);
            contradictions += around?.Contradictions ?? 0;
            played(results.Count);
        }

        return new RetailReport(results) { Probes = probes, Contradictions = contradictions };
    }

    private static async Task<(RetailResult Result, RetailPlayed? Played)> One(RetailStage stage, RetailJudge judge, RetailTask task, RetailGold gold, RetailTrialPlan plan, CancellationToken cancellation)
    {
        try
        {
            var played = await stage.Play(task, plan, cancellation);
            return (judge.Judge(task, gold, played.Outcomes, played.End, played.Books), played);
        }
        catch (ApiFailureException failure)
        {
            return (new RetailResult(task.Name, [], [], failure.Message), null);
        }
    }
}
