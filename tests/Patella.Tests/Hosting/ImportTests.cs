using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Patella.Host.Commands;

namespace Patella.Tests.Hosting;

public class ImportTests
{
    [Fact]
    public async Task A_file_is_loaded_once_and_a_wrong_one_is_named_by_line_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        await using var server = await FirstShop.Serve(Path.Combine(folder.Path, "data"), port);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var key = await MakeKey(client);
        var wrong = folder.File("wrong.jsonl", Line("A1") + "\n{ \"specversion\": \"1.0\" }\n");
        var right = folder.File("right.jsonl", Line("A1") + "\n" + Line("A2") + "\n");

        var refused = await Import(wrong, port, key);
        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("2", refused.Errors, StringComparison.Ordinal);

        var loaded = await Import(right, port, key);
        Assert.True(loaded.ExitCode == ExitCodes.Done, loaded.Errors);
        Assert.Equal(2, JsonDocument.Parse(loaded.Output).RootElement.GetProperty("accepted").GetInt32());

        // The same file is the same import: asked again it gives the same answer.
        Assert.Equal(loaded.Output, (await Import(right, port, key)).Output);
    }

    [Theory]
    [InlineData("import", "events")]
    [InlineData("import", "retail")]
    public async Task A_server_that_does_not_answer_is_named(string verb, string kind)
    {
        using var folder = new TemporaryFolder();

        var (code, _, errors) = await PatellaProcess.Run([verb, kind, folder.File("a.jsonl", "{}"), "--key", "k", "--url", $"http://127.0.0.1:{PatellaProcess.FreePort()}"]);

        Assert.Equal(ExitCodes.ServerUnreachable, code);
        Assert.Contains("no server answers at http://127.0.0.1:", errors, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Errors)> Import(string file, int port, string key)
        => PatellaProcess.Run(["import", "events", file, "--url", $"http://127.0.0.1:{port}", "--key", key]);

    private static string Line(string order) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = "event-" + order,
        source = "/shop",
        type = "patella.order.paid.v1",
        subject = order,
        time = "2026-01-01T10:00:00Z",
        unit = "market",
        data = new { order = new { number = order } },
    });

    private static async Task<string> MakeKey(HttpClient client)
    {
        using var session = await client.PostAsJsonAsync("/api/v1/sessions", FirstShop.Credentials);
        var token = JsonDocument.Parse(await session.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var made = await client.PostAsJsonAsync("/api/v1/api-keys", new { name = "import", scopes = new[] { "imports" } });
        var body = await made.Content.ReadAsStringAsync();
        Assert.True(made.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("token").GetString()!;
    }
}
