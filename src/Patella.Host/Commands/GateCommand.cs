using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Patella.Host.Hosting;

namespace Patella.Host.Commands;

/// <summary><c>patella gate</c>: asks the gate of a launch for a release pipeline, and passes it. Whatever is not a clear answer ends with something else than 0.</summary>
internal static class GateCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static Command Build()
    {
        var kind = new Argument<string>("kind") { Description = "launch, campaign, listing, coupon, policy or version" };
        var id = new Argument<string>("id") { Description = "The release system's own id of it" };
        var pass = new Option<bool>("--pass") { Description = "Let it out when the gate is clear" };
        var wait = new Option<double>("--wait") { Description = "Minutes to wait for a blocked gate", DefaultValueFactory = _ => 0, HelpName = "minutes" };
        var door = new ServerDoor();
        var command = new Command("gate", "Ask the gate of something that is to be released: 0 when it is clear (or, with --pass, let out), 1 when it is blocked, 4 when no server says. The key needs the scope launches.") { kind, id, pass, wait };
        door.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var key = door.RequireKey(parsed, "launches");
            var servers = await door.Servers(parsed, cancellation);
            return await Run(servers, key, parsed.GetRequiredValue(kind), parsed.GetRequiredValue(id), parsed.GetValue(pass), TimeSpan.FromMinutes(parsed.GetValue(wait)), cancellation);
        });
        return command;
    }

    private static async Task<int> Run(IReadOnlyList<Uri> servers, string key, string kind, string id, bool pass, TimeSpan wait, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var until = MachineClock.Provider.GetTimestamp();
        while (true)
        {
            var (status, body) = pass ? await Ask(client, servers, HttpMethod.Post, $"/api/v1/launches/{Uri.EscapeDataString(id)}/passes", cancellation) : await Ask(client, servers, HttpMethod.Get, $"/api/v1/launch-gate/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(id)}", cancellation);
            var open = pass ? status == HttpStatusCode.Created : status == HttpStatusCode.OK && Text(body, "state") == "clear";
            if (open)
            {
                Console.WriteLine(pass ? $"{kind} {id} is let out" : $"{kind} {id} is clear");
                return ExitCodes.Done;
            }

            var blocked = status == HttpStatusCode.Conflict || (status == HttpStatusCode.OK && !pass);
            Console.WriteLine(blocked ? $"{kind} {id} is blocked: {Text(body, "detail") ?? Pulls(body)}" : $"{kind} {id} is held: {(int?)status ?? 0} {Text(body, "detail") ?? "no server answered"}");
            if (MachineClock.Provider.GetElapsedTime(until) + Pause > wait)
            {
                return blocked || status is not null and < HttpStatusCode.InternalServerError ? ExitCodes.Failed : ExitCodes.ServerUnreachable;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>The first server's answer; the next one is asked when it has none. No answer of any is no status.</summary>
    private static async Task<(HttpStatusCode? Status, JsonElement Body)> Ask(HttpClient client, IReadOnlyList<Uri> servers, HttpMethod method, string path, CancellationToken cancellation)
    {
        (HttpStatusCode? Status, JsonElement Body) last = (null, default);
        foreach (var server in servers)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(server, path));
                using var answer = await client.SendAsync(request, cancellation);
                last = (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(cancellation)));
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                {
                    return last;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                // The next server may answer; when none does, the gate is held.
            }
        }

        return last;
    }

    private static string? Text(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Pulls(JsonElement body)
        => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("pulls", out var pulls) && pulls.ValueKind == JsonValueKind.Array
            ? string.Join("; ", pulls.EnumerateArray().Select(pull => $"{Text(pull, "puller")}: {Text(pull, "harm")}")) : "";
}
