using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>
/// Processes are killed and stopped while consumers change and cancel their orders at a marketplace that fails: its first calls twice with an error, then answers
/// that are lost, late or never come, the payment provider's too. Afterwards three sets of books (ours, the provider's, the shop's) must agree to the cent.
/// Small by default; PATELLA_FULL=1 goes on for longer.
/// </summary>
public class BooksUnderFireTests(ITestOutputHelper output)
{
    private const int Seed = 20171111;
    private const long PaidAtFirst = (2 * ActionShop.FirstPrice) + ActionShop.FirstPrice + 333;
    private static readonly bool Full = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";
    private static readonly string Secret = Signature.SecretOf("fire");
    private readonly Random _random = new(Seed);

    [Fact]
    public async Task No_action_or_cent_is_lost_or_doubled_when_the_only_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("patella-actions-").FullName;
        await using (var installation = await LiveInstallation.Start("--data", folder))
        {
            await Story(installation, 1, async () =>
            {
                for (var kill = 0; kill < (Full ? 30 : 3); kill++)
                {
                    await Task.Delay(_random.Next(1_000, 2_500));
                    await installation.KillAndRestart(0);
                }
            });
        }

        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task No_action_or_cent_is_lost_or_doubled_when_one_of_two_processes_is_killed_or_stopped()
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            await using var installation = await LiveInstallation.Start("--data", Directory.CreateTempSubdirectory("patella-actions-").FullName, "--postgres", StoreFixture.ConnectionStringOf(database));
            await installation.StartProcess();
            await Story(installation, 2, async () =>
            {
                for (var round = 0; round < (Full ? 8 : 2); round++)
                {
                    await Task.Delay(_random.Next(1_500, 3_000));
                    await (round % 2 == 0 ? KillAndStart(installation, round / 2 % 2) : Sleep(installation, 1 - (round / 2 % 2)));
                }
            });
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    private async Task Story(LiveInstallation installation, int processes, Func<Task> fire)
    {
        var shop = new ActionShop(consumers: 6, orders: Full ? 40 : 8);
        await using var market = new MarketplaceServer(new MarketplaceOptions { Secret = Secret, Seed = Seed, Faults = Faults(), Lateness = TimeSpan.FromMilliseconds(700) }, TimeProvider.System, TimeProvider.System);
        market.Marketplace.State = shop.State(DateTimeOffset.UtcNow.AddMinutes(-30));
        await market.Start();
        var (finance, staff) = await Prepare(installation, shop, market.Address);
        var workers = new ActionWorkers(installation, shop, processes, Seed);
        var working = workers.Begin();
        await fire();
        await Task.WhenAny(working, Task.Delay(TimeSpan.FromSeconds(Full ? 300 : 20)));
        await workers.End();
        await working;
        market.Faults.Clear();
        using var connection = new PatellaConnection([.. Enumerable.Range(0, processes).Select(installation.Address)], TimeProvider.System);
        ActionBooks? books = null;
        await Waiting.Until(async () => (books = await ActionBooks.Read(connection, finance, staff, market.Marketplace.State)).Settled, "the end of every action and payment", TimeSpan.FromMinutes(5));
        output.WriteLine($"seed {Seed}: {workers.Accepted.Count} acknowledged, {workers.Refused.Count} refused at once; {books!.Summary}");
        Assert.True(workers.Accepted.Count > 20, $"only {workers.Accepted.Count} actions were acknowledged: {string.Join('\n', workers.Refused.Take(5))}");
        books.AgreeWith(workers);
        books.PayForWhatIsLeft(await Numbers(connection, staff), PaidAtFirst);
        books.ConserveMoney(shop.Consumers.Count() * ActionShop.GiftCard, PaidAtFirst);
    }

    private static IReadOnlyList<Fault> Faults() =>
    [
        new(FaultKind.Error, 1, Fault.OfChanges, Times: 2), new(FaultKind.LostAnswer, 0.15), new(FaultKind.Late, 0.15), new(FaultKind.Twice, 0.1, Fault.OfChanges), new(FaultKind.Never, 0.03, Fault.OfChanges),
    ];

    private static async Task<(string Finance, string Staff)> Prepare(LiveInstallation installation, ActionShop shop, Uri market)
    {
        object Person(string name, string role) => new { id = name, name, email = name + "@acme.example", password = LiveInstallation.Password, roles = new[] { role }, units = new[] { "market" }, languages = new[] { "en" }, capacity = 5 };
        var settings = new { url = market.ToString(), secret = Secret, timeoutSeconds = 1 };
        await installation.Ask(0, HttpMethod.Post, "/api/v1/settings/import", installation.AdminToken, new
        {
            staff = new[] { Person("fin", "finance"), Person("sue", "supervisor") },
            consumerKeys = new[] { new { kid = "main", alg = "HS256", secret = Servers.TestServer.ConsumerSecret } },
            marketplace = settings,
            payments = new { settings.url, settings.secret },
        });
        var key = (string)(await installation.Ask(0, HttpMethod.Post, "/api/v1/api-keys", installation.AdminToken, new { name = "events", scopes = new[] { "events" } }))!["token"]!;
        using var connection = new PatellaConnection([installation.Address(0)], TimeProvider.System);
        foreach (var batch in EventBatch.Of(shop.Events(DateTimeOffset.UtcNow)))
        {
            await batch.SendAsync(connection, key, default);
        }

        return (await installation.SignIn(0, "fin"), await installation.SignIn(0, "sue"));
    }

    private static async Task<Dictionary<string, string>> Numbers(PatellaConnection connection, string staff)
        => (await Patella.Simulator.Retail.RetailBooks.All(connection, "/api/v1/orders?limit=200", staff, default)).ToDictionary(order => order.GetProperty("id").GetString()!, order => order.GetProperty("number").GetString()!);

    private async Task KillAndStart(LiveInstallation installation, int index)
    {
        output.WriteLine($"kill process {index}");
        await installation.Process(index).Kill();
        await Task.Delay(6_000);
        await installation.KillAndRestart(index);
    }

    /// <summary>Stopped for longer than its lease lasts, with actions and payments in hand, then woken in the middle of what it did.</summary>
    private async Task Sleep(LiveInstallation installation, int index)
    {
        output.WriteLine($"stop process {index}");
        await installation.Process(index).Signal("STOP");
        await Task.Delay(9_000);
        await installation.Process(index).Signal("CONT");
        await Task.Delay(2_000);
    }
}
