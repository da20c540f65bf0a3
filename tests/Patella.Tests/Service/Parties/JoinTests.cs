using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Parties;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Parties;

public class JoinTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Records_that_share_a_number_are_suggested_joined_and_parted_again_exactly(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var known = await RevealTests.Person(server, "13800000001", "ann@example.org");
        var visitor = await Visitor(server, "visitor-1", (IdentityKinds.Phone, "13800000001"));
        var supervisor = await server.SignIn("supervisor@acme.example");
        var before = (await Page(server, supervisor, known), await Page(server, supervisor, visitor));
        var likely = (await server.Get($"/api/v1/consumers/{known}/records", supervisor)).Json["likely"]!.AsArray();
        Assert.Equal((visitor, "same-phone", true), ((string?)likely[0]!["id"], (string?)likely[0]!["evidence"]![0], (bool)likely[0]!["possible"]!));
        // Asked from the visitor's page, the known record still is the one that stays.
        var joined = await server.Post($"/api/v1/consumers/{visitor}/merges", supervisor, new { id = "m-1", other = known, reason = "same-phone" });
        Assert.Equal((HttpStatusCode.Created, known), (joined.Status, joined.Text("target")));
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/consumers/{visitor}/merges", supervisor, new { id = "m-1", other = known, reason = "same-phone" })).Status);
        Assert.Equal(known, (await server.Get("/api/v1/consumers/" + visitor, supervisor)).Text("id"));
        Assert.Equal(visitor, (string?)(await server.Get($"/api/v1/consumers/{known}/records", supervisor)).Json["merged"]![0]);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Delete, $"/api/v1/consumers/{known}/merges/{visitor}", supervisor)).Status);
        Assert.Equal(before, (await Page(server, supervisor, known), await Page(server, supervisor, visitor)));
        var history = (await server.Get($"/api/v1/consumers/{known}/records", supervisor)).Json["history"]!.AsArray();
        Assert.Equal(("acme-supervisor", "acme-supervisor"), ((string?)history[0]!["by"], (string?)history[0]!["partedBy"]));
    }

    [Fact]
    public async Task Two_people_the_marketplace_knows_are_never_joined_by_hand_and_nobody_over_tenants()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var one = await RevealTests.Person(server, "13800000001", "same@example.org");
        var two = await RevealTests.Person(server, "13800000002", "same@example.org");
        var supervisor = await server.SignIn("supervisor@acme.example");
        Assert.False((bool)(await server.Get($"/api/v1/consumers/{one}/records", supervisor)).Json["likely"]![0]!["possible"]!);
        Assert.Equal("verified-conflict", (await server.Post($"/api/v1/consumers/{one}/merges", supervisor, new { other = two, reason = "same-email" })).Code);
        Assert.Equal("same-person", (await server.Post($"/api/v1/consumers/{one}/merges", supervisor, new { other = one, reason = "same-email" })).Code);
        Assert.Equal("not-found", (await server.Post($"/api/v1/consumers/{one}/merges", await server.SignIn("supervisor@rival.example", "rival"), new { other = two, reason = "said-so" })).Code);
        Assert.Equal("not-merged", (await server.Send(HttpMethod.Delete, $"/api/v1/consumers/{one}/merges/{one}", supervisor)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Post($"/api/v1/consumers/{one}/merges", await server.SignIn("agent@acme.example"), new { other = two, reason = "said-so" })).Status);
    }

    private static async Task<string> Page(TestServer server, string token, string person) => (await server.Get("/api/v1/consumers/" + person, token)).Body;

    private static async Task<string> Visitor(TestServer server, string id, params (string Kind, string Value)[] identities)
    {
        var persons = server.Services.GetRequiredService<PersonStore>();
        await server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), async transaction =>
        {
            await persons.AddAnonymous(transaction, id, "en");
            foreach (var (kind, value) in identities)
            {
                await persons.AddIdentity(transaction, id, kind, value);
            }
        });
        return id;
    }
}
