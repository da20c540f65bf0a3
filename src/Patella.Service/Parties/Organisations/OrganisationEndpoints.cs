using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Parties.Organisations;

/// <summary>POST /carriers.</summary>
public sealed record CarrierRequest(string? Id, string? ExternalId, string? Name);

/// <summary>PUT /merchants/{id}/identities and /carriers/{id}/identities: all of them.</summary>
public sealed record OrganisationIdentities(IReadOnlyList<OrganisationIdentity>? Identities);

internal sealed class CarrierSection(OrganisationStore organisations, IIdentifiers identifiers) : ListSection<CarrierRequest, Carrier>
{
    public override string Name => "carriers";

    public override async Task<object> Export(IReader reader) => await organisations.ListCarriers(reader);

    protected override void Check(CarrierRequest request, SettingsContext context, string at, Validation into) => OrganisationEndpoints.Check(request, at, into);

    protected override Carrier ToValue(CarrierRequest request) => new(request.Id ?? identifiers.New(), request.ExternalId!, request.Name!);

    protected override Task SaveOne(ITransaction transaction, Carrier value) => organisations.SaveCarrier(transaction, value);
}

internal static class OrganisationEndpoints
{
    private const int IdentityLimit = 100;
    private const Permission Readers = Permission.Administer | Permission.Supervise | Permission.Serve | Permission.Observe;

    public static void MapOrganisations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/carriers", async (HttpContext http, IStore store, OrganisationStore organisations) => Results.Json(new Page<Carrier>(await store.Read(http.Caller().Tenant, organisations.ListCarriers)), Json.Options))
            .Needs(Readers).WithName("readCarriers").WithTags("Parties").WithSummary("Carriers").Produces<Page<Carrier>>();
        routes.MapPost("/carriers", Save).Needs(Permission.Administer).WithName("saveCarrier").WithTags("Parties").WithSummary("Create or change a carrier by its external id").Produces<Carrier>(201);
        foreach (var (path, kind) in new[] { ("/merchants/{id}/identities", OrganisationStore.Merchant), ("/carriers/{id}/identities", OrganisationStore.CarrierKind) })
        {
            routes.MapGet(path, (string id, HttpContext http, IStore store, OrganisationStore organisations, TenantStore tenants) => Read(http, store, organisations, tenants, kind, id))
                .Needs(Readers).WithName($"read{Word(kind)}Identities").WithTags("Parties").WithSummary($"The ways by which a {kind} is known").Produces<OrganisationIdentities>().ProducesProblem(404);
            routes.MapPut(path, (string id, OrganisationIdentities request, HttpContext http, IStore store, OrganisationStore organisations, TenantStore tenants, AuditTrail audit)
                    => Replace(http, store, organisations, tenants, audit, kind, id, request))
                .Needs(Permission.Administer).WithName($"save{Word(kind)}Identities").WithTags("Parties").WithSummary($"Say by which ways a {kind} is known; each way is one {kind}'s").Produces<OrganisationIdentities>().ProducesProblem(404).ProducesProblem(409);
        }
    }

    internal static Validation Check(CarrierRequest request, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false).Text(request.ExternalId, at + "/externalId", 1, 100).Text(request.Name, at + "/name", 1, 120);

    private static string Word(string kind) => kind == OrganisationStore.Merchant ? "Merchant" : "Carrier";

    private static async Task<IResult> Save(CarrierRequest request, HttpContext http, IStore store, OrganisationStore organisations, IIdentifiers identifiers, AuditTrail audit)
    {
        var check = Check(request);
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        var saved = await store.Write(http.Caller().Tenant, async transaction =>
        {
            await organisations.SaveCarrier(transaction, new Carrier(request.Id ?? identifiers.New(), request.ExternalId!, request.Name!));
            var carrier = (await organisations.FindCarrier(transaction, request.ExternalId!))!;
            await audit.Write(transaction, http.Caller(), "parties.carrier-saved", "carrier:" + carrier.Id);
            return carrier;
        });
        return Results.Json(saved, Json.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<string?> Known(IReader reader, OrganisationStore organisations, TenantStore tenants, string kind, string id)
        => kind == OrganisationStore.Merchant
            ? (await tenants.FindMerchant(reader, id) ?? await tenants.FindMerchantByExternalId(reader, id))?.Id
            : (await organisations.FindCarrier(reader, id))?.Id;

    private static async Task<IResult> Read(HttpContext http, IStore store, OrganisationStore organisations, TenantStore tenants, string kind, string id)
    {
        var found = await store.Read(http.Caller().Tenant, async reader => await Known(reader, organisations, tenants, kind, id) is { } known ? await organisations.Identities(reader, kind, known) : null);
        return found is null ? new ProblemResult(Problem.NotFound("This organisation")) : Results.Json(new OrganisationIdentities(found), Json.Options);
    }

    private static async Task<IResult> Replace(
        HttpContext http, IStore store, OrganisationStore organisations, TenantStore tenants, AuditTrail audit, string kind, string id, OrganisationIdentities request)
    {
        var check = new Validation().Must(request.Identities is { Count: <= IdentityLimit }, "/identities", $"At most {IdentityLimit}.");
        for (var index = 0; index < (request.Identities ?? []).Count; index++)
        {
            check.OneOf(request.Identities![index]?.Kind, $"/identities/{index}/kind", OrganisationStore.IdentityKinds).Text(request.Identities[index]?.Value, $"/identities/{index}/value", 1, 500);
        }

        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        try
        {
            var saved = await store.Write(http.Caller().Tenant, transaction => Replace(transaction, http.Caller(), organisations, tenants, audit, kind, id, request.Identities!), WriteMode.Serializable);
            return saved is null ? new ProblemResult(Problem.NotFound("This organisation")) : Results.Json(new OrganisationIdentities(saved), Json.Options);
        }
        catch (IdentityTakenException)
        {
            return new ProblemResult(Problem.Conflict("identity-taken", "One of these is another organisation's already; nothing was changed."));
        }
    }

    private static async Task<IReadOnlyList<OrganisationIdentity>?> Replace(
        ITransaction transaction, Caller caller, OrganisationStore organisations, TenantStore tenants, AuditTrail audit, string kind, string id, IReadOnlyList<OrganisationIdentity> identities)
    {
        if (await Known(transaction, organisations, tenants, kind, id) is not { } known)
        {
            return null;
        }

        // Thrown, not returned: what was dropped must come back.
        if (await organisations.Replace(transaction, kind, known, identities) is not null)
        {
            throw new IdentityTakenException();
        }

        await audit.Write(transaction, caller, "parties.organisation-identities-saved", $"{kind}:{known}", new { count = identities.Count });
        return await organisations.Identities(transaction, kind, known);
    }

    private sealed class IdentityTakenException : Exception;
}
