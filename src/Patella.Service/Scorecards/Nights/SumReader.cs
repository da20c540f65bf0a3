using Patella.Platform.Storage;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Nights;

/// <summary>Reads the sums of a night's windows: one ordered pass over the days, in pages of shops.</summary>
internal static class SumReader
{
    private const int PageRows = 20_000;

    private static readonly string Columns = string.Join(", ", DaySums.Columns.Select((column, index) => index < DaySums.FirstOfRatings ? $"sum(case when day >= @from then {column} else 0 end) as {column}" : $"sum({column}) as {column}"));

    private static readonly string Page = $"select merchant, {Columns} from score_day where tenant = @tenant and merchant > @after and day between @ratingsFrom and @until group by merchant order by merchant limit {PageRows}";

    private static readonly string One = $"select merchant, {Columns} from score_day where tenant = @tenant and merchant = @merchant and day between @ratingsFrom and @until group by merchant";

    public static async Task<IReadOnlyList<ShopSums>> All(IReader reader, NightRow night, IReadOnlyDictionary<string, string> categories)
    {
        var shops = new List<ShopSums>(categories.Count);
        for (var after = "";;)
        {
            var rows = await reader.Many<SumRow>(Page, Arguments(night, after, null));
            shops.AddRange(rows.Where(row => row.IsAny && categories.ContainsKey(row.Merchant)).Select(row => new ShopSums(row.Merchant, categories[row.Merchant], row.ToSums())));
            if (rows.Count < PageRows)
            {
                return shops;
            }

            after = rows[^1].Merchant;
        }
    }

    public static async Task<ShopSums> Of(IReader reader, NightRow night, string merchant, string category)
        => await reader.One<SumRow>(One, Arguments(night, null, merchant)) is { } row ? new ShopSums(merchant, category, row.ToSums()) : new ShopSums(merchant, category, new long[DaySums.Count]);

    /// <summary>The category of every shop that is entered: the one it is in, or its unit.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Categories(IReader reader, TenantStore tenants)
    {
        var categories = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var after = "";;)
        {
            var shops = await tenants.ListMerchants(reader, null, after, PageRows);
            foreach (var shop in shops)
            {
                categories[shop.ExternalId] = CategoryOf(shop);
            }

            if (shops.Count < PageRows)
            {
                return categories;
            }

            after = shops[^1].Id;
        }
    }

    public static string CategoryOf(Merchant shop) => string.IsNullOrEmpty(shop.Category) ? shop.Unit : shop.Category;

    private static object Arguments(NightRow night, string? after, string? merchant)
        => new { after, merchant, from = night.FromDay, ratingsFrom = night.UntilDay - Indicators.RatingsWindow + 1, until = night.UntilDay };

    private sealed class SumRow
    {
        public string Merchant { get; init; } = "";

        public long Rounds { get; init; }

        public long Quick { get; init; }

        public long Paid { get; init; }

        public long Due { get; init; }

        public long Prompt { get; init; }

        public long Shipped { get; init; }

        public long ShipSeconds { get; init; }

        public long Refunds { get; init; }

        public long RefundSeconds { get; init; }

        public long Helped { get; init; }

        public long Disputes { get; init; }

        public long Judged { get; init; }

        public long Rated { get; init; }

        public long Goods { get; init; }

        public long Service { get; init; }

        public long Logistics { get; init; }

        public bool IsAny => (Rounds | Paid | Shipped | Refunds | Helped | Judged | Rated) != 0;

        public long[] ToSums() => [Rounds, Quick, Paid, Due, Prompt, Shipped, ShipSeconds, Refunds, RefundSeconds, Helped, Disputes, Judged, Rated, Goods, Service, Logistics];
    }
}
