using System.Text.Json.Nodes;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>Two processes hear voices on one PostgreSQL, and one is killed, then the other sleeps: what was acknowledged counts once, and what is wrong is said once.</summary>
public class VoicesUnderFireTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [PostgresFact]
    public async Task No_acknowledged_voice_is_lost_or_doubled_and_no_alert_is_raised_twice_when_one_of_two_processes_is_killed()
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            await using var installation = await LiveInstallation.Start("--data", Directory.CreateTempSubdirectory("patella-voices-").FullName, "--time-rate", "60", "--postgres", StoreFixture.ConnectionStringOf(database));
            await installation.StartProcess();
            var speakers = new VoiceSpeakers(installation, processes: 2);
            await speakers.Begin(4);
            await Task.Delay(4_000);
            speakers.Break();
            await Task.Delay(3_000);
            await installation.Process(0).Kill();
            await Task.Delay(6_000);
            await installation.KillAndRestart(0);
            await installation.Process(1).Signal("STOP");
            await Task.Delay(9_000);
            await installation.Process(1).Signal("CONT");
            await Task.Delay(2_000);
            await speakers.End();
            await EachIsThereOnce(installation, speakers);
            await OneIncident(installation);
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    private async Task EachIsThereOnce(LiveInstallation installation, VoiceSpeakers speakers)
    {
        // A batch whose answer was lost as the speaking ended may be there without having been acknowledged.
        await Waiting.Until(async () => (long)(await installation.Ask(1, HttpMethod.Get, "/api/v1/voice-figures?by=hour&source=review", installation.AdminToken))!["total"]! >= speakers.Acknowledged.Count, "all acknowledged voices in the figures", Patience);
        var there = new List<string>();
        string? after = null;
        do
        {
            var page = (await installation.Ask(1, HttpMethod.Get, "/api/v1/voices?source=review&limit=200" + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)), installation.AdminToken))!;
            there.AddRange(page["items"]!.AsArray().Select(voice => (string)voice!["order"]!));
            after = (string?)page["next"];
        }
        while (after is not null);
        output.WriteLine($"{speakers.Acknowledged.Count} voices acknowledged, {there.Count} there");
        Assert.Equal(there.Count, there.Distinct().Count());
        Assert.Empty(speakers.Acknowledged.Except(there).Take(5));
        Assert.Equal(there.Count, (long)(await installation.Ask(0, HttpMethod.Get, "/api/v1/voice-figures?by=hour&source=review", installation.AdminToken))!["total"]!);
    }

    private static async Task OneIncident(LiveInstallation installation)
    {
        JsonNode[] found = [];
        await Waiting.Until(async () =>
        {
            var all = (await installation.Ask(1, HttpMethod.Get, "/api/v1/incidents?state=all&limit=100", installation.AdminToken))!["items"]!.AsArray();
            found = [.. all.Where(incident => (string?)incident!["node"]!["version"] == VoiceSpeakers.Broken).Select(incident => incident!)];
            return found.Length > 0;
        }, "the incident of the version", Patience);
        Assert.Single(found);
        Assert.Equal("coupon-fails", (string?)found[0]["reason"]);
        var history = (await installation.Ask(0, HttpMethod.Get, $"/api/v1/incidents/{found[0]["id"]}", installation.AdminToken))!["history"]!.AsArray();
        Assert.Single(history, step => (string)step!["what"]! == "raised");
    }
}
