using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

/// <summary>POST /staff: creates or changes a person of the staff by id.</summary>
public sealed record StaffRequest(
    string? Id, string? Name, string? Email, string? Password, string? Language, IReadOnlyList<string>? Roles, IReadOnlyList<string>? Units,
    IReadOnlyList<string>? Languages, int? Capacity, string? Team, string? Merchant, string? Cohort, bool? Active, bool? Simulated, string? Grade = null);

/// <summary>Staff settings.</summary>
public sealed class PeopleSettings(IStore store, StaffStore people, TenantStore tenants, Passwords passwords, Sessions sessions, IIdentifiers identifiers, AuditTrail audit)
{
    /// <summary>What is wrong with a request; units must be codes in <paramref name="units"/>.</summary>
    public static Validation Check(StaffRequest request, IReadOnlyCollection<string> units, string at = "", Validation? into = null)
    {
        var check = (into ?? new Validation())
            .Id(request.Id, at + "/id", required: false)
            .Text(request.Name, at + "/name", 1, 120)
            .Text(request.Email, at + "/email", 3, 200)
            .Must(request.Email?.Contains('@') == true, at + "/email", "Must be an e-mail address.")
            .Must(request.Password is null || request.Password.Length is >= Passwords.Least and <= Passwords.Most, at + "/password", $"Must be {Passwords.Least} to {Passwords.Most} characters long.")
            .Must(request.Roles is { Count: > 0 } && request.Roles.All(Roles.All.Contains), at + "/roles", $"At least one of: {string.Join(", ", Roles.All)}.")
            .Must((request.Units ?? []).All(units.Contains), at + "/units", "Every unit must be the code of a unit of this tenant.")
            .Must(request.Languages is not { Count: > 20 }, at + "/languages", "At most 20 languages.")
            .Must(request.Capacity is null or (>= 0 and <= 50), at + "/capacity", "Must be 0 to 50.")
            .Must(request.Cohort is null || Cohorts.All.Contains(request.Cohort), at + "/cohort", $"Must be one of: {string.Join(", ", Cohorts.All)}.")
            .Must(request.Grade is null || Grades.All.Contains(request.Grade), at + "/grade", $"Must be one of: {string.Join(", ", Grades.All)}.");
        return check;
    }

    public Staff ToStaff(StaffRequest request) => new(
        request.Id ?? identifiers.New(), request.Name!, request.Email!, request.Language ?? "zh-CN", request.Roles!, request.Units ?? [], request.Languages ?? ["zh-CN"],
        request.Capacity ?? 3, request.Team, request.Merchant, request.Cohort ?? "own", request.Active ?? true, request.Simulated ?? false, request.Grade ?? Grades.Standard);

    public async Task<Outcome<Staff>> Save(Caller caller, StaffRequest request)
    {
        var units = await store.Read(caller.Tenant, tenants.ListUnits);
        var check = Check(request, units.Select(unit => unit.Code).ToHashSet());
        if (check.Failed)
        {
            return check.Problem;
        }

        var staff = ToStaff(request);
        var hash = request.Password is null ? null : passwords.Hash(request.Password);
        return await store.Write(caller.Tenant, async Task<Outcome<Staff>> (transaction) =>
        {
            if (await people.FindByEmail(transaction, staff.Email) is { } other && other.Id != staff.Id)
            {
                return Problem.Conflict("address-taken", "Another person of the staff has this e-mail address.");
            }

            await people.Save(transaction, staff, hash);
            await audit.Write(transaction, caller, "access.staff-saved", "staff:" + staff.Id, new { staff.Roles, staff.Units, staff.Grade, staff.Active, passwordChanged = hash is not null });
            transaction.AfterCommit(() => sessions.Forget(staff.Id));
            return staff;
        });
    }
}

internal static class PeopleSettingsEndpoints
{
    public static void MapPeopleSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/staff", async (HttpContext http, IStore store, StaffStore people) =>
                Results.Json(new Page<Staff>(await store.Read(http.Caller().Tenant, people.List)), Json.Options))
            .Needs(Permission.Administer | Permission.Supervise | Permission.Serve).WithSummary("The people of the staff").Produces<Page<Staff>>().WithTags("Access");
        api.MapPost("/staff", async (StaffRequest request, HttpContext http, PeopleSettings settings) => (await settings.Save(http.Caller(), request)).ToResult(201))
            .Needs(Permission.Administer).WithSummary("Create or change a person of the staff").Produces<Staff>(201).WithTags("Access");
    }
}
