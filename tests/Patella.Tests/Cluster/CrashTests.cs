using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>The program is killed while people talk to it. PATELLA_KILLS says how often; more with PATELLA_FULL=1.</summary>
public class CrashTests(ITestOutputHelper output)
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_KILLS"), out var kills) ? kills : Environment.GetEnvironmentVariable("PATELLA_FULL") == "1" ? 50 : 4;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_when_the_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("patella-kills-").FullName;
        var random = new Random(20171111);
        var slowest = TimeSpan.Zero;
        await using (var installation = await LiveInstallation.Start("--data", folder))
        {
            var talkers = new Talkers(installation, processes: 1);
            await talkers.Begin(12);
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(random.Next(150, 900));
                var took = await installation.KillAndRestart(0);
                slowest = took > slowest ? took : slowest;
            }

            await talkers.End();
            var found = await talkers.Verify(0);
            output.WriteLine($"seed 20171111: {Kills} kills, {talkers.Acknowledged} messages acknowledged, {found} there, slowest restart {slowest.TotalSeconds:0.0} s");
            Assert.True(talkers.Acknowledged > Kills * 5, $"only {talkers.Acknowledged} messages were acknowledged");
            await EverySessionGoesOn(installation, talkers);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Everybody can still write, and can still have a person.</summary>
    private static async Task EverySessionGoesOn(LiveInstallation installation, Talkers talkers)
    {
        var agent = await installation.SignIn(0, "ann");
        await installation.Ask(0, HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        foreach (var (token, conversation) in talkers.People)
        {
            await installation.Ask(0, HttpMethod.Post, $"/api/v1/conversations/{conversation}/person-requests", token, new { clientId = "please" });
        }

        await Waiting.Until(async () =>
        {
            var inbox = await installation.Ask(0, HttpMethod.Get, "/api/v1/inbox", agent);
            foreach (var offer in inbox!["offers"]!.AsArray())
            {
                await installation.Ask(0, HttpMethod.Post, $"/api/v1/offers/{offer!["id"]}/acceptances", agent, new { });
            }

            return inbox["conversations"]!.AsArray().Count == talkers.People.Count;
        }, "all conversations with the agent", TimeSpan.FromSeconds(60));
    }
}
