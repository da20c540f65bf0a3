using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers.Hostile;

/// <summary>
/// Every command and list of the described interface with hostile words, wrong kinds and broken bodies: whatever comes is taken or refused by a
/// problem that says why, never an error of the server. PATELLA_FUZZ_REQUESTS asks for more of them; PATELLA_FUZZ_SEED for others.
/// </summary>
public partial class HostileRequestsTests
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_FUZZ_REQUESTS"), out var asked) ? asked / 236 : 12;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_FUZZ_SEED"), out var asked) ? asked : 1;
    private static readonly RateLimitOptions AskEverything = new() { ConsumerPerMinute = 10_000_000, StaffPerMinute = 10_000_000, AnonymousPerMinute = 10_000_000 };

    /// <summary>What ends the askers' own sessions, waits on purpose, or calls other machines.</summary>
    private static readonly string[] Left = ["/api/v1/session", "/api/v1/live", "/api/v1/mailboxes/{id}/tests", "/api/v1/sign-ins"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Whatever_is_asked_is_answered_or_refused_with_a_reason(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind, limits: AskEverything);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ApiDocumentTests.SourceTreeRoot(), "docs", "api", "openapi.json")))!;
        var random = new Random(Seed);
        var bodies = new HostileBodies(document, random);
        var (_, conversation) = await ConversationTests.Begin(server, "hello");
        var ids = new[] { conversation, "acme-agent", "acme-a1", "market", "no-such-id", "1" };
        var wrong = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var callers = await Callers(server);
            foreach (var (path, method, operation) in Operations(document))
            {
                var caller = callers[random.Next(callers.Count)];
                var where = Address(path, operation, bodies, random, ids);
                var body = operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema ? bodies.Body(schema) : null;
                if (await Wrong(server, method, where, caller, body) is { } found)
                {
                    wrong.Add($"{method} {path} ({where[..Math.Min(where.Length, 120)]}): {found} for {(body is null ? "" : System.Text.Encoding.UTF8.GetString(body)[..Math.Min(body.Length, 300)])}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n" + string.Join("\n", wrong.DistinctBy(line => line[..line.IndexOf('(', StringComparison.Ordinal)]).Take(30)));
    }

    private static async Task<string?> Wrong(TestServer server, string method, string where, string? token, byte[]? body)
    {
        using var content = body is null ? null : new ByteArrayContent(body);
        content?.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await server.Send(new HttpMethod(method.ToUpperInvariant()), where, token, content,
            // A server that refuses a big body answers before it has read it, and then hangs up.
            request => request.Headers.ExpectContinue = body?.Length > 16_000 ? true : null);
        var status = (int)answer.Status;
        // 503 with a reason is no error: it says what to do, and happens while a busy machine starts.
        return status >= 500 && !(status == 503 && answer.Code is not null) ? answer.ToString()[..Math.Min(answer.ToString().Length, 300)]
            : status >= 400 && answer.Code is null && answer.MediaType != "text/html" ? "refused without a problem: " + answer.ToString()[..Math.Min(answer.ToString().Length, 200)]
            : null;
    }

    private static string Address(string path, JsonNode operation, HostileBodies bodies, Random random, string[] ids)
    {
        var where = Parameter().Replace(path, _ => Uri.EscapeDataString(random.Next(3) == 0 ? Fit(bodies.Word()) : ids[random.Next(ids.Length)]));
        var query = (operation["parameters"] as JsonArray ?? []).Where(parameter => (string?)parameter!["in"] == "query" && random.Next(3) == 0)
            .Select(parameter => $"{parameter!["name"]}={Uri.EscapeDataString(Fit(bodies.Word()))}").ToList();
        return query.Count == 0 ? where : where + "?" + string.Join('&', query);
    }

    /// <summary>An address of a few hundred characters without a zero: others end at the web server already. One of only dots would name another address.</summary>
    private static string Fit(string word)
    {
        var letters = string.Concat(word.EnumerateRunes().Where(rune => rune.Value is not (0 or 0xFFFD)).Take(100));
        return letters.Trim('.').Length == 0 ? "x" : letters;
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document)
        => from path in document["paths"]!.AsObject()
           where !Left.Contains(path.Key)
           from operation in path.Value!.AsObject()
           where operation.Key is "get" or "post" or "put" or "patch" or "delete"
           select (path.Key, operation.Key, operation.Value!);

    /// <summary>Signed in anew every time: some of what is asked may end a session or take a role away.</summary>
    private static async Task<List<string?>> Callers(TestServer server)
    {
        var callers = new List<string?> { null, await server.Visit(), await server.Key("acme", Roles.AllScopes.ToArray()), await server.Key("acme", Roles.AllScopes.ToArray()) };
        foreach (var name in new[] { "admin", "agent", "supervisor", "merchant", "finance" })
        {
            var answer = await server.Post("/api/v1/sessions", null, new { tenant = "acme", email = $"{name}@acme.example", password = TestServer.Password });
            callers.Add(answer.Status == HttpStatusCode.Created ? answer.Text("token") : await server.Key("acme", "admin"));
        }

        return callers;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
