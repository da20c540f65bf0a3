using System.Text.Json;
using Patella.Host.Hosting;
using Patella.Service.Access;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;
using Patella.Simulator.Retail;

namespace Patella.Host.Evaluations.Retail;

/// <summary>
/// A tenant with the whole retail set in it, and its marketplace; each task plays on a copy of both. The tenant is filled through the public API and its files
/// are copied while no server has them, which is quick and leaves nothing of one task to the next.
/// </summary>
internal sealed class RetailStage : IAsyncDisposable
{
    private const string Tenant = "retail";
    private const string Password = "retail evaluation";
    private static readonly string[] Staff = ["finance", "agent", "rule-owner", "legal", "supervisor"];
    private static readonly string Secret = Signature.SecretOf("retail evaluation");
    private readonly string _folder;
    private readonly MarketplaceServer _market;
    private readonly RetailDoor _door = new(Tenant, "retail", "the consumer key of the retail evaluation 0123456789");
    private readonly ShopState _begin;
    private RetailHands? _hands;
    private string _finance = "";
    private IReadOnlyDictionary<string, string> _numbers = new Dictionary<string, string>();

    private RetailStage(string folder, MarketplaceServer market, ShopState begin) => (_folder, _market, _begin) = (folder, market, begin);

    /// <summary>The marketplace as every task finds it.</summary>
    public ShopState Begin => _begin;

    private static string MailOf(string role) => role + "@retail.example";

    private string Template => Path.Combine(_folder, "template");

    /// <summary>Makes the tenant. Everything lies in a folder of its own below the given one and goes with the stage.</summary>
    public static async Task<RetailStage> Build(string folder, byte[] database, Action<double> progress, CancellationToken cancellation)
    {
        var now = MachineClock.Provider.GetUtcNow();
        var begin = RetailShop.StateOf(RetailImport.Read(database), now);
        var market = new MarketplaceServer(new MarketplaceOptions { Secret = Secret }, MachineClock.Provider, MachineClock.Provider);
        await market.Start(cancellation);
        var stage = new RetailStage(folder, market, begin);
        await using var server = await stage.Serve(stage.Template, cancellation);
        await stage.Fill(server, database, now, progress, cancellation);
        return stage;
    }

    /// <summary>The books of a fresh copy, before anything happened.</summary>
    public async Task<RetailBooks> Books(CancellationToken cancellation) => (await OnCopy((server, _) => Read(server, cancellation), cancellation)).Value;

    /// <summary>Plays a task on a fresh copy, with what must be refused around its calls: what became of them, the marketplace's end state and the books.</summary>
    public async Task<RetailPlayed> Play(RetailTask task, RetailTrialPlan plan, CancellationToken cancellation)
    {
        var (played, end) = await OnCopy(async (server, _) =>
        {
            var trials = new RetailTrials(server.Connection, _hands!, plan, () => _market.Marketplace.State.Changes, MachineClock.Provider);
            var outcomes = await new RetailReplay(server.Connection, _door, MachineClock.Provider, trials).Play(task, cancellation);
            return new RetailPlayed(outcomes, trials.Probes, trials.Contradictions, _begin, await Read(server, cancellation));
        }, cancellation);
        return played with { End = end };
    }

    public async ValueTask DisposeAsync()
    {
        await _market.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<RetailBooks> Read(RunningServer server, CancellationToken cancellation) => RetailBooks.Read(server.Connection, _finance, _numbers, MachineClock.Provider, cancellation);

    private async Task<(T Value, ShopState End)> OnCopy<T>(Func<RunningServer, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        var copy = Path.Combine(_folder, "copy");
        foreach (var file in Directory.EnumerateFiles(Template, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(copy, Path.GetRelativePath(Template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }

        try
        {
            _market.Marketplace.State = _begin;
            await using var server = await Serve(copy, cancellation);
            return (await work(server, cancellation), _market.Marketplace.State);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private async Task<RunningServer> Serve(string folder, CancellationToken cancellation)
        => await RunningServer.Start(new ServeOptions { Port = RunningServer.FreePort(), DataFolder = folder, TrustLoopback = true, LogLevel = LogLevel.Error }, _market.Address, cancellation);

    private async Task Fill(RunningServer server, byte[] database, DateTimeOffset now, Action<double> progress, CancellationToken cancellation)
    {
        var api = server.Connection;
        var code = await server.Application.Services.GetRequiredService<FirstRun>().Offer();
        var first = await api.RequireAsync(HttpMethod.Post, "/api/v1/first-run", null, new { code, ecosystemName = "Retail", slug = Tenant, name = "Retail", email = "admin@retail.example", password = Password, language = "en" }, cancellation);
        var admin = first.Body.GetProperty("token").GetString()!;
        var key = (await api.RequireAsync(HttpMethod.Post, "/api/v1/api-keys", admin, new { name = "import", scopes = new[] { "admin", "events" } }, cancellation)).Body.GetProperty("token").GetString()!;
        await api.RequireAsync(HttpMethod.Post, "/api/v1/settings/import", key, new
        {
            consumerKeys = new[] { new { kid = _door.ConsumerKeyId, alg = "HS256", secret = _door.ConsumerSecret } },
            staff = Staff.Select(role => new { id = role, name = role, email = MailOf(role), password = Password, roles = new[] { role }, languages = new[] { "en" } }),
            marketplace = new { url = _market.Address.ToString(), secret = Secret },
            payments = new { url = _market.Address.ToString(), secret = Secret },
        }, cancellation);
        await RetailImport.RunAsync(api, key, database, now, new Commands.Teller<(int Sent, int Total)>(state => progress(100.0 * state.Sent / Math.Max(1, state.Total))), cancellation);
        async Task<string> SignIn(string role) => (await api.RequireAsync(HttpMethod.Post, "/api/v1/sessions", null, new { tenant = Tenant, email = MailOf(role), password = Password }, cancellation)).Body.GetProperty("token").GetString()!;
        _finance = await SignIn("finance");
        _hands = new RetailHands(_door, new RetailRuleMakers(await SignIn("agent"), await SignIn("rule-owner"), await SignIn("legal")), await SignIn("supervisor"));
        foreach (var policy in RetailPolicies.Keys)
        {
            await RetailPolicies.Publish(api, _hands.Makers, policy, RetailPolicies.Written(policy), "written-" + policy, cancellation);
        }

        _numbers = (await RetailBooks.All(api, "/api/v1/orders?limit=200", admin, cancellation)).ToDictionary(order => order.GetProperty("id").GetString()!, order => order.GetProperty("number").GetString()!);
    }
}

/// <summary>What came of a task.</summary>
/// <param name="Contradictions">Calls for which a written table had to be replaced while the server ran.</param>
internal sealed record RetailPlayed(IReadOnlyList<RetailOutcome> Outcomes, IReadOnlyList<RetailProbe> Probes, int Contradictions, ShopState End, RetailBooks Books);
