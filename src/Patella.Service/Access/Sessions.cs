using System.Collections.Concurrent;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>Sessions of staff. A token is <c>ps_tenant.secret</c>; only its hash is kept.</summary>
public sealed class Sessions(IStore store, StaffStore people, MachineTime machine)
{
    public const string Prefix = "ps_";
    private const long IdleLimit = 12 * 3600 * Microseconds.PerSecond;
    private const long CacheTime = 3 * Microseconds.PerSecond;
    private const int CacheLimit = 20_000;
    private readonly ConcurrentDictionary<string, (Caller Caller, long Until)> _cache = new();

    /// <summary>Opens a session and returns its token and its CSRF value.</summary>
    public async Task<(string Token, string Csrf)> Open(ITransaction transaction, string staff)
    {
        var token = $"{Prefix}{transaction.Tenant}.{Secrets.New()}";
        var csrf = Secrets.New();
        var now = machine.Now;
        await transaction.Execute(StaffStore.Sql["EndOldSessions"], new { before = now - IdleLimit });
        await transaction.Execute(StaffStore.Sql["AddSession"], new { TokenHash = Secrets.Hash(token), Staff = staff, Csrf = csrf, CreatedAt = now, UsedAt = now });
        return (token, csrf);
    }

    /// <summary>The caller behind a token, or null when it is unknown, ended or its person inactive.</summary>
    public async Task<Caller?> Find(string token)
    {
        if (TenantOf(token) is not { } tenant)
        {
            return null;
        }

        var now = machine.Now;
        if (_cache.TryGetValue(token, out var cached) && cached.Until > now)
        {
            return cached.Caller;
        }

        var caller = await Load(tenant, Secrets.Hash(token), now);
        if (caller is not null)
        {
            if (_cache.Count > CacheLimit)
            {
                _cache.Clear();
            }

            _cache[token] = (caller, now + CacheTime);
        }

        return caller;
    }

    public async Task End(string token)
    {
        _cache.TryRemove(token, out _);
        if (TenantOf(token) is { } tenant)
        {
            await store.Write(tenant, transaction => transaction.Execute(StaffStore.Sql["EndSession"], new { tokenHash = Secrets.Hash(token) }));
        }
    }

    /// <summary>Forgets what was remembered of a person, so that a change of rights counts at once in this process and within 3 s in others.</summary>
    public void Forget(string staff)
    {
        foreach (var (token, entry) in _cache)
        {
            if (entry.Caller.Id == staff)
            {
                _cache.TryRemove(token, out _);
            }
        }
    }

    private static TenantId? TenantOf(string token)
    {
        var dot = token.IndexOf('.');
        return token.StartsWith(Prefix, StringComparison.Ordinal) && dot > 0 && token.Length < 200 && TenantId.IsValid(token[Prefix.Length..dot])
            ? new TenantId(token[Prefix.Length..dot])
            : null;
    }

    private async Task<Caller?> Load(TenantId tenant, string tokenHash, long now)
    {
        var found = await FindTenantStore(tenant, async reader =>
        {
            var session = await reader.One<SessionRow>(StaffStore.Sql["FindSession"], new { tokenHash });
            return session is null || session.UsedAt < now - IdleLimit ? ((SessionRow, Staff?)?)null : (session, await people.Find(reader, session.Staff));
        });
        if (found is not ({ } row, { Active: true } staff))
        {
            return null;
        }

        if (now - row.UsedAt > IdleLimit / 48)
        {
            await store.Write(tenant, transaction => transaction.Execute(StaffStore.Sql["TouchSession"], new { at = now, tokenHash }));
        }

        return AsCaller(tenant, staff, row.Csrf);
    }

    internal static Caller AsCaller(TenantId tenant, Staff staff, string? csrf) => new()
    {
        Kind = CallerKind.Staff,
        Tenant = tenant,
        Id = staff.Id,
        Name = staff.Name,
        Roles = staff.Roles,
        Permissions = Edge.Roles.Of(staff.Roles),
        Language = staff.Language,
        Merchant = staff.Merchant,
        CsrfToken = csrf,
    };

    private async Task<T?> FindTenantStore<T>(TenantId tenant, Func<IReader, Task<T?>> query)
    {
        try
        {
            return await store.Read(tenant, query);
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            // A token that names a tenant which is not here.
            return default;
        }
    }

    private sealed class SessionRow
    {
        public string Staff { get; init; } = "";

        public string Csrf { get; init; } = "";

        public long UsedAt { get; init; }
    }
}
