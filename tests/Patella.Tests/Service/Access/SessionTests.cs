using System.Net;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Access;

public class SessionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Deactivating_somebody_ends_sessions_and_open_pages_in_every_process(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await using var other = kind == StoreKind.Postgres ? await server.StartAnother() : null;
        var agent = await server.SignIn("agent@acme.example");
        await using var page = await LivePage.Open(other ?? server, agent);
        await using var bystander = await LivePage.Open(other ?? server, await server.SignIn("supervisor@acme.example"));
        await server.Post("/api/v1/staff", await server.SignIn("admin@acme.example"), Agent(active: false));
        await page.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Unauthorized, (await (other ?? server).Get("/api/v1/inbox", agent)).Status);
        Assert.False(bystander.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_page_with_old_rights_is_cut_off_when_the_role_changes()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var page = await LivePage.Open(server, await server.SignIn("agent@acme.example"));
        await server.Post("/api/v1/staff", await server.SignIn("admin@acme.example"), Agent(active: true, role: "expert"));
        await page.Ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_sees_ones_sessions_and_ends_them_one_by_one_or_all_others()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (first, second, third) = (await server.SignIn("agent@acme.example"), await server.SignIn("agent@acme.example"), await server.SignIn("agent@acme.example"));
        var sessions = (await server.Get("/api/v1/account/security", second)).Json["sessions"]!.AsArray();
        Assert.Equal(3, sessions.Count);
        var current = sessions.Single(one => (bool)one!["current"]!)!;
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Delete, "/api/v1/account/sessions", second)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/session", first)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/session", third)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/session", second)).Status);
        // Nobody ends another person's session by its id.
        await server.Send(HttpMethod.Delete, $"/api/v1/account/sessions/{current["id"]}", await server.SignIn("supervisor@acme.example"));
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/session", second)).Status);
        await server.Send(HttpMethod.Delete, $"/api/v1/account/sessions/{current["id"]}", second);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/session", second)).Status);
    }

    [Fact]
    public async Task Proving_again_needs_the_password_and_is_locked_after_five_guesses()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var agent = await server.SignIn("agent@acme.example");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Post("/api/v1/session/proof", agent, new { password = TestServer.Password })).Status);
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal("wrong-password", (await server.Post("/api/v1/session/proof", agent, new { password = "guess" })).Code);
        }

        Assert.Equal("locked-out", (await server.Post("/api/v1/session/proof", agent, new { password = TestServer.Password })).Code);
    }

    private static object Agent(bool active, string role = "agent")
        => new { id = "acme-agent", name = "agent", email = "agent@acme.example", roles = new[] { role }, units = new[] { "market" }, active };
}
