using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Access.External;

/// <summary>The providers of a tenant.</summary>
internal sealed class ProviderStore(IStore store, SecretBox box)
{
    private const string Purpose = "identity-provider:";

    public async Task<Provider?> Find(TenantId tenant, string id)
        => await Read(tenant, reader => reader.One<Row>(StaffStore.Sql["FindProvider"], new { id })) is { } row
            ? row.ToProvider(row.Secret is null ? null : await box.Open(tenant, Purpose + id, row.Secret))
            : null;

    /// <summary>Without their secrets.</summary>
    public async Task<IReadOnlyList<(Provider Provider, bool HasSecret)>> List(TenantId tenant)
        => [.. (await Read<IReadOnlyList<Row>>(tenant, async reader => await reader.Many<Row>(StaffStore.Sql["ListProviders"])) ?? []).Select(row => (row.ToProvider(null), row.Secret is not null))];

    /// <summary>The same inside a transaction or a moment.</summary>
    public async Task<IReadOnlyList<Provider>> List(IReader reader) => [.. (await reader.Many<Row>(StaffStore.Sql["ListProviders"])).Select(row => row.ToProvider(null))];

    /// <summary>Seals the secret; the result goes into <see cref="Save"/>.</summary>
    public async Task<string?> SealSecret(TenantId tenant, Provider provider)
        => provider.Secret is null ? null : await box.Seal(tenant, Purpose + provider.Id, provider.Secret);

    public Task Save(ITransaction transaction, Provider provider, string? sealedSecret) => transaction.Execute(StaffStore.Sql["SaveProvider"], new
    {
        provider.Id,
        provider.Name,
        provider.Issuer,
        provider.ClientId,
        Secret = sealedSecret,
        Settings = Json.Write(provider.Settings),
        Enabled = provider.Enabled ? 1L : 0L,
    });

    public async Task<bool> Remove(ITransaction transaction, string id)
    {
        await transaction.Execute(StaffStore.Sql["RemoveProviderLinks"], new { id });
        return await transaction.Execute(StaffStore.Sql["RemoveProvider"], new { id }) == 1;
    }

    private async Task<T?> Read<T>(TenantId tenant, Func<IReader, Task<T?>> query)
    {
        try
        {
            return await store.Read(tenant, query);
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            // A tenant that is not here has no providers.
            return default;
        }
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Issuer { get; init; } = "";

        public string ClientId { get; init; } = "";

        public string? Secret { get; init; }

        public string Settings { get; init; } = "";

        public long Enabled { get; init; }

        public Provider ToProvider(string? secret) => new(Id, Name, Issuer, ClientId, secret, Json.Read<ProviderSettings>(Settings)!, Enabled != 0);
    }
}
