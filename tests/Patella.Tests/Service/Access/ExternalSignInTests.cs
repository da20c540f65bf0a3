using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access.External;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Access;

/// <summary>Sign-in by OpenID Connect against a real provider that is honest first and hostile in every way after that.</summary>
public class ExternalSignInTests
{
    private static readonly object[] DeskIsAgents = [new { group = "desk", roles = new[] { "agent" }, units = new[] { "market" } }];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_whom_the_provider_knows_gets_the_roles_of_their_groups(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        Assert.Equal("Company", (string?)(await server.Get("/api/v1/sign-in-options?tenant=acme")).Json["providers"]![0]!["name"]);
        var came = await SignIn(server, provider);
        Assert.Equal("/console/desk", came.Place);
        var session = await server.Get("/api/v1/session", came.Token);
        Assert.Equal("agent", (string?)session.Json["person"]!["roles"]![0]);
        Assert.Equal("market", (string?)session.Json["person"]!["units"]![0]);
        // The next sign-in is the same person, and their groups decide anew.
        provider.Claims = claims => claims["groups"] = new JsonArray("nobody");
        Assert.Equal("no-role", (await SignIn(server, provider)).Problem);
    }

    [Fact]
    public async Task No_answer_is_taken_twice_or_by_another_browser_or_without_a_beginning()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        var (address, cookie) = await Begin(server);
        var back = await Visit(provider, address);
        Assert.Equal("sign-in-over", (await Return(server, back.Replace("state=acme.", "state=acme.x", StringComparison.Ordinal), cookie)).Problem);
        Assert.Equal("sign-in-over", (await Return(server, "/api/v1/sessions/callback?code=1", cookie)).Problem);
        Assert.Equal("/console/desk", (await Return(server, back, cookie)).Place);
        Assert.Equal("sign-in-over", (await Return(server, back, cookie)).Problem);

