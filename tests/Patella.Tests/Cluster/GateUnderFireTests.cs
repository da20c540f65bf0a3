using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>Two processes on one PostgreSQL: the cord is pulled at one, the gate is asked at the other, and one is killed in the middle.</summary>
public class GateUnderFireTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [PostgresFact]
    public async Task An_acknowledged_pull_is_in_the_next_answer_of_the_other_process_whoever_dies()
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            await using var installation = await LiveInstallation.Start("--data", Directory.CreateTempSubdirectory("patella-gate-").FullName, "--postgres", StoreFixture.ConnectionStringOf(database));
            await installation.StartProcess();
            var key = (string)(await installation.Ask(0, HttpMethod.Post, "/api/v1/api-keys", installation.AdminToken, new { name = "pipeline", scopes = new[] { "launches" } }))!["token"]!;
            var agent = await installation.SignIn(1, "ann");
            await SeenAtOnce(installation, key, agent);
            await Racing(installation, key, agent);
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    /// <summary>The first question after a pull was acknowledged, at the other process, is answered by it: nothing is waited for.</summary>
    private async Task SeenAtOnce(LiveInstallation installation, string key, string agent)
    {
        var longest = TimeSpan.Zero;
        for (var round = 0; round < 10; round++)
        {
            var (here, there, id) = (round % 2, 1 - (round % 2), $"seen-{round}");
            await Register(installation, here, key, id);
            Assert.Equal("clear", await State(installation, there, key, id));
            await Pull(installation, here, agent, id);
            var pulled = Stopwatch.GetTimestamp();
            Assert.Equal("blocked", await State(installation, there, key, id));
            longest = Stopwatch.GetElapsedTime(pulled) is var took && took > longest ? took : longest;
            Assert.Equal(HttpStatusCode.Conflict, await Pass(installation, there, key, id));
        }

        output.WriteLine($"blocked at the other process in the next answer, which took at most {longest.TotalMilliseconds:0} ms");
    }

    /// <summary>Pulls and passes of the same launches at both processes, one of which dies meanwhile; each is asked again until it is answered.</summary>
    private async Task Racing(LiveInstallation installation, string key, string agent)
    {
        var ids = Enumerable.Range(0, 24).Select(index => $"race-{index}").ToList();
        foreach (var id in ids)
        {
            await Register(installation, 1, key, id);
        }

        var passed = 0;
        var all = ids.Select(async (id, index) =>
        {
            await Task.Delay(index * 60);
            var pass = UntilAnswered(index, process => Pass(installation, process, key, id));
            await UntilAnswered(index + 1, async process => { await Pull(installation, process, agent, id); return HttpStatusCode.Created; });
            if (await pass == HttpStatusCode.Created)
            {
                Interlocked.Increment(ref passed);
            }
        }).ToList();
        await Task.Delay(500);
        await installation.Process(0).Kill();
        await Task.WhenAll(all);
        await installation.KillAndRestart(0);
        foreach (var id in ids)
        {
            for (var process = 0; process < 2; process++)
            {
                Assert.Equal("blocked", await State(installation, process, key, id));
                Assert.Equal(HttpStatusCode.Conflict, await Pass(installation, process, key, id));
            }

            var gate = await installation.Ask(1, HttpMethod.Get, "/api/v1/launch-gate/launch/" + id, key);
            Assert.Single(gate!["pulls"]!.AsArray());
        }

        output.WriteLine($"{passed} of {ids.Count} passed before their pull; all {ids.Count} are blocked at both processes");
    }

    private static Task Register(LiveInstallation installation, int process, string key, string id) => installation.Ask(process, HttpMethod.Post, "/api/v1/launches", key, new { id, kind = "launch", title = id });

    private static Task<JsonNode?> Pull(LiveInstallation installation, int process, string agent, string id)
        => installation.AskBriefly(process, HttpMethod.Post, "/api/v1/pulls", agent, new { id = "p-" + id, target = new { kind = "launch", id }, harm = "It charges twice." });

    private static async Task<string> State(LiveInstallation installation, int process, string key, string id) => (string)(await installation.Ask(process, HttpMethod.Get, "/api/v1/launch-gate/launch/" + id, key))!["state"]!;

    private static async Task<HttpStatusCode> Pass(LiveInstallation installation, int process, string key, string id)
    {
        try
        {
            await installation.AskBriefly(process, HttpMethod.Post, $"/api/v1/launches/{id}/passes", key, new { });
            return HttpStatusCode.Created;
        }
        catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.Conflict)
        {
            return HttpStatusCode.Conflict;
        }
    }

    /// <summary>The same question at one process and the other until one of them answers.</summary>
    private static async Task<HttpStatusCode> UntilAnswered(int first, Func<int, Task<HttpStatusCode>> ask)
    {
        HttpStatusCode? answer = null;
        var attempt = first;
        await Waiting.Until(async () =>
        {
            try
            {
                answer = await ask(attempt++ % 2);
                return true;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        }, "an answer by either process", Patience);
        return answer!.Value;
    }
}
