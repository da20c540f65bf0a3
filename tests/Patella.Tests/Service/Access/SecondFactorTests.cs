using System.Net;
using System.Text;
using Patella.Platform.Storage;
using Patella.Service.Access.SecondFactors;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Access;

public class SecondFactorTests
{
    /// <summary>RFC 6238, appendix B, SHA-1: seconds and the eight digits.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1_111_111_109, "07081804")]
    [InlineData(1_111_111_111, "14050471")]
    [InlineData(1_234_567_890, "89005924")]
    [InlineData(2_000_000_000, "69279037")]
    [InlineData(20_000_000_000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
        => Assert.Equal(code, TimeCodes.CodeOf(Encoding.ASCII.GetBytes("12345678901234567890"), TimeCodes.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8));

    [Fact]
    public void A_code_counts_one_step_early_or_late_and_once()
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890");
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = TimeCodes.StepAt(now);
        for (var away = -3; away <= 3; away++)
        {
            Assert.Equal(Math.Abs(away) <= 1 ? step + away : null, TimeCodes.Match(secret, TimeCodes.CodeOf(secret, step + away), now, 0));
        }

        Assert.Null(TimeCodes.Match(secret, TimeCodes.CodeOf(secret, step), now, step));
        Assert.Equal(secret, TimeCodes.FromBase32(TimeCodes.ToBase32(secret)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task With_an_authenticator_a_password_opens_nothing_until_the_code_is_given(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (secret, codes, used) = await Enrol(server, await server.SignIn("agent@acme.example"));
        Assert.Equal(10, codes.Count);
        var pending = await Password(server);
        Assert.Equal((HttpStatusCode.Accepted, "code"), (pending.Status, pending.Text("next")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/inbox", pending.Text("token"))).Status);
        Assert.Equal("wrong-code", (await Code(server, pending, "000000")).Code);
        // The code of the enrolment was used; the next step's is not.
        Assert.Equal("wrong-code", (await Code(server, pending, used)).Code);
        var entered = await Code(server, pending, Now(secret, 1));
        Assert.Equal(HttpStatusCode.Created, entered.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/inbox", (string)entered.Json["session"]!["token"]!)).Status);
        Assert.Equal("sign-in-over", (await Code(server, pending, Now(secret, 1))).Code);
        // A recovery code stands in, once.
        Assert.Equal(HttpStatusCode.Created, (await Code(server, await Password(server), codes[0].ToUpperInvariant())).Status);
        Assert.Equal("wrong-code", (await Code(server, await Password(server), codes[0])).Code);
    }

    [Fact]
    public async Task Guessing_codes_locks_out()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (secret, _, _) = await Enrol(server, await server.SignIn("agent@acme.example"));
        var pending = await Password(server);
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal("wrong-code", (await Code(server, pending, "00000" + guess)).Code);
        }

        Assert.Equal("locked-out", (await Code(server, pending, Now(secret, 1))).Code);
    }

    [Fact]
    public async Task A_role_that_must_have_one_sets_it_up_while_signing_in()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, "/api/v1/second-factor-policy", admin, new { requiredRoles = new[] { "agent" } })).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/sessions", null, new { tenant = "acme", email = "supervisor@acme.example", password = TestServer.Password })).Status);
        var pending = await Password(server);
        Assert.Equal("enrolment", pending.Text("next"));
        var enrolment = await server.Post("/api/v1/sessions/second-factor/enrolment", null, new { token = pending.Text("token") });
        Assert.StartsWith("<svg", enrolment.Text("qr"), StringComparison.Ordinal);
        var entered = await Code(server, pending, Now(enrolment.Text("secret")));
        Assert.Equal(10, entered.Json["recoveryCodes"]!.AsArray().Count);
        Assert.Equal("code", (await Password(server)).Text("next"));
        // Lost: an administrator takes it away, and their sessions end.
        var token = (string)entered.Json["session"]!["token"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Delete, "/api/v1/staff/acme-agent/second-factor", admin)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/inbox", token)).Status);
    }

    private static Task<Answer> Password(TestServer server) => server.Post("/api/v1/sessions", null, new { tenant = "acme", email = "agent@acme.example", password = TestServer.Password });

    private static Task<Answer> Code(TestServer server, Answer pending, string code) => server.Post("/api/v1/sessions/second-factor", null, new { code, token = pending.Text("token") });

    private static string Now(string secret, int later = 0) => TimeCodes.CodeOf(TimeCodes.FromBase32(secret), TimeCodes.StepAt(DateTimeOffset.UtcNow) + later);

    private static async Task<(string Secret, List<string> Codes, string Used)> Enrol(TestServer server, string token)
    {
        var enrolment = await server.Post("/api/v1/account/second-factor", token);
        Assert.True(enrolment.Status == HttpStatusCode.Created, enrolment.ToString());
        var code = Now(enrolment.Text("secret"));
        var confirmed = await server.Post("/api/v1/account/second-factor/confirmation", token, new { code });
        Assert.True(confirmed.Status == HttpStatusCode.Created, confirmed.ToString());
        return (enrolment.Text("secret"), [.. confirmed.Json["codes"]!.AsArray().Select(one => (string)one!)], code);
    }
}
