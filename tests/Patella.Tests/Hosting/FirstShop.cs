using System.Net;
using System.Net.Http.Json;

namespace Patella.Tests.Hosting;

/// <summary>An empty installation whose first administrator has made the ecosystem "shop".</summary>
internal static class FirstShop
{
    private const string Email = "first@shop.example";
    private const string Password = "four words are enough";

    /// <summary>The body of a sign-in.</summary>
    public static object Credentials => new { tenant = "shop", email = Email, password = Password };

    public static async Task<PatellaProcess> Serve(string data, int? port = null)
    {
        port ??= PatellaProcess.FreePort();
        var server = await PatellaProcess.Serve(["--no-demo", "--port", $"{port}", "--data", data]);
        var code = await server.Said("code=");
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync($"http://127.0.0.1:{port}/api/v1/first-run", new
        {
            code = code[(code.IndexOf("code=", StringComparison.Ordinal) + 5)..].Trim(), ecosystemName = "Shop", slug = "shop", name = "First", email = Email, password = Password, language = "en",
        });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return server;
    }
}
