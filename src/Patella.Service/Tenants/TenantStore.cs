using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Tenants;

/// <summary>Units, merchants, teams and settings of a tenant, for use inside other capabilities' transactions.</summary>
public sealed class TenantStore
{
    private const string ProfileKey = "profile";
    private static readonly Statements Sql = new(typeof(TenantStore).Assembly, "Tenants.tenants.sql");

    public async Task<IReadOnlyList<Ecosystem>> ListEcosystems(IReader reader) => await reader.Many<Ecosystem>(Sql["ListEcosystems"]);

    public Task AddEcosystem(ITransaction transaction, Ecosystem ecosystem) => transaction.Execute(Sql["AddEcosystem"], new { ecosystem.Id, ecosystem.Name, ecosystem.CreatedAt });

    public async Task<IReadOnlyList<BusinessUnit>> ListUnits(IReader reader)
        => (await reader.Many<UnitRow>(Sql["ListUnits"])).Select(row => row.ToUnit()).ToList();

    public Task SaveUnit(ITransaction transaction, BusinessUnit unit)
        => transaction.Execute(Sql["SaveUnit"], new { unit.Id, unit.Code, NameZh = unit.Name.Chinese, NameEn = unit.Name.English, unit.Kind, Shared = unit.Shared ? 1L : 0L });

    public async Task<Merchant?> FindMerchantByExternalId(IReader reader, string externalId)
        => (await reader.One<MerchantRow>(Sql["FindMerchantByExternalId"], new { externalId }))?.ToMerchant();

    /// <summary>Merchants by the marketplace's ids; those that are not here are absent.</summary>
    /// <param name="ids">At most 1,000 count.</param>
    public async Task<IReadOnlyList<Merchant>> FindMerchants(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? [] : (await reader.Many<MerchantRow>(Sql["FindMerchants"], new { ids = ids.Take(1_000).ToArray() })).Select(row => row.ToMerchant()).ToList();

    public async Task<Merchant?> FindMerchant(IReader reader, string id) => (await reader.One<MerchantRow>(Sql["FindMerchant"], new { id }))?.ToMerchant();

    public async Task<IReadOnlyList<Merchant>> ListMerchants(IReader reader, string? unit, string after, int limit)
        => (await reader.Many<MerchantRow>(Sql["ListMerchants"], new { unit, after, limit })).Select(row => row.ToMerchant()).ToList();

    public Task SaveMerchant(ITransaction transaction, Merchant merchant) => transaction.Execute(Sql["SaveMerchant"], merchant);

    /// <summary>Gives a shop a badge, or takes it with null; by the marketplace's id of the shop.</summary>
    public Task SetBadge(ITransaction transaction, string merchant, string? badge, long since)
        => badge is null ? transaction.Execute(Sql["DropBadge"], new { merchant }) : transaction.Execute(Sql["SaveBadge"], new { merchant, badge, since });

    /// <summary>The badges of shops, by the marketplace's ids; those without one are absent.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Badges(IReader reader, IReadOnlyCollection<string> merchants)
        => merchants.Count == 0 ? new Dictionary<string, string>() : (await reader.Many<BadgeRow>(Sql["FindBadges"], new { merchants })).ToDictionary(row => row.Merchant, row => row.Badge);

    public async Task<IReadOnlyList<Team>> ListTeams(IReader reader)
        => (await reader.Many<TeamRow>(Sql["ListTeams"])).Select(row => new Team(row.Id, row.Name, row.Unit)).ToList();

    public Task SaveTeam(ITransaction transaction, Team team) => transaction.Execute(Sql["SaveTeam"], team);

    public async Task<T?> FindSetting<T>(IReader reader, string key) => Json.Read<T>(await reader.One<string>(Sql["FindSetting"], new { key }));

    public Task SaveSetting<T>(ITransaction transaction, string key, T value) => transaction.Execute(Sql["SaveSetting"], new { key, value = Json.Write(value) });

    public async Task<TenantProfile> Profile(IReader reader)
        => await FindSetting<TenantProfile>(reader, ProfileKey) ?? new TenantProfile(reader.Tenant.Value, "zh-CN", new Look("#1f6feb", reader.Tenant.Value, ""));

    public Task SaveProfile(ITransaction transaction, TenantProfile profile) => SaveSetting(transaction, ProfileKey, profile);

    private sealed class UnitRow
    {
        public string Id { get; init; } = "";

        public string Code { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string Kind { get; init; } = "";

        public long Shared { get; init; }

        public BusinessUnit ToUnit() => new(Id, Code, new LocalName(NameZh, NameEn), Kind, Shared != 0);
    }

    private sealed class MerchantRow
    {
        public string Id { get; init; } = "";

        public string ExternalId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Unit { get; init; } = "";

        public string? Category { get; init; }

        public Merchant ToMerchant() => new(Id, ExternalId, Name, Unit, Category);
    }

    private sealed class BadgeRow
    {
        public string Merchant { get; init; } = "";

        public string Badge { get; init; } = "";
    }

    private sealed class TeamRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Unit { get; init; } = "";
    }
}
