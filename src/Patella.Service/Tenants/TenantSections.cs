using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Tenants;

/// <summary>Name, language, look and time zone. Whether a tenant is a demonstration is a matter of its installation and does not travel.</summary>
internal sealed class ProfileSection(TenantStore tenants) : ISettingsSection
{
    public string Name => "profile";

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var profile = section.ValueKind == JsonValueKind.Object ? section.Deserialize<TenantProfile>(Json.Options) : null;
        check.Must(profile is not null, "/profile", "Must be an object.");
        if (profile is not null)
        {
            TenantsModule.Check(profile, "/profile", check);
        }

        return Task.FromResult<object>(profile ?? new TenantProfile("", "", new Look("", "", "")));
    }

    public async Task Save(ITransaction transaction, object prepared)
        => await tenants.SaveProfile(transaction, (TenantProfile)prepared with { Demonstration = (await tenants.Profile(transaction)).Demonstration });

    public async Task<object> Export(IReader reader) => await tenants.Profile(reader) with { Demonstration = false };
}

internal sealed class UnitSection(TenantStore tenants, IIdentifiers identifiers) : ListSection<UnitRequest, BusinessUnit>
{
    public override string Name => "units";

    public override async Task<object> Export(IReader reader) => await tenants.ListUnits(reader);

    protected override void Check(UnitRequest request, SettingsContext context, string at, Validation into) => TenantsModule.Check(request, at, into);

    protected override BusinessUnit ToValue(UnitRequest request) => TenantsModule.ToUnit(request, identifiers);

    protected override Task SaveOne(ITransaction transaction, BusinessUnit value) => tenants.SaveUnit(transaction, value);
}

internal sealed class MerchantSection(TenantStore tenants, IIdentifiers identifiers) : ListSection<MerchantRequest, Merchant>
{
    private const int ExportLimit = 10_000;

    public override string Name => "merchants";

    public override async Task<object> Export(IReader reader) => await tenants.ListMerchants(reader, null, "", ExportLimit);

    protected override void Check(MerchantRequest request, SettingsContext context, string at, Validation into)
        => TenantsModule.Check(request, at, into).Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.");

    /// <summary>A shop has one category, so a document that names two of them is mistaken in one of its lines.</summary>
    public override async Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var prepared = await base.Prepare(section, context, check);
        if (prepared is List<Merchant> shops)
        {
            for (var index = 0; index < shops.Count; index++)
            {
                var earlier = shops.FindIndex(shop => shop.ExternalId == shops[index].ExternalId);
                check.Must(shops[earlier].Category == shops[index].Category, $"/{Name}/{index}/category", $"Must be the category of line {earlier}: it is the same shop.");
            }
        }

        return prepared;
    }

    protected override Merchant ToValue(MerchantRequest request) => TenantsModule.ToMerchant(request, identifiers);

    protected override Task SaveOne(ITransaction transaction, Merchant value) => tenants.SaveMerchant(transaction, value);
}

internal sealed class TeamSection(TenantStore tenants, IIdentifiers identifiers) : ListSection<TeamRequest, Team>
{
    public override string Name => "teams";

    public override async Task<object> Export(IReader reader) => await tenants.ListTeams(reader);

    protected override void Check(TeamRequest request, SettingsContext context, string at, Validation into)
        => TenantsModule.Check(request, at, into).Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.");

    protected override Team ToValue(TeamRequest request) => TenantsModule.ToTeam(request, identifiers);

    protected override Task SaveOne(ITransaction transaction, Team value) => tenants.SaveTeam(transaction, value);
}
