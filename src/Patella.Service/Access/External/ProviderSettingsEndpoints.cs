using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Access.External;

/// <summary>Settings of sign-in providers.</summary>
internal static class ProviderSettingsEndpoints
{
    private const int ProviderLimit = 20;

    public static void MapProviderSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/identity-providers", async (HttpContext http, ProviderStore providers) =>
                Results.Json(new Page<ProviderView>([.. (await providers.List(http.Caller().Tenant)).Select(one => View(http, one.Provider, one.HasSecret))]), Json.Options))
            .Needs(Permission.Administer).WithSummary("Sign-in providers, without their secrets").Produces<Page<ProviderView>>().WithTags("Access");
        api.MapPut("/identity-providers/{id}", Save).Needs(Permission.Administer).AfterFreshProof()
            .WithSummary("Create or change a sign-in provider").Produces<ProviderView>().WithTags("Access");
        api.MapDelete("/identity-providers/{id}", async (string id, HttpContext http, IStore store, ProviderStore providers, ProviderDocuments documents, AuditTrail audit) =>
        {
            var removed = await store.Write(http.Caller().Tenant, async transaction =>
            {
                var found = await providers.Remove(transaction, id);
                if (found)
                {
                    await audit.Write(transaction, http.Caller(), "access.identity-provider-removed", "identity-provider:" + id);
                }

                return found;
            });
            documents.Forget(http.Caller().Tenant, id);
            return removed ? Results.NoContent() : new ProblemResult(Problem.NotFound("The provider"));
        }).Needs(Permission.Administer).AfterFreshProof().WithSummary("Remove a sign-in provider and what links people to it").Produces(204).WithTags("Access");
        api.MapPost("/identity-providers/{id}/check", async (string id, HttpContext http, ProviderStore providers, ProviderDocuments documents) =>
        {
            if (await providers.Find(http.Caller().Tenant, id) is not { } provider)
            {
                return new ProblemResult(Problem.NotFound("The provider"));
            }

            try
            {
                return Results.Json(await documents.Check(provider), Json.Options);
            }
            catch (HttpRequestException failure)
            {
                return new ProblemResult(new Problem(502, "provider-unreachable", $"The provider cannot be used as it is set. {failure.Message}"));
            }
        }).Needs(Permission.Administer).WithSummary("Read the provider's own documents").Produces<ProviderCheck>().ProducesProblem(502).WithTags("Access");
    }

    private static async Task<IResult> Save(string id, ProviderRequest request, HttpContext http, IStore store, ProviderStore providers, ProviderDocuments documents, AuditTrail audit)
    {
        var check = Check(id, request);
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        var caller = http.Caller();
        var provider = ToProvider(id, request);
        var there = await providers.List(caller.Tenant);
        if (there.Count >= ProviderLimit && there.All(one => one.Provider.Id != id))
        {
            return new ProblemResult(Problem.Refused("too-many-providers", $"An ecosystem may have {ProviderLimit} providers."));
        }

        var secret = await providers.SealSecret(caller.Tenant, provider);
        await store.Write(caller.Tenant, async transaction =>
        {
            await providers.Save(transaction, provider, secret);
            await audit.Write(transaction, caller, "access.identity-provider-saved", "identity-provider:" + id, new
            {
                provider.Issuer, provider.ClientId, provider.Enabled, secretChanged = secret is not null, provider.Settings.CreateAccounts, provider.Settings.LinkByEmail,
                provider.Settings.TrustSecondFactor, provider.Settings.AllowPrivateNetwork, mappings = provider.Settings.Mappings.Count,
            });
        });
        documents.Forget(caller.Tenant, id);
        return Results.Json(View(http, provider, secret is not null || there.Any(one => one.Provider.Id == id && one.HasSecret)), Json.Options);
    }

    internal static Validation Check(string id, ProviderRequest request, string at = "", Validation? into = null)
    {
        var allowPrivate = request.AllowPrivateNetwork == true;
        var issuerIsAddress = Uri.TryCreate(request.Issuer, UriKind.Absolute, out var issuer) && Outbound.MayAsk(issuer, allowPrivate) && issuer.Query.Length == 0 && issuer.Fragment.Length == 0;
        var ownIsAddress = request.PublicAddress is null || (Uri.TryCreate(request.PublicAddress, UriKind.Absolute, out var own) && own.Scheme is "https" or "http" && own.PathAndQuery == "/");
        var check = (into ?? new Validation()).Id(id, at + "/id")
            .Text(request.Name, at + "/name", 1, 120)
            .Text(request.ClientId, at + "/clientId", 1, 500)
            .Text(request.ClientSecret, at + "/clientSecret", 0, 1_000)
            .Must(issuerIsAddress && request.Issuer!.Length <= 500, at + "/issuer", "Must be an https address without query; plain http only where private networks are allowed.")
            .Must(ownIsAddress, at + "/publicAddress", "Must be an address such as https://desk.example.")
            .Must((request.Scopes ?? []).Count <= 20 && (request.Scopes ?? []).All(scope => scope is { Length: > 0 and <= 100 } && !scope.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))), at + "/scopes", "At most 20 words.")
            .Text(request.GroupClaim, at + "/groupClaim", 0, 200)
            .Must((request.Mappings ?? []).Count <= 200, at + "/mappings", "At most 200.");
        for (var index = 0; index < (request.Mappings ?? []).Count; index++)
        {
            var mapping = request.Mappings![index];
            check.Text(mapping?.Group, $"{at}/mappings/{index}/group", 1, 200)
                .Must(mapping?.Roles is { Count: > 0 } && mapping.Roles.All(Roles.All.Contains), $"{at}/mappings/{index}/roles", $"At least one of: {string.Join(", ", Roles.All)}.");
        }

        return check.Must((request.Mappings ?? []).Count == 0 || !string.IsNullOrEmpty(request.GroupClaim), at + "/groupClaim", "Mappings need the claim that lists the groups.")
            .Must(request.CreateAccounts != true || (request.Mappings ?? []).Count > 0, at + "/mappings", "Accounts are made with the roles of a mapping: give at least one.");
    }

    internal static Provider ToProvider(string id, ProviderRequest request) => new(
        id, request.Name!, request.Issuer!, request.ClientId!, string.IsNullOrEmpty(request.ClientSecret) ? null : request.ClientSecret,
        new ProviderSettings(request.Scopes ?? ["profile", "email"], request.GroupClaim, request.Mappings ?? [], request.CreateAccounts ?? false, request.LinkByEmail ?? false,
            request.TrustSecondFactor ?? false, request.AllowPrivateNetwork ?? false, request.PublicAddress),
        request.Enabled ?? true);

    private static ProviderView View(HttpContext http, Provider provider, bool hasSecret) => new(
        provider.Id, provider.Name, provider.Issuer, provider.ClientId, hasSecret, provider.Settings, provider.Enabled,
        ExternalSignIn.RedirectAddress(provider.Settings, $"{http.Request.Scheme}://{http.Request.Host}"));
}