        var (other, _) = await Begin(server);
        Assert.Equal("other-browser", (await Return(server, await Visit(provider, other), "patella_browser=" + new string('a', 43))).Problem);
    }

    [Fact]
    public async Task An_answer_of_another_issuer_or_a_nameless_one_is_a_mix_up()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        provider.AnswersAs = "https://elsewhere.example";
        await IsRefused(server, provider, "issuer-mix-up");
        provider.SendsIssuer = false;
        await IsRefused(server, provider, "issuer-mix-up");
    }

    [Fact]
    public async Task A_token_that_is_not_meant_for_this_sign_in_is_refused()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (var (claim, value, reason) in new (string, JsonNode?, string)[]
        {
            ("nonce", "another", "nonce"), ("nonce", null, "nonce"), ("iss", "https://elsewhere.example", "issuer"), ("aud", "another-client", "audience"),
            ("aud", new JsonArray(OpenIdProvider.ClientId, "another-client"), "authorized-party"), ("azp", "another-client", "authorized-party"),
            ("exp", now - 120, "expired"), ("exp", null, "expired"), ("nbf", now + 600, "expired"), ("iat", now - 3_600, "issued-at"), ("iat", now + 600, "issued-at"),
            ("iat", null, "issued-at"), ("sub", "", "subject"),
        })
        {
            provider.Claims = claims =>
            {
                claims.Remove(claim);
                if (value is not null)
                {
                    claims[claim] = value.DeepClone();
                }
            };
            await IsRefused(server, provider, reason, $"{claim} = {value}");
        }
    }

    [Fact]
    public async Task A_token_with_claims_of_the_wrong_kind_is_refused_and_breaks_nothing()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        foreach (var claim in new[] { "iss", "aud", "exp", "iat", "nbf", "sub", "nonce", "azp" })
        {
            foreach (var value in new JsonNode[] { new JsonObject { ["x"] = 1 }, new JsonArray(new JsonArray()), -1, "x", 1e300 })
            {
                provider.Claims = claims => claims[claim] = value.DeepClone();
                var refused = (await SignIn(server, provider)).Problem;
                Assert.True(refused == "provider-not-believed" || claim is "sub" or "nbf", $"{claim} = {value.ToJsonString()}: {refused}");
            }
        }
    }

    [Fact]
    public async Task A_token_is_believed_by_its_key_alone()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await using var stranger = await OpenIdProvider.Start();
        await Register(server, provider);
        foreach (var algorithm in new[] { "none", "HS256", "RS1" })
        {
            provider.Algorithm = algorithm;
            await IsRefused(server, provider, "algorithm", algorithm);
        }

        provider.Algorithm = "RS256";
        provider.ClaimedKeyId = "shared";
        await IsRefused(server, provider, "unknown-key");
        provider.ClaimedKeyId = null;
        // Signed by another provider, under our provider's key id and name.
        provider.Claims = claims => provider.OtherToken = stranger.Sign((JsonObject)claims.DeepClone());
        await IsRefused(server, provider, "signature");
    }

    [Fact]
    public async Task A_new_key_is_fetched_once_and_forged_key_ids_do_not_make_us_ask_again()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        Assert.NotNull((await SignIn(server, provider)).Token);
        provider.Rotate("key-2");
        Assert.NotNull((await SignIn(server, provider)).Token);
        var asked = provider.KeyRequests;
        provider.ClaimedKeyId = "forged";
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await IsRefused(server, provider, "unknown-key");
        }

        Assert.Equal(asked, provider.KeyRequests);
    }

    [Fact]
    public async Task Neither_redirects_nor_other_issuers_documents_nor_foreign_return_addresses_are_followed()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider);
        provider.RedirectsTokenRequests = true;
        Assert.Equal("provider-unreachable", (await SignIn(server, provider)).Problem);
        foreach (var place in new[] { "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/console/../api", "javascript:alert(1)" })
        {
            Assert.Equal("invalid", (await server.Post("/api/v1/sessions/external", null, new { tenant = "acme", provider = "company", returnTo = place })).Code);
        }

        provider.NamedIssuer = "https://elsewhere.example";
        await Register(server, provider);
        Assert.Equal("provider-unreachable", (await server.Post("/api/v1/sessions/external", null, new { tenant = "acme", provider = "company" })).Code);
    }

    [Fact]
    public async Task An_existing_account_is_taken_by_a_verified_address_only_where_the_setting_says_so()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        await Register(server, provider, create: false);
        provider.Claims = claims => claims["email"] = "agent@acme.example";
        Assert.Equal("no-account", (await SignIn(server, provider)).Problem);
        await Register(server, provider, create: false, link: true);
        provider.Claims = claims => (claims["email"], claims["email_verified"]) = ("agent@acme.example", false);
        Assert.Equal("no-account", (await SignIn(server, provider)).Problem);
        provider.Claims = claims => claims["email"] = "agent@acme.example";
        Assert.Equal("acme-agent", (string?)(await server.Get("/api/v1/session", (await SignIn(server, provider)).Token)).Json["person"]!["id"]);
        // Another subject with the same address does not become the same person.
        provider.Claims = claims => (claims["email"], claims["sub"]) = ("agent@acme.example", "subject-2");
        Assert.Equal("no-account", (await SignIn(server, provider)).Problem);
    }

    [Fact]
    public async Task A_private_address_is_asked_only_where_the_setting_allows_and_the_secret_is_never_shown()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var provider = await OpenIdProvider.Start();
        var admin = await server.SignIn("admin@acme.example");
        object Request(string issuer, bool allow) => new { name = "Company", issuer, clientId = OpenIdProvider.ClientId, clientSecret = OpenIdProvider.ClientSecret, allowPrivateNetwork = allow };
        Assert.Equal("invalid", (await server.Send(HttpMethod.Put, "/api/v1/identity-providers/company", admin, Request(provider.Issuer, false))).Code);
        foreach (var host in new[] { "127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "localhost" })
        {
            await server.Send(HttpMethod.Put, "/api/v1/identity-providers/company", admin, Request($"https://{host}:1", false));
            var refused = await server.Post("/api/v1/sessions/external", null, new { tenant = "acme", provider = "company" });
            Assert.Contains("private network", refused.Text("detail"), StringComparison.Ordinal);
        }

        await Register(server, provider);
        var shown = await server.Get("/api/v1/identity-providers", admin);
        Assert.True((bool)shown.Json["items"]![0]!["hasSecret"]!);
        Assert.DoesNotContain(OpenIdProvider.ClientSecret, shown.Body, StringComparison.Ordinal);
        var stored = await server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<string>("select secret from identity_provider where tenant = @tenant"));
        Assert.StartsWith("v1.", stored, StringComparison.Ordinal);
    }

    private static async Task Register(TestServer server, OpenIdProvider provider, bool create = true, bool link = false)
    {
        var saved = await server.Send(HttpMethod.Put, "/api/v1/identity-providers/company", await server.SignIn("admin@acme.example"), new
        {
            name = "Company", issuer = provider.Issuer, clientId = OpenIdProvider.ClientId, clientSecret = OpenIdProvider.ClientSecret, groupClaim = "groups",
            mappings = DeskIsAgents, createAccounts = create, linkByEmail = link, allowPrivateNetwork = true,
        });
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
    }

    private static async Task<(string Address, string Cookie)> Begin(TestServer server)
    {
        var begun = await server.Post("/api/v1/sessions/external", null, new { tenant = "acme", provider = "company", returnTo = "/console/desk" });
        Assert.True(begun.Status == HttpStatusCode.Created, begun.ToString());
        return (begun.Text("address"), begun.Headers["Set-Cookie"].Split(';')[0]);
    }

    private static async Task<string> Visit(OpenIdProvider provider, string address)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(address));
        Assert.StartsWith(provider.Issuer, address, StringComparison.Ordinal);
        return answer.Headers.Location!.PathAndQuery;
    }

    private static async Task<(string? Place, string? Token, string? Problem)> Return(TestServer server, string back, string cookie)
    {
        var answer = await server.Send(HttpMethod.Get, back, null, null, request => request.Headers.Add("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var place = answer.Headers["Location"];
        var problem = place.Contains("problem=", StringComparison.Ordinal) ? place[(place.IndexOf("problem=", StringComparison.Ordinal) + 8)..] : null;
        var token = answer.Headers.GetValueOrDefault("Set-Cookie")?.Split("patella_session=").ElementAtOrDefault(1)?.Split(';')[0];
        Assert.Equal(problem is null, token is not null);
        return (place, token, problem);
    }

    private static async Task<(string? Place, string? Token, string? Problem)> SignIn(TestServer server, OpenIdProvider provider)
    {
        var (address, cookie) = await Begin(server);
        return await Return(server, await Visit(provider, address), cookie);
    }

    private static async Task IsRefused(TestServer server, OpenIdProvider provider, string reason, string? what = null)
    {
        Assert.Equal((what, "provider-not-believed"), (what, (await SignIn(server, provider)).Problem));
        Assert.Equal((what, reason), (what, (await Told(server))[0]));
    }

    private static async Task<List<string>> Told(TestServer server)
    {
        var entries = await server.Get("/api/v1/audit?action=access.external-sign-in-refused", await server.SignIn("admin@acme.example"));
        return [.. entries.Json["items"]!.AsArray().Select(item => (string)item!["detail"]!["reason"]!)];
    }
}
