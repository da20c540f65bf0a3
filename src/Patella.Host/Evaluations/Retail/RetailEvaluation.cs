using Patella.Simulator.Api;
using Patella.Simulator.Retail;

namespace Patella.Host.Evaluations.Retail;

/// <summary>Replays the retail set's tasks through the public API and compares every path of every end state.</summary>
public static class RetailEvaluation
{
    /// <summary>Runs tasks one after the other.</summary>
    /// <param name="folder">An empty folder to work in; it is deleted at the end.</param>
    /// <param name="import">Told the hundredths of the import.</param>
    /// <param name="played">Told how many tasks are done.</param>
    /// <exception cref="RetailFileException">A file cannot be taken, or the tenant does not begin as the file says.</exception>
    public static async Task<RetailReport> Run(
        string folder, byte[] database, IReadOnlyList<(RetailTask Task, RetailGold Gold)> tasks, Action<double> import, Action<double> played, CancellationToken cancellation)
    {
        await using var stage = await RetailStage.Build(folder, database, import, cancellation);
        var judge = new RetailJudge(database, stage.Begin);
        var wrong = judge.Beginning(await stage.Books(cancellation)).ToList();
        if (wrong.Count > 0)
        {
            throw new RetailFileException([.. wrong.Select(difference => new RetailProblem(0, difference.Path, $"begins as {difference.Found ?? "nothing"} instead of {difference.Wanted ?? "nothing"}"))]);
        }

        var results = new List<RetailResult>();
        foreach (var (task, gold) in tasks)
        {
            results.Add(await One(stage, judge, task, gold, cancellation));
            played(results.Count);
        }

        return new RetailReport(results);
    }

    private static async Task<RetailResult> One(RetailStage stage, RetailJudge judge, RetailTask task, RetailGold gold, CancellationToken cancellation)
    {
        try
        {
            var (outcomes, end, books) = await stage.Play(task, cancellation);
            return judge.Judge(task, gold, outcomes, end, books);
        }
        catch (ApiFailureException failure)
        {
            return new RetailResult(task.Name, [], [], failure.Message);
        }
    }
}
