using System.Net;
using System.Text;
using Patella.Platform.Storage;

namespace Patella.Tests.Servers;

public class ConsumerTokenTests
{
    [Fact]
    public async Task Only_a_fresh_token_of_this_tenants_key_for_this_tenant_lets_a_consumer_in()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        async Task<string?> Try(string token) => (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", token })) is { Status: HttpStatusCode.Created } ? null : "refused";
        var good = ConsumerJwt.Make("acme", "buyer-1", "小林");
        Assert.Null(await Try(good));
        Assert.NotNull(await Try(ConsumerJwt.Make("acme", "buyer-1", lifetime: TimeSpan.FromMinutes(-5))));
        Assert.NotNull(await Try(ConsumerJwt.Make("rival", "buyer-1")));
        Assert.NotNull(await Try(ConsumerJwt.Make("acme", "buyer-1", audience: "someone-else")));
        Assert.NotNull(await Try(ConsumerJwt.Make("acme", "buyer-1", kid: "unknown")));
        Assert.NotNull(await Try(ConsumerJwt.Make("acme", "buyer-1", secret: "another secret of enough length 0123456789")));
        Assert.NotNull(await Try(good[..^6] + "AAAAAA"));
        Assert.NotNull(await Try(Unsigned("none")));
        Assert.NotNull(await Try(Unsigned("None")));
        Assert.NotNull(await Try("not.a.token"));
        Assert.NotNull(await Try(new string('x', 20_000)));
    }

    [Fact]
    public async Task A_visitor_token_that_was_changed_is_nobody()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var token = await server.Visit();
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/me/orders", token)).Status);
        foreach (var forged in new[] { token.Replace("cv_acme", "cv_rival", StringComparison.Ordinal), token[..^2] + "xx", token + "x", "cv_", "cv_acme.e30.x", "cv_nowhere.e30.e30" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/me/orders", forged)).Status);
        }
    }

    private static string Unsigned(string algorithm)
    {
        static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{Encode($$"""{"alg":"{{algorithm}}","kid":"main","typ":"JWT"}""")}.{Encode($$"""{"sub":"buyer-1","aud":"patella:acme","exp":4102444800}""")}.";
    }
}
