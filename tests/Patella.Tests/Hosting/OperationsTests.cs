using System.Net;
using System.Text.Json;
using Patella.Host.Commands;

namespace Patella.Tests.Hosting;

public class OperationsTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A_server_tells_that_it_lives_and_is_ready_and_ends_when_asked()
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        await using var server = await PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path]);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        using var live = JsonDocument.Parse(await client.GetStringAsync("/health/live"));
        using var ready = JsonDocument.Parse(await client.GetStringAsync("/health/ready"));

        Assert.Equal("ok", live.RootElement.GetProperty("state").GetString());
        Assert.All(["store", "migrations", "owners"], check => Assert.Equal("ok", ready.RootElement.GetProperty("checks").GetProperty(check).GetProperty("state").GetString()));
        Assert.Single(server.Output.Split('\n'), line => line == $"Patella is ready: http://127.0.0.1:{port}");
        Assert.Equal(ExitCodes.Done, await server.Stop());
    }

    [Fact]
    public async Task A_server_writes_nothing_outside_its_folder_and_starts_without_a_warning()
    {
        using var folder = new TemporaryFolder();
        using var home = new TemporaryFolder();
        await using var server = await PatellaProcess.Serve(["--port", $"{PatellaProcess.FreePort()}", "--data", folder.Path], new Dictionary<string, string> { ["HOME"] = home.Path });
        Assert.Equal(ExitCodes.Done, await server.Stop());
        Assert.DoesNotContain("warning", server.Output + server.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories), file => !file.Contains(".dotnet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_demonstration_is_ready_only_when_its_people_can_enter()
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        var starting = PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path, "--demo", "--no-festival"]);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var before = 0;
        await Patella.Tests.Platform.Waiting.Until(async () =>
        {
            try
            {
                using var ready = await client.GetAsync("/health/ready");
                before += ready.IsSuccessStatusCode ? 0 : 1;
                return ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "readiness", TimeSpan.FromSeconds(60));
        foreach (var (persona, page) in new[] { ("agent", "/console/desk"), ("supervisor", "/console/board"), ("administrator", "/console/settings") })
        {
            using var entered = await client.GetAsync("/demo/enter/" + persona);
            Assert.StartsWith(page, entered.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        await using var server = await starting;
        Assert.True(before > 0, "It listened before its people were there, and did not say that it was not ready.");
    }

    [Patella.Tests.Platform.PostgresFact]
    public async Task On_PostgreSQL_too_the_data_folder_is_made_where_there_is_none()
    {
        using var folder = new TemporaryFolder();
        var database = await Patella.Tests.Platform.StoreFixture.CreateDatabase();
        var data = Path.Combine(folder.Path, "not", "there", "yet");
        try
        {
            await using var server = await PatellaProcess.Serve(["--port", $"{PatellaProcess.FreePort()}", "--data", data, "--postgres", Patella.Tests.Platform.StoreFixture.ConnectionStringOf(database)]);
            Assert.NotEmpty(Directory.EnumerateFiles(data));
            Assert.Equal(ExitCodes.Done, await server.Stop());
        }
        finally
        {
            await Patella.Tests.Platform.StoreFixture.DropDatabase(database);
        }
    }

    [Fact]
    public async Task An_answer_carries_the_callers_trace_id_as_its_request_id()
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        await using var server = await PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path]);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/api/v1/session");
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        using var answer = await client.SendAsync(request);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(Trace, Assert.Single(answer.Headers.GetValues("X-Request-Id")));
        Assert.Equal(Trace, problem.RootElement.GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Metrics_traces_and_logs_reach_a_collector_that_the_environment_names()
    {
        using var folder = new TemporaryFolder();
        await using var collector = await FakeCollector.Start();
        var port = PatellaProcess.FreePort();
        await using var server = await PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path, "--log-level", "Debug"], new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "patella-under-test",
        });
        using var client = new HttpClient();
        await client.GetStringAsync($"http://127.0.0.1:{port}/health/ready");

        // What is left is sent when the server ends.
        Assert.Equal(ExitCodes.Done, await server.Stop());

        Assert.Contains("http.server.request.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("/health/ready", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("patella-under-test", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("Patella", collector.Received("/v1/logs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_logs_are_one_object_a_line()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PatellaProcess.Serve(["--port", $"{PatellaProcess.FreePort()}", "--data", folder.Path, "--json-logs", "--log-level", "Debug"]);

        await server.Stop();

        var lines = server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }
}
