using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Host.Commands;

/// <summary><c>patella import events</c>: a file of orders, parcels or events, as CSV or JSON lines, with a mapping that can be looked at first.</summary>
internal static class ImportEventsCommand
{
    /// <summary>What the server takes in one call.</summary>
    private const long MostBytes = 50L << 20;

    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "A .csv or .jsonl file" };
        var preview = new Option<bool>("--preview") { Description = "Load nothing; show the mapping, the first rows as events, and what is wrong" };
        var map = new Option<string[]>("--map") { Description = "A column's field, such as total=order.total.amount; again for each column; guessed for the others", AllowMultipleArgumentsPerToken = true, HelpName = "column=field" };
        var door = new ServerDoor();
        var command = new Command("events", "Load a file of orders, parcels or events. All or nothing; the same file again changes nothing. The key needs the scope imports.") { file, preview, map };
        door.AddTo(command);
        map.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=') < 1))
            {
                result.AddError($"--map {token.Value} is not column=field.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = await Read(parsed.GetRequiredValue(file), parsed.GetValue(map) ?? [], cancellation);
            var key = door.RequireKey(parsed, "imports");
            var server = (await door.Servers(parsed, cancellation))[0];
            return await Send(server, key, parsed.GetValue(preview) ? "/api/v1/imports/previews" : "/api/v1/imports", request, cancellation);
        });
        return command;
    }

    private static async Task<object> Read(string path, string[] map, CancellationToken cancellation)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                throw new CommandFailedException(ExitCodes.BadInput, $"{path} is larger than {Screen.Size(MostBytes)}: split it.");
            }

            var content = await File.ReadAllTextAsync(path, cancellation);
            var mapping = map.Length == 0 ? null : map.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            var format = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "jsonl";
            // The same content is the same import, however often it is sent.
            var id = "file-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32];
            return new { id, format, content, mapping };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static async Task<int> Send(Uri server, string key, string path, object request, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await client.PostAsJsonAsync(path, request, Json.Options, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.IsSuccessStatusCode)
        {
            Console.WriteLine(JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text), new JsonSerializerOptions(Json.Options) { WriteIndented = true }));
            return ExitCodes.Done;
        }

        throw new CommandFailedException((int)answer.StatusCode is 400 or 413 or 422 ? ExitCodes.BadInput : ExitCodes.Failed, Explain(text, (int)answer.StatusCode));
    }

    private static string Explain(string text, int status)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<ProblemBody>(text, Json.Options)!;
            return string.Join('\n', [problem.Detail, .. (problem.Errors ?? []).Select(error => $"  {error.Pointer}: {error.Detail}")]);
        }
        catch (JsonException)
        {
            return $"the server answered {status}.";
        }
    }
}
