using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Patella.Simulator.Ecosystem;

namespace Patella.BrowserTests.Machine;

/// <summary>The public API of a demonstration, as one of the people to be.</summary>
internal sealed class DemonstrationDoor : IDisposable
{
    private readonly HttpClient _client;

    private DemonstrationDoor(string address) => _client = new HttpClient { BaseAddress = new Uri(address) };

    public static async Task<DemonstrationDoor> Enter(string address, string persona)
    {
        var door = new DemonstrationDoor(address);
        var session = await door.Post("/api/v1/sessions", new { tenant = DemoPersonas.TenantSlug, email = DemoPersonas.Emails[persona], password = DemoPersonas.Password });
        door._client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)session["token"]!);
        return door;
    }

    public async Task<JsonNode> Post(string path, object body)
    {
        using var answer = await _client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public void Dispose() => _client.Dispose();
}
