using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

/// <summary>POST /sessions: a person of the staff signs in with address and password.</summary>
public sealed record SignInRequest(string? Tenant, string? Email, string? Password);

/// <summary>Who is signed in and where.</summary>
public sealed record SessionView(PersonView Person, TenantView Tenant, string? CsrfToken, string? Token, bool Demo, double TimeRate, DateTimeOffset BusinessNow);

public sealed record PersonView(string Id, string Name, string? Email, IReadOnlyList<string> Roles, string Language, IReadOnlyList<string> Units, string? Merchant, string? Grade = null);

public sealed record TenantView(string Id, string Slug, string Name, string TimeZone);

internal sealed class SignIn(IStore store, StaffStore people, Passwords passwords, Entrance entrance, MachineTime machine)
{
    private const int FailureLimit = 5;
    private const long FailureWindow = 5 * 60 * Microseconds.PerSecond;

    public async Task<Outcome<Entered>> Run(SignInRequest request, string device)
    {
        var check = new Validation()
            .Must(TenantId.IsValid(request.Tenant), "/tenant", "Must be the short name of an ecosystem.")
            .Text(request.Email, "/email", 3, 200)
            .Text(request.Password, "/password", 1, Passwords.Most);
        if (check.Failed)
        {
            return check.Problem;
        }

        try
        {
            return await Try(new TenantId(request.Tenant!), StaffStore.Normalize(request.Email!), request.Password!, device);
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            return Failed();
        }
    }

    private static Problem Failed() => new(401, "sign-in-failed", "Ecosystem, address and password do not fit together.");

    private async Task<Outcome<Entered>> Try(TenantId tenant, string email, string password, string device)
    {
        var now = machine.Now;
        var (failures, row) = await store.Read(tenant, async reader =>
            (await reader.One<long>(StaffStore.Sql["CountFailures"], new { email, since = now - FailureWindow }), await people.FindByEmail(reader, email)));
        if (failures >= FailureLimit)
        {
            return new Problem(429, "locked-out", "Too many wrong passwords for this address. Try again in five minutes.", RetryAfterSeconds: 300);
        }

        // The slow hash runs outside the store's writer.
        if (!await passwords.MatchesInTurn(row?.PasswordHash, password) || row is not { Active: not 0 })
        {
            await store.Write(tenant, transaction => transaction.Execute(StaffStore.Sql["AddFailure"], new { email, at = now }));
            return Failed();
        }

        return await entrance.Open(tenant, row.ToStaff(), new SessionStart("password", device), also: transaction =>
            transaction.Execute(StaffStore.Sql["ForgetFailures"], new { email, before = now - FailureWindow }));
    }
}

/// <summary>Makes the answer that says who is signed in.</summary>
public sealed class SessionViews(IStore store, TenantStore tenants, BusinessTime clock)
{
    public async Task<SessionView> Of(TenantId tenant, Staff staff, string? csrf, string? token)
    {
        var profile = await store.Read(tenant, tenants.Profile);
        return new SessionView(
            new PersonView(staff.Id, staff.Name, staff.Email, staff.Roles, staff.Language, staff.Units, staff.Merchant, staff.Grade),
            new TenantView(tenant.Value, tenant.Value, profile.Name, SpokenTime.Of(profile, 0).Zone.Id), csrf, token, profile.Demonstration, clock.Rate, clock.GetUtcNow());
    }

    /// <summary>The session of a program: so that a tool can learn whose key it holds and how fast business time runs.</summary>
    public async Task<SessionView> OfProgram(Caller caller)
    {
        var profile = await store.Read(caller.Tenant, tenants.Profile);
        return new SessionView(
            new PersonView(caller.Id, caller.Name, null, caller.Roles, caller.Language, [], null),
            new TenantView(caller.Tenant.Value, caller.Tenant.Value, profile.Name, SpokenTime.Of(profile, 0).Zone.Id), null, null, profile.Demonstration, clock.Rate, clock.GetUtcNow());
    }

    /// <summary>The cookie of a session; not readable by scripts and never sent along from other sites.</summary>
    public static void SetCookie(HttpContext http, string name, string token)
        => http.Response.Cookies.Append(name, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/", IsEssential = true });
}
