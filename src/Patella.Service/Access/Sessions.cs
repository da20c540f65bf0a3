using System.Collections.Concurrent;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>How a session begins.</summary>
/// <param name="Method"><c>password</c>, <c>first-run</c> or <c>provider:id</c>.</param>
/// <param name="Device">What the browser says it is; at most 200 characters are kept.</param>
/// <param name="Pending">The second factor is still to come: until then the session opens nothing.</param>
public sealed record SessionStart(string Method, string Device = "", bool Pending = false);

/// <summary>Sessions of staff. A token is <c>ps_tenant.secret</c>; only its hash is kept.</summary>
public sealed class Sessions : IDisposable
{
    public const string Prefix = "ps_";
    private const long IdleLimit = 12 * 3600 * Microseconds.PerSecond;
    private const long PendingLimit = 10 * 60 * Microseconds.PerSecond;
    private const long CacheTime = 3 * Microseconds.PerSecond;
    private const int CacheLimit = 20_000;
    private readonly ConcurrentDictionary<string, (Caller Caller, long Until)> _cache = new();
    private readonly IStore _store;
    private readonly StaffStore _people;
    private readonly MachineTime _machine;
    private readonly IBus _bus;
    private readonly IDisposable _ends;
    private long _forgotten;

    public Sessions(IStore store, StaffStore people, MachineTime machine, IBus bus)
    {
        (_store, _people, _machine, _bus) = (store, people, machine, bus);
        _ends = bus.Subscribe(message =>
        {
            if (CallerEnds.IsEnd(message))
            {
                Forget(caller => CallerEnds.Means(message, caller));
            }
        });
    }

    /// <summary>Opens a session and returns its token and its CSRF value.</summary>
    public async Task<(string Token, string Csrf)> Open(ITransaction transaction, string staff, SessionStart start)
    {
        var token = $"{Prefix}{transaction.Tenant}.{Secrets.New()}";
        var csrf = Secrets.New();
        var now = _machine.Now;
        await transaction.Execute(StaffStore.Sql["EndOldSessions"], new { before = now - IdleLimit });
        await transaction.Execute(StaffStore.Sql["AddSession"], new
        {
            TokenHash = Secrets.Hash(token),
            Staff = staff,
            Csrf = csrf,
            Now = now,
            start.Method,
            Device = start.Device.Length > 200 ? start.Device[..200] : start.Device,
            VerifiedAt = start.Pending ? 0 : now,
            Pending = start.Pending ? 1L : 0L,
        });
        return (token, csrf);
    }

    /// <summary>The caller behind a token, or null when it is unknown, ended, pending or its person inactive.</summary>
    public async Task<Caller?> Find(string token)
    {
        if (TenantOf(token) is not { } tenant)
        {
            return null;
        }

        var now = _machine.Now;
        if (_cache.TryGetValue(token, out var cached) && cached.Until > now)
        {
            return cached.Caller;
        }

        var forgotten = Interlocked.Read(ref _forgotten);
        var caller = await Load(tenant, Secrets.Hash(token), now);
        if (caller is not null && forgotten == Interlocked.Read(ref _forgotten))
        {
            if (_cache.Count > CacheLimit)
            {
                _cache.Clear();
            }

            _cache[token] = (caller, now + CacheTime);
        }

        return caller;
    }

    /// <summary>The person whose sign-in waits for the second factor, or null when the token is no pending one or ten minutes old.</summary>
    public async Task<(TenantId Tenant, Staff Staff, string Method)?> FindPending(string? token)
    {
        if (token is null || TenantOf(token) is not { } tenant)
        {
            return null;
        }

        var found = await ReadSession(tenant, Secrets.Hash(token));
        return found is ({ Pending: not 0 } row, { Active: true } staff) && row.CreatedAt > _machine.Now - PendingLimit ? (tenant, staff, row.Method) : null;
    }

    /// <summary>Notes in its session that a caller has just proven who they are.</summary>
    public async Task Prove(Caller caller)
    {
        foreach (var row in (await List(caller.Tenant, caller.Id)).Where(row => row.Id == caller.Session))
        {
            await _store.Write(caller.Tenant, transaction => transaction.Execute(StaffStore.Sql["ProveSession"], new { at = _machine.Now, row.TokenHash }));
        }

        Forget(other => other.Session == caller.Session);
    }

