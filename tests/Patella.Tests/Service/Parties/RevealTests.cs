using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Parties;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Parties;

public class RevealTests
{
    private const string Phone = "13812345678";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_masked_field_is_shown_one_at_a_time_with_a_reason_and_every_showing_is_audited(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var person = await Person(server, Phone, "ann@example.org");
        var agent = await server.SignIn("agent@acme.example");
        var page = await server.Get("/api/v1/consumers/" + person, agent);
        Assert.DoesNotContain(Phone, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ann@example.org", page.Body, StringComparison.Ordinal);
        Assert.Equal(20, (int)page.Json["revealsLeft"]!);
        var field = Field(page, "phone");
        Assert.Equal("invalid", (await Reveal(server, agent, person, field, "curious")).Code);
        var shown = await Reveal(server, agent, person, field, "call-back");
        Assert.Equal((HttpStatusCode.Created, Phone, 19), (shown.Status, shown.Text("value"), (int)shown.Json["leftToday"]!));
        // Looking again the same day counts once.
        Assert.Equal(19, (int)(await Reveal(server, agent, person, field, "call-back")).Json["leftToday"]!);
        var trail = await server.Get("/api/v1/audit?action=parties.field-revealed", await server.SignIn("admin@acme.example"));
        Assert.Equal(("acme-agent", "person:" + person), ((string?)trail.Json["items"]![0]!["actor"]!["id"], (string?)trail.Json["items"]![0]!["subject"]));
        Assert.Single(trail.Json["items"]!.AsArray());
        Assert.DoesNotContain(Phone, trail.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Reveal(server, await server.SignIn("executive@acme.example"), person, field, "call-back")).Status);
        Assert.Equal("not-found", (await Reveal(server, await server.SignIn("agent@rival.example", "rival"), person, field, "call-back")).Code);
    }

    [Fact]
    public async Task The_quota_follows_the_grade_and_never_the_employer()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, "/api/v1/reveal-policy", admin, new { quotaByGrade = new { trainee = 1, standard = 2, senior = 3 }, openAtHand = Array.Empty<string>() })).Status);
        var person = await Person(server, Phone, "ann@example.org", "ann@example.net", "ann@example.com");
        foreach (var (grade, quota) in new[] { ("trainee", 1), ("standard", 2), ("senior", 3) })
        {
            foreach (var cohort in new[] { "own", "vendor" })
            {
                var mail = $"{grade}-{cohort}@acme.example";
                await server.Post("/api/v1/staff", admin, new { id = $"{grade}-{cohort}", name = "x", email = mail, password = TestServer.Password, roles = new[] { "agent" }, grade, cohort });
                var token = await server.SignIn(mail);
                var fields = (await server.Get("/api/v1/consumers/" + person, token)).Json["identities"]!.AsArray().Where(one => (bool)one!["masked"]!).Select(one => (string)one!["field"]!).ToList();
                Assert.Equal(4, fields.Count);
                for (var index = 0; index < fields.Count; index++)
                {
                    Assert.Equal(index < quota ? null : "quota-used", (await Reveal(server, token, person, fields[index], "refund")).Code);
                }
            }
        }
    }

    [Fact]
    public async Task What_the_conversation_at_hand_needs_is_open_to_its_agent_alone_and_told_to_the_trail_once()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        await server.Send(HttpMethod.Put, "/api/v1/reveal-policy", admin, new { quotaByGrade = new { standard = 0 }, openAtHand = new[] { "phone" } });
        var (_, conversation) = await ConversationTests.Begin(server, "我的包裹在哪里");
        var store = server.Services.GetRequiredService<IStore>();
        var person = await store.Write(new TenantId("acme"), async transaction =>
        {
            var id = (await transaction.One<string>("select person from conversation where tenant = @tenant and id = @conversation", new { conversation }))!;
            await server.Services.GetRequiredService<PersonStore>().AddIdentity(transaction, id, IdentityKinds.Phone, Phone);
            await transaction.Execute("update conversation set state = 'agent', assignee = 'acme-agent' where tenant = @tenant and id = @conversation", new { conversation });
            return id;
        });
        var agent = await server.SignIn("agent@acme.example");
        var path = $"/api/v1/consumers/{person}?conversation={conversation}";
        Assert.Contains(Phone, (await server.Get(path, agent)).Body, StringComparison.Ordinal);
        Assert.Contains(Phone, (await server.Get(path, agent)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, (await server.Get("/api/v1/consumers/" + person, agent)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, (await server.Get(path, await server.SignIn("traveller@acme.example"))).Body, StringComparison.Ordinal);
        Assert.Single((await server.Get("/api/v1/audit?action=parties.opened-at-hand", admin)).Json["items"]!.AsArray());
    }

    internal static async Task<string> Person(TestServer server, string phone, params string[] emails)
    {
        var persons = server.Services.GetRequiredService<PersonStore>();
        return await server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), async transaction =>
        {
            var person = await persons.EnsurePerson(transaction, "buyer-" + phone[^1], "Ann", "en");
            await persons.AddIdentity(transaction, person.Id, IdentityKinds.Phone, phone);
            foreach (var email in emails)
            {
                await persons.AddIdentity(transaction, person.Id, IdentityKinds.Email, email);
            }

            return person.Id;
        });
    }

    private static string Field(Answer page, string kind) => (string)page.Json["identities"]!.AsArray().First(one => (string?)one!["kind"] == kind)!["field"]!;

    private static Task<Answer> Reveal(TestServer server, string token, string person, string field, string reason)
        => server.Post($"/api/v1/consumers/{person}/reveals", token, new { field, reason });
}
