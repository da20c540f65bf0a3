using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Voices.Intake;

namespace Patella.Host.Commands;

/// <summary><c>patella import voices</c>, also <c>patella voices import</c>: a file of voices, as JSON lines or CSV; good lines go on, bad ones are told by line.</summary>
internal static class VoicesImportCommand
{
    private const int ShownProblems = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <param name="name">Of the verb: it stands under two commands.</param>
    public static Command Build(string name)
    {
        var file = new Argument<string>("file") { Description = "A .jsonl or .csv file: {id, time, channel, author, text, customer, and any further fields as dimensions}" };
        var door = new ServerDoor();
        var command = new Command(name, "Load a file of voices. Lines that cannot be taken are told and the others go on; the same file again changes nothing. The key needs the scope imports.") { file };
        door.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var key = door.RequireKey(parsed, "imports");
            return await Send((await door.Servers(parsed, cancellation))[0], key, path, cancellation);
        });
        return command;
    }

    private static async Task<int> Send(Uri server, string key, string path, CancellationToken cancellation)
    {
        await using var file = Open(path);
        // The same content is the same import, however often it is sent.
        var id = "file-" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation))[..32];
        file.Position = 0;
        using var client = new HttpClient { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/api/v1/voices/imports?id={id}")) { Content = new StreamContent(file) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "text/csv" : "application/x-ndjson");
        using var answer = await client.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new CommandFailedException(ExitCodes.Failed, $"{path} was not loaded: {(int)answer.StatusCode} {await Detail(answer, cancellation)}");
        }

        var done = (await answer.Content.ReadFromJsonAsync<VoiceImportView>(Json.Options, cancellation))!;
        Screen.Table(["lines", "accepted", "known before", "refused"], [[$"{done.Lines}", $"{done.Accepted}", $"{done.Doubled}", $"{done.Refused}"]]);
        if (done.Problems.Count > 0)
        {
            Screen.Table(["line", "field", "reason", "what"], done.Problems.Take(ShownProblems).Select(problem => (string[])[$"{problem.Line}", problem.Path ?? "", problem.Reason, problem.Detail.ToString()]).ToArray());
        }

        return done.Accepted + done.Doubled > 0 || done.Refused == 0 ? ExitCodes.Done : ExitCodes.BadInput;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static async Task<string> Detail(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        try
        {
            return JsonDocument.Parse(body).RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? body : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
