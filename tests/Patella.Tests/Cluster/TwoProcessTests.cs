using System.Diagnostics;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>Two equal processes on one PostgreSQL: either may die or fall asleep, the other takes over.</summary>
public class TwoProcessTests(ITestOutputHelper output)
{
    /// <summary>A takeover takes at most 5 s on a machine that is not overloaded; the test allows for one that is.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task The_other_process_takes_over_when_one_is_killed()
        => await OnTwoProcesses(async (installation, talkers) =>
        {
            for (var round = 0; round < 2; round++)
            {
                await Task.Delay(1_500);
                await installation.Process(round % 2).Kill();
                output.WriteLine($"round {round}: a person was offered by the survivor after {(await TimeToOffer(installation, 1 - (round % 2), round)).TotalSeconds:0.0} s");
                await installation.KillAndRestart(round % 2);
            }

            await talkers.End();
            output.WriteLine($"{talkers.Acknowledged} acknowledged, {await talkers.Verify(0)} there");
        });

    [PostgresFact]
    public async Task A_process_that_sleeps_through_its_lease_commits_nothing_when_it_wakes()
        => await OnTwoProcesses(async (installation, talkers) =>
        {
            await Task.Delay(1_500);
            await installation.Process(0).Signal("STOP");
            output.WriteLine($"asleep: a person was offered by the other after {(await TimeToOffer(installation, 1, 0)).TotalSeconds:0.0} s");
            await installation.Process(0).Signal("CONT");
            await Task.Delay(3_000);
            await talkers.End();
            output.WriteLine($"{talkers.Acknowledged} acknowledged, {await talkers.Verify(1)} there");
            await EachIsWithOnePersonAtMost(installation);
        });

    private static async Task OnTwoProcesses(Func<LiveInstallation, Talkers, Task> story)
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            await using var installation = await LiveInstallation.Start("--data", Directory.CreateTempSubdirectory("patella-two-").FullName, "--postgres", StoreFixture.ConnectionStringOf(database));
            await installation.StartProcess();
            var talkers = new Talkers(installation, processes: 2);
            await talkers.Begin(8);
            await story(installation, talkers);
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    /// <summary>From now until somebody who asks for a person there is offered to an agent.</summary>
    private static async Task<TimeSpan> TimeToOffer(LiveInstallation installation, int process, int round)
    {
        var started = Stopwatch.GetTimestamp();
        string? agent = null;
        string? conversation = null;
        await Waiting.Until(async () =>
        {
            try
            {
                agent ??= await installation.SignIn(process, round == 0 ? "ann" : "bo");
                await installation.Ask(process, HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
                conversation ??= await AskForPerson(installation, process);
                var inbox = await installation.Ask(process, HttpMethod.Get, "/api/v1/inbox", agent);
                return inbox!["offers"]!.AsArray().Any(offer => (string)offer!["conversation"]!["id"]! == conversation);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        }, "an offer by the surviving process", Limit);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<string> AskForPerson(LiveInstallation installation, int process)
    {
        var consumer = await installation.Visit(process);
        var opened = await installation.Ask(process, HttpMethod.Post, "/api/v1/conversations", consumer, new { entryUnit = "market" });
        var conversation = (string)opened!["id"]!;
        await installation.Ask(process, HttpMethod.Post, $"/api/v1/conversations/{conversation}/person-requests", consumer, new { clientId = "please" });
        return conversation;
    }

    /// <summary>Offers that both processes had made would show here as a contact in two inboxes.</summary>
    private static async Task EachIsWithOnePersonAtMost(LiveInstallation installation)
    {
        var held = new List<string>();
        foreach (var name in new[] { "ann", "bo" })
        {
            var agent = await installation.SignIn(1, name);
            var inbox = (await installation.Ask(1, HttpMethod.Get, "/api/v1/inbox", agent))!;
            held.AddRange(inbox["offers"]!.AsArray().Select(offer => (string)offer!["conversation"]!["id"]!));
            held.AddRange(inbox["conversations"]!.AsArray().Select(conversation => (string)conversation!["id"]!));
        }

        Assert.Equal(held.Count, held.Distinct().Count());
    }
}
