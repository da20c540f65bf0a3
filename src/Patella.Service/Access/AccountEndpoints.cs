using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access.SecondFactors;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>One session of a person.</summary>
/// <param name="Method">password, first-run, demonstration or <c>provider:id</c>.</param>
/// <param name="Current">The one that asks.</param>
public sealed record SessionItem(string Id, string Method, string Device, DateTimeOffset Since, DateTimeOffset UsedAt, bool Current);

/// <summary>How one's own account is kept safe.</summary>
/// <param name="SecondFactor">An authenticator is set up.</param>
/// <param name="SecondFactorRequired">The policy asks for one.</param>
public sealed record AccountSecurity(bool SecondFactor, bool SecondFactorRequired, long RecoveryCodesLeft, bool HasPassword, IReadOnlyList<SessionItem> Sessions);

/// <summary>A proof of who is there: the password or a code.</summary>
public sealed record ProofRequest(string? Password, string? Code);

/// <summary>A code of the authenticator.</summary>
public sealed record CodeRequest(string? Code);

/// <summary>What people do for the safety of their own account, and an administrator for others'.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        api.MapGet("/account/security", Security).Needs(Permission.StaffMember).WithSummary("One's own authenticator and sessions").Produces<AccountSecurity>().WithTags("Access");
        api.MapPost("/account/second-factor", async (HttpContext http, IStore store, StaffStore people, SecondFactor factors) =>
                (await factors.Begin(http.Caller().Tenant, (await store.Read(http.Caller().Tenant, reader => people.Find(reader, http.Caller().Id)))!)).ToResult(201))
            .Needs(Permission.StaffMember).AfterFreshProof().WithSummary("Begin to set up an authenticator").Produces<Enrolment>(201).WithTags("Access");
        api.MapPost("/account/second-factor/confirmation", Confirm).Needs(Permission.StaffMember)
            .WithSummary("The first code of the new authenticator; from now on it counts").Produces<RecoveryCodes>(201).WithTags("Access");
        api.MapDelete("/account/second-factor", (HttpContext http, IStore store, SecondFactor factors, AuditTrail audit) =>
                Told(http, store, audit, "access.second-factor-removed", transaction => factors.Remove(transaction, http.Caller().Id)))
            .Needs(Permission.StaffMember).AfterFreshProof().WithSummary("Take one's authenticator away").Produces(204).WithTags("Access");
        api.MapPost("/account/recovery-codes", async (HttpContext http, IStore store, SecondFactor factors, AuditTrail audit) =>
        {
            var codes = await store.Write(http.Caller().Tenant, async transaction =>
            {
                await audit.Write(transaction, http.Caller(), "access.recovery-codes-made", "staff:" + http.Caller().Id);
                return await factors.RenewRecovery(transaction, http.Caller().Id);
            });
            return codes.ToResult(201);
        }).Needs(Permission.StaffMember).AfterFreshProof().WithSummary("New recovery codes; the old ones end").Produces<RecoveryCodes>(201).WithTags("Access");
        api.MapDelete("/account/sessions", (HttpContext http, IStore store, Sessions sessions, AuditTrail audit) =>
                Told(http, store, audit, "access.sessions-ended", transaction => sessions.End(transaction, http.Caller().Id, but: http.Caller().Session)))
            .Needs(Permission.StaffMember).WithSummary("End all sessions but this one").Produces(204).WithTags("Access");
        api.MapDelete("/account/sessions/{id}", (string id, HttpContext http, IStore store, Sessions sessions, AuditTrail audit) =>
                Told(http, store, audit, "access.sessions-ended", transaction => sessions.End(transaction, http.Caller().Id, id)))
            .Needs(Permission.StaffMember).WithSummary("End one session").Produces(204).WithTags("Access");
        api.MapPost("/session/proof", Prove).Needs(Permission.StaffMember).WithSummary("Prove again who is there, for what is hard to take back").Produces(204).ProducesProblem(401).WithTags("Access");
        api.MapGet("/staff/{id}/sessions", async (string id, HttpContext http, Sessions sessions) => Results.Json(new Page<SessionItem>(await Items(http.Caller(), sessions, id)), Json.Options))
            .Needs(Permission.Administer).WithSummary("The sessions of a person of the staff").Produces<Page<SessionItem>>().WithTags("Access");
        api.MapDelete("/staff/{id}/sessions", (string id, HttpContext http, IStore store, Sessions sessions, AuditTrail audit) =>
                Told(http, store, audit, "access.sessions-ended", transaction => sessions.End(transaction, id), id))
            .Needs(Permission.Administer).WithSummary("End all sessions of a person of the staff").Produces(204).WithTags("Access");
    }

    private static async Task<IResult> Security(HttpContext http, IStore store, StaffStore people, SecondFactor factors, Sessions sessions)
    {
        var caller = http.Caller();
        var (factor, required, left, password) = await store.Read(caller.Tenant, async reader =>
        {
            var row = await people.FindRow(reader, caller.Id);
            return (await factors.Find(reader, caller.Id), (await factors.Policy(reader)).RequiredRoles.Intersect(caller.Roles).Any(),
                await reader.One<long>(StaffStore.Sql["CountRecovery"], new { staff = caller.Id }), row?.PasswordHash is not null);
        });
        return Results.Json(new AccountSecurity(factor is { ConfirmedAt: not null }, required, left, password, await Items(caller, sessions, caller.Id)), Json.Options);
    }

    private static async Task<IReadOnlyList<SessionItem>> Items(Caller caller, Sessions sessions, string staff)
        => [.. (await sessions.List(caller.Tenant, staff)).Select(row => new SessionItem(
            row.Id, row.Method, row.Device, Microseconds.ToTime(row.CreatedAt), Microseconds.ToTime(row.UsedAt), row.Id == caller.Session))];

    private static async Task<IResult> Confirm(CodeRequest request, HttpContext http, IStore store, SecondFactor factors, AuditTrail audit)
    {
        var caller = http.Caller();
        if (await store.Read(caller.Tenant, reader => factors.Find(reader, caller.Id)) is not { ConfirmedAt: null })
        {
            return new ProblemResult(Problem.Conflict("no-enrolment", "There is no authenticator that waits for its first code."));
        }

        var outcome = await factors.Confirm(caller.Tenant, caller.Id, request.Code);
        if (outcome.Problem is { } problem)
        {
            return new ProblemResult(AsRefusal(problem));
        }

        await Told(http, store, audit, "access.second-factor-set-up", _ => Task.CompletedTask);
        return outcome.ToResult(201);
    }

    private static async Task<IResult> Prove(ProofRequest request, HttpContext http, IStore store, StaffStore people, Passwords passwords, SecondFactor factors, Sessions sessions, MachineTime machine)
    {
        var caller = http.Caller();
        var (factor, row) = await store.Read(caller.Tenant, async reader => (await factors.Find(reader, caller.Id), await people.FindRow(reader, caller.Id)));
        var problem = factor is { ConfirmedAt: not null } || request.Password is null
            ? await factors.Check(caller.Tenant, caller.Id, request.Code)
            : await WrongPassword(store, caller, passwords, row?.PasswordHash, request.Password, machine.Now);
        if (problem is not null)
        {
            return new ProblemResult(AsRefusal(problem));
        }

        await sessions.Prove(caller);
        return Results.NoContent();
    }

    // Counted as a wrong code is: somebody at an open screen may not guess on.
    private static async Task<Problem?> WrongPassword(IStore store, Caller caller, Passwords passwords, string? hash, string password, long now)
    {
        var key = "proof:" + caller.Id;
        var failures = await store.Read(caller.Tenant, reader => reader.One<long>(StaffStore.Sql["CountFailures"], new { email = key, since = now - Microseconds.From(TimeSpan.FromMinutes(5)) }));
        if (failures >= 5)
        {
            return new Problem(429, "locked-out", "Too many wrong passwords. Try again in five minutes.", RetryAfterSeconds: 300);
        }

        if (password.Length <= Passwords.Most && passwords.Matches(hash, password))
        {
            return null;
        }

        await store.Write(caller.Tenant, transaction => transaction.Execute(StaffStore.Sql["AddFailure"], new { email = key, at = now }));
        return new Problem(422, "wrong-password", "The password is wrong.");
    }

    // Whoever asks is signed in: 401 would tell their page otherwise.
    private static Problem AsRefusal(Problem problem) => problem.Status == 401 ? problem with { Status = 422 } : problem;

    private static async Task<IResult> Told(HttpContext http, IStore store, AuditTrail audit, string action, Func<ITransaction, Task> deed, string? staff = null)
    {
        await store.Write(http.Caller().Tenant, async transaction =>
        {
            await deed(transaction);
            await audit.Write(transaction, http.Caller(), action, "staff:" + (staff ?? http.Caller().Id));
        });
        return Results.NoContent();
    }
}
