using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Marketplace;

/// <summary>Where a tenant's marketplace takes changes, in the settings document.</summary>
/// <param name="Url">The address below which <c>/changes/{key}</c> is; null: changes are not offered.</param>
/// <param name="Secret">Signs what we send (Standard Webhooks, <c>whsec_</c> and base64). Never given out; absent keeps the one there is while the address stays.</param>
/// <param name="ConsentAlways">Whether the consumer is asked for every action, also where nothing is given up.</param>
/// <param name="TimeoutSeconds">How long an answer is waited for, 1 to 60.</param>
public sealed record MarketplaceSettings(string? Url = null, string? Secret = null, bool ConsentAlways = false, int TimeoutSeconds = 10)
{
    internal const string Key = "marketplace";

    internal SignedPlace Place => new(Url, Secret, "marketplace-secret", TimeoutSeconds);

    /// <summary>As the tenant has set it.</summary>
    public static async Task<MarketplaceSettings> Find(TenantStore tenants, IReader reader) => await tenants.FindSetting<MarketplaceSettings>(reader, Key) ?? new MarketplaceSettings();

    /// <summary>After this, in microseconds, what was sent has arrived or never will.</summary>
    public long SettledAfter => 3L * TimeoutSeconds * Platform.Clocks.Microseconds.PerSecond;
}

/// <summary>The section <c>marketplace</c> of the settings document.</summary>
internal sealed class MarketplaceSection(TenantStore tenants, SecretBox secrets, EgressPolicy egress) : ISettingsSection
{
    public string Name => MarketplaceSettings.Key;

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var settings = section.ValueKind == JsonValueKind.Object ? section.Deserialize<MarketplaceSettings>(Json.Options) : null;
        check.Must(settings is not null, "/marketplace", "Must be an object.");
        settings?.Place.Check(check, "/marketplace", egress);
        return Task.FromResult<object>(settings ?? new MarketplaceSettings());
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        var (settings, before) = ((MarketplaceSettings)prepared, await MarketplaceSettings.Find(tenants, transaction));
        await tenants.SaveSetting(transaction, MarketplaceSettings.Key, settings with { Secret = await settings.Place.Seal(secrets, transaction.Tenant, before.Place) });
    }

    public async Task<object> Export(IReader reader) => await MarketplaceSettings.Find(tenants, reader) with { Secret = null };
}
