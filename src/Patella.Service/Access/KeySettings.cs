using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>POST /api-keys.</summary>
public sealed record ApiKeyRequest(string? Name, IReadOnlyList<string>? Scopes);

/// <summary>A new key with its secret; it is never shown again.</summary>
public sealed record NewApiKey(ApiKey Key, string Token);

/// <summary>POST /consumer-keys.</summary>
public sealed record ConsumerKeyRequest(string? Kid, string? Alg, string? PublicKey, string? Secret);

/// <summary>A consumer key as shown: a shared secret stays hidden.</summary>
public sealed record ConsumerKeyView(string Kid, string Alg, string? PublicKey, bool Revoked);

internal static class KeySettings
{
    public static void MapKeySettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/api-keys", async (HttpContext http, IStore store, ApiKeys keys) => Results.Json(new Page<ApiKey>(await store.Read(http.Caller().Tenant, keys.List)), Json.Options))
            .Needs(Permission.Administer).WithSummary("API keys, without their secrets").Produces<Page<ApiKey>>().WithTags("Access");
        api.MapPost("/api-keys", async (ApiKeyRequest request, HttpContext http, IStore store, ApiKeys keys, AuditTrail audit) =>
        {
            var check = new Validation().Text(request.Name, "/name", 1, 120)
                .Must(request.Scopes is { Count: > 0 } && request.Scopes.All(Roles.AllScopes.Contains), "/scopes", $"At least one of: {string.Join(", ", Roles.AllScopes)}.");
            if (check.Failed)
            {
                return new ProblemResult(check.Problem);
            }

            var (key, token) = await store.Write(http.Caller().Tenant, async transaction =>
            {
                var made = await keys.Make(transaction, request.Name!, request.Scopes!);
                await audit.Write(transaction, http.Caller(), "access.key-made", "api-key:" + made.Key.Id, new { made.Key.Scopes });
                return made;
            });
            return Results.Json(new NewApiKey(key, token), Json.Options, statusCode: 201);
        }).Needs(Permission.Administer).WithSummary("Make an API key; its secret is shown once").Produces<NewApiKey>(201).WithTags("Access");
        api.MapDelete("/api-keys/{id}", async (string id, HttpContext http, IStore store, ApiKeys keys, AuditTrail audit) =>
                await store.Write(http.Caller().Tenant, async transaction => await Told(keys.Revoke(transaction, id), audit, transaction, http.Caller(), "access.key-revoked", "api-key:" + id)) ? Results.NoContent() : new ProblemResult(Problem.NotFound("The key")))
            .Needs(Permission.Administer).WithSummary("Revoke an API key").Produces(204).WithTags("Access");
        api.MapGet("/consumer-keys", async (HttpContext http, IStore store) =>
        {
            var rows = await store.Read(http.Caller().Tenant, reader => reader.Many<ConsumerTokens.KeyRow>(StaffStore.Sql["ListConsumerKeys"]));
            return Results.Json(new Page<ConsumerKeyView>(rows.Select(View).ToList()), Json.Options);
        }).Needs(Permission.Administer).WithSummary("Keys with which the marketplace signs its consumers' tokens").Produces<Page<ConsumerKeyView>>().WithTags("Access");
        api.MapPost("/consumer-keys", async (ConsumerKeyRequest request, HttpContext http, IStore store, AuditTrail audit) =>
        {
            var check = Check(request);
            if (check.Failed)
            {
                return new ProblemResult(check.Problem);
            }

            await store.Write(http.Caller().Tenant, async transaction =>
            {
                await SaveConsumerKey(transaction, ToKey(request));
                await audit.Write(transaction, http.Caller(), "access.consumer-key-saved", "consumer-key:" + request.Kid, new { request.Alg });
            });
            return Results.Json(View(new ConsumerTokens.KeyRow { Kid = request.Kid!, Algorithm = request.Alg!, Key = request.PublicKey ?? "" }), Json.Options, statusCode: 201);
        }).Needs(Permission.Administer).WithSummary("Register a consumer key").Produces<ConsumerKeyView>(201).WithTags("Access");
        api.MapDelete("/consumer-keys/{kid}", async (string kid, HttpContext http, IStore store, MachineTime machine, AuditTrail audit) =>
                await store.Write(http.Caller().Tenant, async transaction =>
                    await Told(RevokeConsumerKey(transaction, kid, machine.Now), audit, transaction, http.Caller(), "access.consumer-key-revoked", "consumer-key:" + kid))
                    ? Results.NoContent() : new ProblemResult(Problem.NotFound("The key")))
            .Needs(Permission.Administer).WithSummary("Revoke a consumer key").Produces(204).WithTags("Access");
    }

    public static ConsumerKey ToKey(ConsumerKeyRequest request) => new(request.Kid!, request.Alg!, request.Alg == "HS256" ? request.Secret! : request.PublicKey!);

    public static Task SaveConsumerKey(ITransaction transaction, ConsumerKey key) => transaction.Execute(StaffStore.Sql["SaveConsumerKey"], key);

    public static Validation Check(ConsumerKeyRequest request, string at = "", Validation? into = null)
    {
        var check = (into ?? new Validation()).Id(request.Kid, at + "/kid").OneOf(request.Alg, at + "/alg", ConsumerTokens.Algorithms);
        var hmac = request.Alg == "HS256";
        check.Text(hmac ? request.Secret : request.PublicKey, at + (hmac ? "/secret" : "/publicKey"), 32, 8_192);
        if (!check.Failed && ConsumerTokens.Problem(ToKey(request)) is { } problem)
        {
            check.Must(false, at + (hmac ? "/secret" : "/publicKey"), problem);
        }

        return check;
    }

    private static async Task<bool> RevokeConsumerKey(ITransaction transaction, string kid, long at)
        => await transaction.Execute(StaffStore.Sql["RevokeConsumerKey"], new { kid, at }) == 1;

    private static async Task<bool> Told(Task<bool> deed, AuditTrail audit, ITransaction transaction, Caller caller, string action, string subject)
    {
        var done = await deed;
        if (done)
        {
            await audit.Write(transaction, caller, action, subject);
        }

        return done;
    }

    private static ConsumerKeyView View(ConsumerTokens.KeyRow row) => new(row.Kid, row.Algorithm, row.Algorithm == "HS256" ? null : row.Key, row.RevokedAt is not null);
}
