using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Tenants;

/// <summary>POST /units.</summary>
public sealed record UnitRequest(string? Id, string? Code, LocalName? Name, string? Kind, bool? Shared);

/// <summary>POST /merchants.</summary>
public sealed record MerchantRequest(string? Id, string? ExternalId, string? Name, string? Unit, string? Category);

/// <summary>POST /teams.</summary>
public sealed record TeamRequest(string? Id, string? Name, string? Unit);

public static class TenantsModule
{
    private const Permission Readers = Permission.Administer | Permission.Supervise | Permission.Serve | Permission.Observe;

    public static IServiceCollection AddTenants(this IServiceCollection services) => services
        .AddSingleton<TenantStore>()
        .AddSingleton<ISettingsSection, ProfileSection>()
        .AddSingleton<ISettingsSection, UnitSection>()
        .AddSingleton<ISettingsSection, MerchantSection>()
        .AddSingleton<ISettingsSection, TeamSection>();

    public static void MapTenants(this IEndpointRouteBuilder api)
    {
        api.MapGet("/units", async (HttpContext http, IStore store, TenantStore tenants) =>
                Results.Json(new Page<BusinessUnit>(await store.Read(http.Caller().Tenant, tenants.ListUnits)), Json.Options))
            .Needs(Readers).WithSummary("Business units").Produces<Page<BusinessUnit>>().WithTags("Tenants");
        api.MapPost("/units", async (UnitRequest request, HttpContext http, IStore store, TenantStore tenants, IIdentifiers identifiers) =>
            await Save(http, store, Check(request), ToUnit(request, identifiers), tenants.SaveUnit))
            .Needs(Permission.Administer).WithSummary("Create or change a business unit by its code").Produces<BusinessUnit>(201).WithTags("Tenants");
        api.MapGet("/merchants", async (string? unit, string? after, int? limit, HttpContext http, IStore store, TenantStore tenants) =>
        {
            var size = Paging.Limit(limit);
            var rows = await store.Read(http.Caller().Tenant, reader => tenants.ListMerchants(reader, unit, after ?? "", size));
            return Results.Json(new Page<Merchant>(rows, rows.Count == size ? rows[^1].Id : null), Json.Options);
        }).Needs(Readers).WithSummary("Merchants").Produces<Page<Merchant>>().WithTags("Tenants");
        api.MapPost("/merchants", async (MerchantRequest request, HttpContext http, IStore store, TenantStore tenants, IIdentifiers identifiers) =>
            await Save(http, store, Check(request), ToMerchant(request, identifiers), tenants.SaveMerchant))
            .Needs(Permission.Administer).WithSummary("Create or change a merchant by its external id").Produces<Merchant>(201).WithTags("Tenants");
        api.MapGet("/teams", async (HttpContext http, IStore store, TenantStore tenants) =>
                Results.Json(new Page<Team>(await store.Read(http.Caller().Tenant, tenants.ListTeams)), Json.Options))
            .Needs(Readers).WithSummary("Teams").Produces<Page<Team>>().WithTags("Tenants");
        api.MapPost("/teams", async (TeamRequest request, HttpContext http, IStore store, TenantStore tenants, IIdentifiers identifiers) =>
            await Save(http, store, Check(request), ToTeam(request, identifiers), tenants.SaveTeam))
            .Needs(Permission.Administer).WithSummary("Create or change a team by its id").Produces<Team>(201).WithTags("Tenants");
        api.MapGet("/tenant", async (HttpContext http, IStore store, TenantStore tenants) =>
                Results.Json(await store.Read(http.Caller().Tenant, tenants.Profile), Json.Options))
            .Needs(Readers).WithSummary("The ecosystem's name, language and look").Produces<TenantProfile>().WithTags("Tenants");
        api.MapPut("/tenant", async (TenantProfile request, HttpContext http, IStore store, TenantStore tenants) =>
        {
            var demonstration = (await store.Read(http.Caller().Tenant, tenants.Profile)).Demonstration;
            return await Save(http, store, Check(request), request with { Demonstration = demonstration }, tenants.SaveProfile, 200);
        }).Needs(Permission.Administer).WithSummary("Change the ecosystem's name, language and look").Produces<TenantProfile>().WithTags("Tenants");
    }

    internal static Validation Check(UnitRequest request, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false)
        .Id(request.Code, at + "/code").Must(request.Code is null or { Length: <= 40 }, at + "/code", "Must be at most 40 characters.")
        .Text(request.Name?.Chinese, at + "/name/zh-CN", 1, 120)
        .Text(request.Name?.English, at + "/name/en", 1, 120)
        .Text(request.Kind ?? "other", at + "/kind", 1, 40);

    internal static Validation Check(MerchantRequest request, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false)
        .Text(request.ExternalId, at + "/externalId", 1, 100)
        .Text(request.Name, at + "/name", 1, 120)
        .Id(request.Unit, at + "/unit")
        .Text(request.Category ?? "", at + "/category", 0, 80);

    internal static Validation Check(TeamRequest request, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false)
        .Text(request.Name, at + "/name", 1, 120)
        .Id(request.Unit, at + "/unit");

    internal static Validation Check(TenantProfile profile, string at = "", Validation? into = null) => (into ?? new Validation())
        .Text(profile.Name, at + "/name", 1, 120)
        .Text(profile.DefaultLanguage, at + "/defaultLanguage", 2, 20)
        .Must(profile.TimeZone is null || SpokenTime.FindZone(profile.TimeZone) is not null, at + "/timeZone", "Must be a time zone's IANA name, such as Asia/Shanghai.")
        .Text(profile.Look?.Title, at + "/look/title", 0, 80)
        .Text(profile.Look?.Greeting, at + "/look/greeting", 0, 500)
        .Must(profile.Look?.Accent is { Length: 7 } accent && accent[0] == '#' && accent.Skip(1).All(char.IsAsciiHexDigit), at + "/look/accent", "Must be a colour such as #1f6feb.");

    internal static BusinessUnit ToUnit(UnitRequest request, IIdentifiers identifiers) => new(request.Id ?? identifiers.New(), request.Code!, request.Name!, request.Kind ?? "other", request.Shared ?? false);

    internal static Merchant ToMerchant(MerchantRequest request, IIdentifiers identifiers) => new(request.Id ?? identifiers.New(), request.ExternalId!, request.Name!, request.Unit!, request.Category);

    internal static Team ToTeam(TeamRequest request, IIdentifiers identifiers) => new(request.Id ?? identifiers.New(), request.Name!, request.Unit!);

    private static async Task<IResult> Save<T>(HttpContext http, IStore store, Validation check, T value, Func<ITransaction, T, Task> save, int status = 201)
    {
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        await store.Write(http.Caller().Tenant, async transaction =>
        {
            await save(transaction, value);
            var (action, subject) = Told(value);
            await http.RequestServices.GetRequiredService<AuditTrail>().Write(transaction, http.Caller(), action, subject);
        });
        return Results.Json(value, Json.Options, statusCode: status);
    }

    private static (string Action, string Subject) Told(object? value) => value switch
    {
        BusinessUnit unit => ("tenants.unit-saved", "unit:" + unit.Code),
        Merchant merchant => ("tenants.merchant-saved", "merchant:" + merchant.ExternalId),
        Team team => ("tenants.team-saved", "team:" + team.Id),
        TenantProfile => ("tenants.profile-saved", "setting:profile"),
        _ => throw new InvalidOperationException($"Nobody says how a change of {value?.GetType().Name} is told."),
    };
}
