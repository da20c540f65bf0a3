using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>What an import has sent.</summary>
/// <param name="Customers">Customers in the file.</param>
/// <param name="Products">Products in the file.</param>
/// <param name="Variants">Variants of all products.</param>
/// <param name="Orders">Orders in the file.</param>
/// <param name="Events">Events sent.</param>
/// <param name="Duplicates">Of these, known to the server before.</param>
public sealed record RetailSummary(int Customers, int Products, int Variants, int Orders, int Events, int Duplicates);

/// <summary>
/// `patella import retail db.json`: a shop's own data, loaded through the neutral event envelope only, as any shop would.
/// The whole file is checked first; when anything is wrong nothing is sent.
/// </summary>
public static class RetailImport
{
    /// <summary>Code of the one unit.</summary>
    public const string Unit = "retail";

    /// <summary>External id of the one merchant.</summary>
    public const string Merchant = "retail-shop";

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="RetailFileException">Anything is wrong; names line and field of each problem.</exception>
    public static RetailData Read(ReadOnlyMemory<byte> json) => RetailReader.Read(json);

    /// <summary>The settings the events stand on: one unit and one merchant.</summary>
    public static object Settings() => new
    {
        units = new[]
        {
            new
            {
                id = DeterministicId.Of(0, "unit-retail"), code = Unit,
                name = new Dictionary<string, string> { ["zh-CN"] = "零售商城", ["en"] = "Retail" }, kind = "marketplace",
            },
        },
        merchants = new[]
        {
            new { id = DeterministicId.Of(0, "merchant-retail"), externalId = Merchant, name = "Retail Shop", unit = Unit, category = "marketplace" },
        },
    };

    /// <summary>Loads a file into the tenant of the key. Loading it again changes nothing.</summary>
    /// <param name="connection">Where the server is.</param>
    /// <param name="apiKey">Key with the scopes admin and events.</param>
    /// <param name="json">The file.</param>
    /// <param name="now">Present of the tenant: the file has no times, so orders are placed in the week before.</param>
    /// <param name="progress">Events sent and their number; null for silence.</param>
    /// <param name="cancellation">Stops between two calls.</param>
    /// <exception cref="RetailFileException">The file is wrong; nothing was sent.</exception>
    /// <exception cref="ApiFailureException">The server refused or could not be reached.</exception>
    public static async Task<RetailSummary> RunAsync(
        PatellaConnection connection, string apiKey, ReadOnlyMemory<byte> json, DateTimeOffset now, IProgress<(int Sent, int Total)>? progress,
        CancellationToken cancellation)
    {
        var data = Read(json);
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/settings/import", apiKey, Settings(), cancellation);
        var events = RetailEvents.All(data, now).ToList();
        var (sent, duplicates) = (0, 0);
        foreach (var batch in EventBatch.Of(events))
        {
            duplicates += await batch.SendAsync(connection, apiKey, cancellation);
            sent += batch.Count;
            progress?.Report((sent, events.Count));
        }
        return new RetailSummary(
            data.Customers.Count, data.Products.Count, data.Products.Sum(product => product.Variants.Count), data.Orders.Count, sent, duplicates);
    }
}
