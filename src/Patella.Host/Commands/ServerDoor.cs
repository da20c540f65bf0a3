using System.CommandLine;
using Patella.Host.Hosting;

namespace Patella.Host.Commands;

/// <summary>The options that name running servers and the key to them, the same in every command that speaks through the public API.</summary>
internal sealed class ServerDoor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Option<string[]> _urls = new("--url") { Description = "Address of the server; again for each equal server of a cluster [default: http://127.0.0.1:5080]", AllowMultipleArgumentsPerToken = true, HelpName = "url" };
    private readonly Option<string?> _key = new("--key") { Description = "API key (or PATELLA_API_KEY)", HelpName = "key" };

    public void AddTo(Command command)
    {
        command.Add(_urls);
        command.Add(_key);
        _urls.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Uri.TryCreate(token.Value, UriKind.Absolute, out var url) || !url.Scheme.StartsWith("http", StringComparison.Ordinal)))
            {
                result.AddError($"--url {token.Value} is not an address such as http://127.0.0.1:5080.");
            }
        });
    }

    public string? Key(ParseResult parsed) => parsed.GetValue(_key) ?? Variables.Read("PATELLA_API_KEY");

    /// <exception cref="CommandFailedException">No key was given.</exception>
    public string RequireKey(ParseResult parsed, string scopes)
        => Key(parsed) ?? throw new CommandFailedException(ExitCodes.WrongUsage, $"an API key is needed: make one with the scopes {scopes} in the console's settings and give it with --key or PATELLA_API_KEY.");

    /// <summary>The addresses, once at least one of them answers.</summary>
    /// <exception cref="CommandFailedException">None answers.</exception>
    public async Task<IReadOnlyList<Uri>> Servers(ParseResult parsed, CancellationToken cancellation)
    {
        var urls = parsed.GetValue(_urls) is { Length: > 0 } given ? given : ["http://127.0.0.1:5080"];
        var servers = urls.Select(url => new Uri(url)).ToList();
        using var client = new HttpClient { Timeout = Patience };
        foreach (var server in servers)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(server, "/health/live"), cancellation);
                return servers;
            }
            catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                // The next one may answer.
            }
        }

        throw new CommandFailedException(ExitCodes.ServerUnreachable, $"no server answers at {string.Join(", ", urls)}: start one with patella serve, or name it with --url.");
    }
}
