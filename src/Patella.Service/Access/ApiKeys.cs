using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>Keys of programs: <c>pk_tenant.id.secret</c>, shown once, kept as a hash.</summary>
public sealed class ApiKeys(IStore store, MachineTime machine, IIdentifiers identifiers)
{
    public const string Prefix = "pk_";

    /// <summary>Makes a key and returns it with its secret, the only time the secret is seen.</summary>
    public async Task<(ApiKey Key, string Token)> Make(ITransaction transaction, string name, IReadOnlyList<string> scopes)
    {
        var id = identifiers.New();
        var secret = Secrets.New();
        var now = machine.Now;
        await transaction.Execute(StaffStore.Sql["AddApiKey"], new { Id = id, Name = name, Hash = Secrets.Hash(secret), Scopes = Json.Write(scopes), CreatedAt = now });
        return (new ApiKey(id, name, scopes, Microseconds.ToTime(now), null), $"{Prefix}{transaction.Tenant}.{id}.{secret}");
    }

    public async Task<IReadOnlyList<ApiKey>> List(IReader reader) => (await reader.Many<KeyRow>(StaffStore.Sql["ListApiKeys"])).Select(row => row.ToKey()).ToList();

    /// <summary>False when there is no such key that is still good.</summary>
    public async Task<bool> Revoke(ITransaction transaction, string id) => await transaction.Execute(StaffStore.Sql["RevokeApiKey"], new { id, at = machine.Now }) == 1;

    public async Task<Caller?> Find(string token)
    {
        var parts = token.Length < 300 ? token[Prefix.Length..].Split('.') : [];
        if (parts.Length != 3 || !TenantId.IsValid(parts[0]))
        {
            return null;
        }

        var tenant = new TenantId(parts[0]);
        var row = await FindRow(tenant, parts[1]);
        if (row is null || row.RevokedAt is not null || !Secrets.Matches(parts[2], row.Hash))
        {
            return null;
        }

        var scopes = Json.Read<List<string>>(row.Scopes)!;
        return new Caller { Kind = CallerKind.Program, Tenant = tenant, Id = row.Id, Name = row.Name, Roles = scopes, Permissions = Roles.OfScopes(scopes) };
    }

    private async Task<KeyRow?> FindRow(TenantId tenant, string id)
    {
        try
        {
            return await store.Read(tenant, reader => reader.One<KeyRow>(StaffStore.Sql["FindApiKey"], new { id }));
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            return null;
        }
    }

    private sealed class KeyRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Hash { get; init; } = "";

        public string Scopes { get; init; } = "[]";

        public long CreatedAt { get; init; }

        public long? RevokedAt { get; init; }

        public ApiKey ToKey() => new(Id, Name, Json.Read<List<string>>(Scopes)!, Microseconds.ToTime(CreatedAt), RevokedAt is { } at ? Microseconds.ToTime(at) : null);
    }
}
