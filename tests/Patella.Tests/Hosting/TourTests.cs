using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Patella.Tests.Platform;

namespace Patella.Tests.Hosting;

/// <summary>The guided tour's doors: in a demonstration anybody moves its clock on, within bounds; elsewhere there is nothing to move.</summary>
public class TourTests
{
    [Fact]
    public async Task A_viewer_moves_business_time_on_minute_by_minute_and_only_so_far()
    {
        using var folder = new TemporaryFolder();
        var (server, client) = await Open(folder, "--demo", "--no-festival");
        await using var ending = server;
        using var closing = client;
        var before = await Tour(client);
        foreach (var minutes in new[] { 0, -5, 121 })
        {
            using var refused = await client.PostAsJsonAsync("/demo/tour/clock", new { minutes });
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var moved = await client.PostAsJsonAsync("/demo/tour/clock", new { minutes = 5 });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        await Waiting.Until(async () => (await Tour(client)).GetProperty("moving").GetInt32() == 0, "the clock is there", TimeSpan.FromSeconds(60));
        var after = await Tour(client);
        Assert.InRange((Now(after) - Now(before)).TotalMinutes, 5, 7);
        Assert.Equal(1, after.GetProperty("timeRate").GetDouble());
    }

    [Fact]
    public async Task An_entrance_leads_to_a_page_of_the_console_and_nowhere_else()
    {
        using var folder = new TemporaryFolder();
        var (server, client) = await Open(folder, "--demo", "--no-festival");
        await using var ending = server;
        using var closing = client;
        foreach (var (to, place) in new[] { ("/console/wall", "/console/wall?lang=en"), ("/console/cases?view=mine", "/console/cases?view=mine&lang=en"), ("//evil.example/console/", "/console/board?lang=en"), ("https://evil.example/", "/console/board?lang=en") })
        {
            using var entered = await client.GetAsync($"/demo/enter/supervisor?lang=en&to={Uri.EscapeDataString(to)}");
            Assert.Equal(place, entered.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task Without_a_demonstration_nobody_moves_any_clock()
    {
        using var folder = new TemporaryFolder();
        var (server, client) = await Open(folder);
        await using var ending = server;
        using var closing = client;
        using var moved = await client.PostAsJsonAsync("/demo/tour/clock", new { minutes = 5 });
        using var read = await client.GetAsync("/demo/tour");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (moved.StatusCode, read.StatusCode));
    }

    private static async Task<(PatellaProcess, HttpClient)> Open(TemporaryFolder folder, params string[] more)
    {
        var port = PatellaProcess.FreePort();
        var server = await PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path, .. more]);
        return (server, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
    }

    private static async Task<JsonElement> Tour(HttpClient client) => await client.GetFromJsonAsync<JsonElement>("/demo/tour");

    private static DateTimeOffset Now(JsonElement tour) => tour.GetProperty("now").GetDateTimeOffset();
}