    public async Task End(string token)
    {
        _cache.TryRemove(token, out var known);
        if (TenantOf(token) is { } tenant)
        {
            await _store.Write(tenant, transaction => transaction.Execute(StaffStore.Sql["EndSession"], new { tokenHash = Secrets.Hash(token) }));
            if (known.Caller is { } caller)
            {
                Told(tenant, caller.Id, caller.Session);
            }
        }
    }

    /// <summary>Ends one session of a person, or with <paramref name="but"/> all others, or all; in the transaction, and everywhere at once after it.</summary>
    public async Task<int> End(ITransaction transaction, string staff, string? session = null, string? but = null)
    {
        var ended = session is not null ? await transaction.Execute(StaffStore.Sql["EndSessionById"], new { staff, id = session })
            : await transaction.Execute(StaffStore.Sql["EndOtherSessions"], new { staff, id = but ?? "" });
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => Told(tenant, staff, session));
        return ended;
    }

    /// <summary>The sessions of a person that stand, last used first.</summary>
    internal Task<IReadOnlyList<SessionRow>> List(TenantId tenant, string staff)
        => _store.Read(tenant, reader => reader.Many<SessionRow>(StaffStore.Sql["ListSessions"], new { staff }));

    /// <summary>Forgets what was remembered of a person, so that a change of rights counts at once.</summary>
    public void Forget(string staff) => Forget(caller => caller.Id == staff);

    /// <summary>Whether the session a caller came in with stands, with the same rights.</summary>
    internal async Task<bool> IsStillGood(Caller caller)
    {
        var staff = await _store.Read(caller.Tenant, reader => _people.Find(reader, caller.Id));
        return staff is { Active: true } && Roles.Of(staff.Roles) == caller.Permissions && (await List(caller.Tenant, caller.Id)).Any(row => row.Id == caller.Session);
    }

    public void Dispose() => _ends.Dispose();

    private void Forget(Func<Caller, bool> which)
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var (token, entry) in _cache)
        {
            if (which(entry.Caller))
            {
                _cache.TryRemove(token, out _);
            }
        }
    }

    private void Told(TenantId tenant, string staff, string? session)
    {
        Forget(caller => caller.Tenant == tenant && caller.Id == staff);
        _bus.Publish(CallerEnds.Of(tenant, staff, session));
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
        if (await ReadSession(tenant, tokenHash) is not ({ Pending: 0 } row, { Active: true } staff) || row.UsedAt < now - IdleLimit)
        {
            return null;
        }

        if (now - row.UsedAt > IdleLimit / 48)
        {
            await _store.Write(tenant, transaction => transaction.Execute(StaffStore.Sql["TouchSession"], new { at = now, tokenHash }));
        }

        return CallerOf(tenant, staff) with { Session = row.Id, VerifiedAt = row.VerifiedAt, CsrfToken = row.Csrf };
    }

    /// <summary>Somebody of the staff as a caller, without a session: for what goes on in their name.</summary>
    public static Caller CallerOf(TenantId tenant, Staff staff) => new()
    {
        Kind = CallerKind.Staff,
        Tenant = tenant,
        Id = staff.Id,
        Name = staff.Name,
        Roles = staff.Roles,
        Permissions = Roles.Of(staff.Roles),
        Language = staff.Language,
        Merchant = staff.Merchant,
        Grade = staff.Grade,
    };

    private async Task<(SessionRow, Staff?)?> ReadSession(TenantId tenant, string tokenHash)
    {
        try
        {
            return await _store.Read(tenant, async reader => await reader.One<SessionRow>(StaffStore.Sql["FindSession"], new { tokenHash }) is { } row
                ? (row, await _people.Find(reader, row.Staff))
                : ((SessionRow, Staff?)?)null);
        }
        catch (StoreUnavailableException) when (_store.Kind == StoreKind.Sqlite)
        {
            // A token that names a tenant which is not here.
            return null;
        }
    }

    internal sealed class SessionRow
    {
        public string TokenHash { get; init; } = "";

        public string Staff { get; init; } = "";

        public string Csrf { get; init; } = "";

        public long CreatedAt { get; init; }

        public long UsedAt { get; init; }

        public string Method { get; init; } = "";

        public string Device { get; init; } = "";

        public long VerifiedAt { get; init; }

        public long Pending { get; init; }

        /// <summary>Names the session to its person; from it the token cannot be found.</summary>
        public string Id => TokenHash[..24];
    }
}
