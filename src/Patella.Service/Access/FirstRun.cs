using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

/// <summary>POST /first-run: makes the first ecosystem and its administrator, once, with the code that was printed at the start.</summary>
public sealed record FirstRunRequest(string? Code, string? EcosystemName, string? Slug, string? Name, string? Email, string? Password, string? Language);

/// <summary>Makes ecosystems; the first one by the one-time link.</summary>
public sealed class FirstRun(IStore store, TenantStore tenants, StaffStore people, Passwords passwords, Sessions sessions, SessionViews views, ITenantStart start, MachineTime machine, IIdentifiers identifiers)
{
    private readonly SemaphoreSlim _once = new(1);
    private string? _code;

    /// <summary>The one-time code, or null when an ecosystem exists already.</summary>
    public async Task<string?> Offer()
    {
        if ((await store.Read(TenantId.System, tenants.ListEcosystems)).Count > 0)
        {
            return null;
        }

        return _code ??= Secrets.New()[..24];
    }

    internal async Task<Outcome<SessionView>> Run(FirstRunRequest request)
    {
        var check = Check(request);
        if (check.Failed)
        {
            return check.Problem;
        }

        await _once.WaitAsync();
        try
        {
            if (await Offer() is not { } code || !Secrets.Matches(request.Code!, Secrets.Hash(code)))
            {
                return new Problem(403, "first-run-over", "The link has been used, or the code is not the one printed at the last start.");
            }

            var profile = new TenantProfile(request.EcosystemName!, request.Language!, new Look("#1f6feb", request.EcosystemName!, ""));
            var administrator = new Staff(identifiers.New(), request.Name!, request.Email!, request.Language!, [Roles.Administrator, Roles.Supervisor, Roles.Agent], [], [request.Language!], 5, null, null, "own", true, false);
            var tenant = await Make(request.Slug!, profile, administrator, request.Password!);
            _code = null;
            var (token, csrf) = await store.Write(tenant, transaction => sessions.Open(transaction, administrator.Id, new SessionStart("first-run")));
            return await views.Of(tenant, administrator, csrf, token);
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Makes an ecosystem with its administrator and starts its work in this process.</summary>
    public async Task<TenantId> Make(string slug, TenantProfile profile, Staff administrator, string password)
    {
        var tenant = new TenantId(slug);
        var hash = passwords.Hash(password);
        await store.Prepare(tenant);
        await store.Write(tenant, async transaction =>
        {
            await tenants.SaveProfile(transaction, profile);
            await people.Save(transaction, administrator, hash);
        });
        await store.Write(TenantId.System, transaction => tenants.AddEcosystem(transaction, new Ecosystem { Id = slug, Name = profile.Name, CreatedAt = machine.Now }));
        await start.Start(tenant);
        return tenant;
    }

    private static Validation Check(FirstRunRequest request) => new Validation()
        .Text(request.Code, "/code", 1, 100)
        .Text(request.EcosystemName, "/ecosystemName", 1, 120)
        .Must(TenantId.IsValid(request.Slug) && request.Slug != TenantId.System.Value, "/slug", "1 to 40 characters of a-z, 0-9 and hyphen, starting with a letter; not 'system'.")
        .Text(request.Name, "/name", 1, 120)
        .Must(request.Email?.Contains('@') == true, "/email", "Must be an e-mail address.")
        .Text(request.Email, "/email", 3, 200)
        .Text(request.Password, "/password", Passwords.Least, Passwords.Most)
        .OneOf(request.Language, "/language", ["zh-CN", "en"]);
}

/// <summary>Starts what works for a tenant in the background (followers, dispatch, timers). Implemented where everything is known: the composition.</summary>
public interface ITenantStart
{
    Task Start(TenantId tenant);
}
