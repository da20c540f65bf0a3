using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Ledger.Payments.Provider;

/// <summary>Where a tenant's payment provider is, in the settings document.</summary>
/// <param name="Url">The address below which <c>/payments/{key}</c> is; null: payments wait.</param>
/// <param name="Secret">Signs what we send (Standard Webhooks, <c>whsec_</c> and base64). Never given out; absent keeps the one there is while the address stays.</param>
/// <param name="TimeoutSeconds">How long an answer is waited for, 1 to 60.</param>
public sealed record PaymentSettings(string? Url = null, string? Secret = null, int TimeoutSeconds = 10)
{
    internal const string Key = "payments";

    internal SignedPlace Place => new(Url, Secret, "payments-secret", TimeoutSeconds);

    internal bool IsSetUp => Url is not null && Secret is not null;

    internal static async Task<PaymentSettings> Find(TenantStore tenants, IReader reader) => await tenants.FindSetting<PaymentSettings>(reader, Key) ?? new PaymentSettings();
}

/// <summary>The section <c>payments</c> of the settings document.</summary>
internal sealed class PaymentSection(TenantStore tenants, SecretBox secrets, EgressPolicy egress) : ISettingsSection
{
    public string Name => PaymentSettings.Key;

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var settings = section.ValueKind == JsonValueKind.Object ? section.Deserialize<PaymentSettings>(Json.Options) : null;
        check.Must(settings is not null, "/payments", "Must be an object.");
        settings?.Place.Check(check, "/payments", egress);
        return Task.FromResult<object>(settings ?? new PaymentSettings());
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        var (settings, before) = ((PaymentSettings)prepared, await PaymentSettings.Find(tenants, transaction));
        await tenants.SaveSetting(transaction, PaymentSettings.Key, settings with { Secret = await settings.Place.Seal(secrets, transaction.Tenant, before.Place) });
    }

    public async Task<object> Export(IReader reader) => await PaymentSettings.Find(tenants, reader) with { Secret = null };
}
