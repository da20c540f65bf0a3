using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Connectors.Push;

/// <summary>Push notices as administrators see them.</summary>
/// <param name="Enabled">Whether consumers are offered to be told on their device.</param>
/// <param name="Subscriptions">Browsers that are told.</param>
public sealed record PushSettingsView(bool Enabled, long Subscriptions);

/// <summary>PUT /push-settings.</summary>
public sealed record PushSettingsRequest(bool? Enabled);

/// <summary>What a page needs to ask its browser for a subscription.</summary>
/// <param name="PublicKey">The applicationServerKey in base64url; null when push is off.</param>
public sealed record PushOffer(bool Enabled, string? PublicKey);

/// <summary>The browser's keys, base64url.</summary>
public sealed record PushKeys(string? P256dh, string? Auth);

/// <summary>POST /me/push-subscriptions: what PushSubscription.toJSON() gives.</summary>
public sealed record PushSubscriptionRequest(string? Endpoint, PushKeys? Keys);

/// <summary>A subscription as its consumer sees it.</summary>
public sealed record PushSubscriptionView(string Id);

/// <summary>Who is told on their devices: the tenant's switch, and each consumer's own browsers.</summary>
internal sealed class PushSettings(IStore store, TenantStore tenants, PushNotices notices, PushSender sender, EgressPolicy egress, AuditTrail audit, MachineTime machine) : ISettingsSection
{
    /// <summary>Browsers of one person; the one seen longest ago gives way.</summary>
    private const int MostBrowsers = 10;

    public string Name => "webPush";

    public Task<PushSettingsView> Read(Caller caller) => store.Read(caller.Tenant, async reader => new PushSettingsView(await notices.IsOn(reader), await reader.One<long>(PushNotices.Sql["CountSubscriptions"])));

    public async Task<Outcome<PushSettingsView>> Change(Caller caller, PushSettingsRequest request)
    {
        if (request.Enabled is not { } enabled)
        {
            return Problem.Invalid("/enabled", "Must be true or false.");
        }

        await store.Write(caller.Tenant, async transaction =>
        {
            await tenants.SaveSetting(transaction, PushNotices.SettingKey, new PushSetting(enabled));
            await audit.Write(transaction, caller, "connectors.push-changed", "setting:web-push", new { enabled });
        });
        return await Read(caller);
    }

    public async Task<PushOffer> Offer(Caller caller)
        => await store.Read(caller.Tenant, notices.IsOn) ? new PushOffer(true, (await sender.Key(caller.Tenant)).PublicKey) : new PushOffer(false, null);

    /// <summary>Keeps a browser for the caller; one that somebody else used before is now theirs.</summary>
    public async Task<Outcome<PushSubscriptionView>> Subscribe(Caller caller, PushSubscriptionRequest request)
    {
        var check = Check(request);
        if (check.Failed)
        {
            return check.Problem;
        }

        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Endpoint!)))[..40];
        return await store.Write<Outcome<PushSubscriptionView>>(caller.Tenant, async transaction =>
        {
            if (!await notices.IsOn(transaction))
            {
                return Problem.Conflict("push-off", "This shop does not notify devices.");
            }

            await transaction.Execute(PushNotices.Sql["SaveSubscription"], new PushSubscriptionRow
            {
                Id = id, Person = caller.Id, Endpoint = request.Endpoint!, PublicKey = request.Keys!.P256dh!.TrimEnd('='), Secret = request.Keys.Auth!.TrimEnd('='), SeenAt = machine.Now,
            });
            await transaction.Execute(PushNotices.Sql["DeleteOldest"], new { person = caller.Id, most = MostBrowsers });
            return new PushSubscriptionView(id);
        });
    }

    /// <summary>No more notices to this browser; twice changes nothing.</summary>
    public Task Unsubscribe(Caller caller, string id) => store.Write(caller.Tenant, transaction => transaction.Execute(PushNotices.Sql["DeleteOwn"], new { id, person = caller.Id }));

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var enabled = section.ValueKind == JsonValueKind.Object && section.TryGetProperty("enabled", out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : (bool?)null;
        check.Must(enabled is not null, "/webPush/enabled", "Must be true or false.");
        return Task.FromResult<object>(new PushSetting(enabled == true));
    }

    public Task Save(ITransaction transaction, object prepared) => tenants.SaveSetting(transaction, PushNotices.SettingKey, (PushSetting)prepared);

    public async Task<object> Export(IReader reader) => new PushSetting(await notices.IsOn(reader));

    private Validation Check(PushSubscriptionRequest request)
    {
        var check = new Validation();
        if (egress.Refusal(request.Endpoint) is { } refusal)
        {
            check.Must(false, "/endpoint", refusal);
        }

        return check.Must(IsPoint(request.Keys?.P256dh), "/keys/p256dh", "Must be a point of P-256 in base64url.")
            .Must(Bytes(request.Keys?.Auth) is { Length: 16 }, "/keys/auth", "Must be 16 bytes in base64url.");
    }

    private static bool IsPoint(string? text)
    {
        try
        {
            if (Bytes(text) is not { } point)
            {
                return false;
            }

            using var key = PushEncryption.ReadPoint(point);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Bytes(string? text)
    {
        try
        {
            return text is { Length: > 0 and <= 200 } ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
