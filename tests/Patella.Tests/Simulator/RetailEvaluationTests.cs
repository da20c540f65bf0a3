using Patella.Host.Evaluations.Retail;
using Patella.Simulator.Retail;
using Xunit.Abstractions;

namespace Patella.Tests.Simulator;

/// <summary>Twelve tasks of the retail set under its written policy as tables, with all six tools and everything that must be refused around them; <c>patella eval retail</c> replays all.</summary>
public class RetailEvaluationTests(ITestOutputHelper output)
{
    private static readonly string[] Some =
    [
        "tau-v1-dev 0", "tau-v1-dev 1", "tau-v1-dev 3", "tau-v1-dev 12", "tau-v1-train 5", "tau-v1-train 24", "tau-v1-train 34", "tau-v1-train 68", "tau-v1-train 81", "tau-v1-train 166", "tau-v1-train 214", "tau-v1-train 351",
    ];

    [RetailFact]
    public async Task Tasks_end_in_their_gold_states_at_every_path_and_what_must_be_refused_is_by_a_rule_that_is_named()
    {
        var tasks = Tasks();
        Assert.Equal(RetailActions.Tools.Order(), tasks.SelectMany(one => one.Task.Calls).Select(call => call.Name).Distinct().Order());
        Assert.True(tasks.SelectMany(one => one.Gold.Refused).Count() >= 6);
        var report = await Run(tasks, Violations());
        Assert.True(report.Passed == tasks.Count, $"{report.Passed} of {tasks.Count}; see the output");
        Assert.DoesNotContain(report.Probes, probe => probe.Fault is not null);
        Assert.Equal(Violations().Where(group => Some.Contains(group.Key)).Sum(group => group.Count()), report.Probes.Count(probe => !RetailProbes.All.Contains(probe.Class)));
        Assert.Equal(RetailProbes.All.Order(), report.Probes.Select(probe => probe.Class).Where(RetailProbes.All.Contains).Distinct().Order());
        Assert.True(report.Contradictions > 0, "no task exchanges a piece for its own like");
    }

    [RetailFact]
    public async Task A_call_that_is_done_though_it_must_be_refused_is_seen()
    {
        var tasks = Tasks().Where(one => one.Task.Name == "tau-v1-dev 0").ToList();
        var valid = tasks[0].Task.Calls.Index().First(call => RetailActions.Tools.Contains(call.Item.Name));
        var report = await Run(tasks, new[] { new RetailViolation("tau-v1-dev 0", valid.Index, false, "none", valid.Item) }.ToLookup(one => one.Task));
        Assert.Equal("it was done", Assert.Single(report.Probes, probe => probe.Class == "none").Fault);
        Assert.False(report.Good);
    }

    [RetailFact]
    public async Task A_gold_state_with_another_reason_is_not_reached()
    {
        var (task, gold) = Tasks().First(one => one.Task.Name == "tau-v1-dev 0");
        var path = gold.Changes.Keys.First(key => key.EndsWith("/cancel_reason", StringComparison.Ordinal));
        var other = gold with { Changes = new Dictionary<string, System.Text.Json.JsonElement>(gold.Changes) { [path] = System.Text.Json.JsonSerializer.SerializeToElement("another reason") } };
        Assert.Equal(path, Assert.Single(Assert.Single((await Run([(task, other)])).Results).Differences).Path);
    }

    private static List<(RetailTask Task, RetailGold Gold)> Tasks()
    {
        var folder = Path.GetDirectoryName(RetailFactAttribute.Database!)!;
        return [.. RetailTasks.Read(File.ReadAllBytes(Path.Combine(folder, "tasks.json")), File.ReadAllBytes(Path.Combine(folder, "gold_final_states.json"))).Where(one => Some.Contains(one.Task.Name))];
    }

    private static ILookup<string, RetailViolation> Violations() => RetailViolations.Read(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(RetailFactAttribute.Database!)!, "violations.json")));

    private async Task<RetailReport> Run(List<(RetailTask Task, RetailGold Gold)> tasks, ILookup<string, RetailViolation>? violations = null)
    {
        var database = RetailTasks.OfCustomers(File.ReadAllBytes(RetailFactAttribute.Database!), tasks.Select(one => one.Task.Customer).ToHashSet());
        var report = await RetailEvaluation.Run(Directory.CreateTempSubdirectory("patella-retail-").FullName, database, tasks, _ => { }, _ => { }, CancellationToken.None, violations);
        using var text = new StringWriter();
        report.Write(text);
        output.WriteLine(text.ToString());
        return report;
    }
}
