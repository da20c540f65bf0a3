using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Patella.Tests.Hosting;

namespace Patella.Tests.Service.Access;

/// <summary>
/// A small OpenID provider of our own on the loopback: real documents, codes bound to a verifier and a redirect address, real signatures.
/// Its properties make it hostile, one way at a time.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "patella-desk";
    public const string ClientSecret = "the client's secret";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string Redirect, string Nonce)> _codes = new();

    private OpenIdProvider(WebApplication app, string address)
    {
        _app = app;
        Issuer = address;
        NamedIssuer = address;
        app.MapGet("/.well-known/openid-configuration", Configuration);
        app.MapGet("/keys", () =>
        {
            KeyRequests++;
            return Results.Text(Keys().ToJsonString(), "application/json");
        });
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", (Delegate)Token);
    }

    public string Issuer { get; }

    /// <summary>The issuer that its document names.</summary>
    public string NamedIssuer { get; set; }

    public RSA Key { get; private set; } = RSA.Create(2048);

    public string KeyId { get; set; } = "key-1";

    /// <summary>The key id that tokens name, when it is not the one published.</summary>
    public string? ClaimedKeyId { get; set; }

    public int KeyRequests { get; private set; }

    public string Algorithm { get; set; } = "RS256";

    public bool RedirectsTokenRequests { get; set; }

    public bool SendsIssuer { get; set; } = true;

    public string? AnswersAs { get; set; }

    public string? Refuses { get; set; }

    /// <summary>Changes the claims before they are signed.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>A token to answer with instead of its own.</summary>
    public string? OtherToken { get; set; }

    public static async Task<OpenIdProvider> Start()
    {
        var address = $"http://127.0.0.1:{PatellaProcess.FreePort()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address);
        var provider = new OpenIdProvider(app, address);
        await app.StartAsync();
        return provider;
    }

    public void Rotate(string id)
    {
        Key = RSA.Create(2048);
        KeyId = id;
    }

    public string Sign(JsonObject claims)
    {
        var head = Part(new JsonObject { ["alg"] = Algorithm, ["kid"] = ClaimedKeyId ?? KeyId, ["typ"] = "JWT" });
        var signed = $"{head}.{Part(claims)}";
        var signature = Algorithm switch
        {
            "none" => [],
            // Signed with what everybody knows: the text of the public key.
            "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed)),
            _ => Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private JsonObject Keys()
    {
        var parameters = Key.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId, ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) },
                new JsonObject { ["kty"] = "oct", ["use"] = "sig", ["kid"] = "shared", ["k"] = Base64Url.EncodeToString(new byte[32]) }),
        };
    }

    private IResult Configuration() => Results.Text(
        new JsonObject
        {
            ["issuer"] = NamedIssuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/keys",
            ["authorization_response_iss_parameter_supported"] = true,
        }.ToJsonString(), "application/json");

    // Whoever comes is let in at once: what matters is what happens to the code.
    private IResult Authorize(HttpContext http)
    {
        var query = http.Request.Query;
        var redirect = query["redirect_uri"].ToString();
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["code_challenge"].ToString(), redirect, query["nonce"].ToString());
        var answer = new Dictionary<string, string?> { ["state"] = query["state"], ["iss"] = SendsIssuer ? AnswersAs ?? Issuer : null };
        answer[Refuses is null ? "code" : "error"] = Refuses ?? code;
        return query["client_id"] == ClientId && query["code_challenge_method"] == "S256" && query["response_type"] == "code"
            ? Results.Redirect(redirect + QueryString.Create(answer.Where(pair => pair.Value is not null)))
            : Results.BadRequest();
    }

    private async Task<IResult> Token(HttpContext http)
    {
        if (RedirectsTokenRequests)
        {
            return Results.Redirect("http://169.254.169.254/latest/meta-data", preserveMethod: true);
        }

        var form = await http.Request.ReadFormAsync();
        var expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Uri.EscapeDataString(ClientSecret)}"));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.TryRemove(form["code"].ToString(), out var given) || given.Challenge != challenge || given.Redirect != form["redirect_uri"] || http.Request.Headers.Authorization != expected)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = ClientId, ["sub"] = "subject-1", ["nonce"] = given.Nonce, ["iat"] = now, ["exp"] = now + 300,
            ["name"] = "Wang Fang", ["email"] = "wang@acme.example", ["email_verified"] = true, ["groups"] = new JsonArray("desk", "people"),
        };
        Claims(claims);
        return Results.Json(new { access_token = "unused", token_type = "Bearer", id_token = OtherToken ?? Sign(claims) });
    }
}
