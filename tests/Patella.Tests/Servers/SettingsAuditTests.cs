using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Tests.Servers;

/// <summary>Every endpoint by which an administrator changes something leaves a row in the audit trail; found from the server's own list of endpoints.</summary>
public class SettingsAuditTests
{
    /// <summary>
    /// Requests that change something, by method and route, in an order in which each finds what it needs. "(last)" is the id that the request before made;
    /// a PUT without a body sends what is read there.
    /// </summary>
    private static readonly (string Endpoint, string Path, object? Body)[] Changes =
    [
        ("PUT /tenant", "/tenant", new { name = "Acme", defaultLanguage = "en", look = new { accent = "#112233", title = "t", greeting = "" } }),
        ("POST /units", "/units", new { code = "food", name = Name("外卖", "Food"), kind = "food-delivery" }),
        ("POST /merchants", "/merchants", new { externalId = "shop-2", name = "Shop Two", unit = "market" }),
        ("POST /teams", "/teams", new { id = "team-2", name = "Night", unit = "market" }),
        ("POST /carriers", "/carriers", new { id = "k1", externalId = "fast", name = "Fast" }),
        ("POST /staff", "/staff", new { id = "new", name = "New", email = "new@acme.example", password = TestServer.Password, roles = new[] { "agent" } }),
        ("DELETE /staff/{id}/sessions", "/staff/new/sessions", null),
        ("POST /standards/calendars", "/standards/calendars", new { id = "round", name = Name("全天", "Always"), aroundTheClock = true }),
        ("POST /standards/pause-reasons", "/standards/pause-reasons", new { code = "holiday", name = Name("假期", "Holiday"), measures = new[] { "resolution" } }),
        ("POST /standards/clauses", "/standards/clauses", new { id = "first", measure = "first-reply", targetMinutes = 15 }),
        ("DELETE /standards/clauses/{id}", "/standards/clauses/first", null),
        ("POST /mailboxes", "/mailboxes", new { id = "box", name = "Support", address = "help@acme.example", displayName = "Help", unit = "market", language = "en", imapHost = "127.0.0.1", imapPort = 1, smtpHost = "127.0.0.1", smtpPort = 1, userName = "u", password = "p" }),
        ("DELETE /mailboxes/{id}", "/mailboxes/box", null),
        ("POST /webhooks", "/webhooks", new { id = "crm", name = "CRM", url = "https://crm.example/hook", events = new[] { "case.*" } }),
        ("POST /webhooks/{id}/secrets", "/webhooks/crm/secrets", new { }),
        ("DELETE /webhooks/{id}", "/webhooks/crm", null),
        ("PUT /push-settings", "/push-settings", new { enabled = true }),
        ("POST /knowledge-articles", "/knowledge-articles", new { id = "a9", title = "Returns", questions = new[] { "how" }, answer = "So.", language = "en" }),
        ("PUT /knowledge-articles/{id}", "/knowledge-articles/a9", new { id = "a9", title = "Returns", questions = new[] { "how" }, answer = "So, and quickly.", language = "en", version = 1 }),
        ("POST /canned-replies", "/canned-replies", new { id = "c9", title = "Hello", text = "Hello", language = "en" }),
        ("DELETE /canned-replies/{id}", "/canned-replies/c9", null),
        ("POST /tags", "/tags", new { id = "late", name = "Late", colour = "red" }),
        ("POST /tags", "/tags", new { id = "spare", name = "Spare", colour = "red" }),
        ("DELETE /tags/{id}", "/tags/spare", null),
        ("POST /macros", "/macros", new { id = "m9", title = "Sorry", reply = "Sorry.", actions = new[] { new { @do = "tag", value = "late" } } }),
        ("DELETE /macros/{id}", "/macros/m9", null),
        ("POST /conversation-views", "/conversation-views", new { id = "v9", name = "Late", shared = true, filter = new { all = new[] { new { field = "tag", @operator = "is", values = new[] { "late" } } } } }),
        ("DELETE /conversation-views/{id}", "/conversation-views/v9", null),
        ("PUT /surveys/rules", "/surveys/rules", new { active = true, sharePercent = 10, capPerPerson = 1, periodDays = 30, openHours = 72, questions = new[] { "words" } }),
        ("PUT /listening-settings", "/listening-settings", new { approvalsNeeded = 2, nameListener = true, seatHours = 8, holdWords = new[] { "律师" }, targets = new[] { new { kind = "role", key = "executive", sessions = 3 } } }),
        ("POST /reports/schedules", "/reports/schedules", new { id = "s9", name = "Daily", every = "day", at = "08:30", zone = "UTC" }),
        ("DELETE /reports/schedules/{id}", "/reports/schedules/s9", null),
        ("POST /api-keys", "/api-keys", new { name = "shop", scopes = new[] { "events" } }),
        ("DELETE /api-keys/{id}", "/api-keys/(last)", null),
        ("POST /consumer-keys", "/consumer-keys", new { kid = "k9", alg = "HS256", secret = TestServer.ConsumerSecret }),
        ("PUT /carriers/{id}/identities", "/carriers/k1/identities", new { identities = new[] { new { kind = "account", value = "FAST" } } }),
        ("PUT /merchants/{id}/identities", "/merchants/acme-shop-1/identities", new { identities = new[] { new { kind = "account", value = "SHOP" } } }),
        ("PUT /case-settings", "/case-settings", null),
        ("PUT /reveal-policy", "/reveal-policy", null),
        ("PUT /second-factor-policy", "/second-factor-policy", null),
        ("DELETE /staff/{id}/second-factor", "/staff/new/second-factor", null),
        ("PUT /identity-providers/{id}", "/identity-providers/corp", new { name = "Corporate", issuer = "https://id.acme.example", clientId = "desk" }),
        ("DELETE /identity-providers/{id}", "/identity-providers/corp", null),
        ("POST /event-sources", "/event-sources", new { name = "ERP" }),
        ("DELETE /event-sources/{id}", "/event-sources/(last)", null),
        ("POST /automations", "/automations", new { id = "glue", name = "Glue", trigger = new { @event = "consumer-message" }, all = new[] { new { field = "words", @is = "contains", value = "glue" } }, steps = new[] { new { @do = "note", with = "glue" } } }),
        ("POST /automations/{id}/tests", "/automations/glue/tests", new { days = 1 }),
        ("POST /automations/{id}/switches", "/automations/glue/switches", new { on = true, version = 1 }),
        ("DELETE /automations/{id}", "/automations/glue", null),
        ("DELETE /consumer-keys/{kid}", "/consumer-keys/k9", null),
        ("POST /reports/rebuilds", "/reports/rebuilds", new { }),
        ("POST /promotions", "/promotions", new { id = "festival", title = "Festival", cutOff = DateTimeOffset.UtcNow.AddDays(30) }),
        ("POST /scorecards/nights", "/scorecards/nights", new { }),
        ("POST /scorecards/rebuilds", "/scorecards/rebuilds", null),
        ("PUT /systems", "/systems", null),
        ("POST /settings/import", "/settings/import", new { tags = new[] { new { id = "x", name = "X", colour = "red" } } }),
    ];

    /// <summary>Not settings: why each needs no row, or is told elsewhere.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        ["POST /launches"] = "a launch, not a setting; andon.launch-registered tells of it",
        ["POST /voices/imports"] = "its row is written when the file is in; told in the tests of voices",
        ["POST /mailboxes/{id}/tests"] = "tries a mailbox and changes nothing",
        ["POST /automations/{id}/tests"] = "tries rules on history and changes nothing",
        ["POST /identity-providers/{id}/check"] = "reads the provider's documents and changes nothing",
        ["POST /scorecards/{shop}/revisions"] = "a score, not a setting; scorecards.revision-asked tells of it",
        ["POST /imports"] = "data, not a setting; orders.import-done tells of it",
        ["POST /imports/previews"] = "changes nothing",
        ["POST /mails/{id}/replays"] = "a mail, not a setting; MailDesk tells of it",
        ["POST /outgoing-mails/{id}/resends"] = "a mail, not a setting; MailDesk tells of it",
        ["POST /webhook-deliveries/{id}/redeliveries"] = "a delivery, not a setting; its log and the trail tell of it",
        ["POST /webhooks/{id}/pings"] = "sends a test event; its delivery log tells of it",
    };

    [Fact]
    public async Task Every_change_of_a_setting_leaves_a_row_in_the_audit_trail()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var administrator = await server.SignIn("admin@acme.example");
        var (wrong, last) = (new List<string>(), "");
        foreach (var (endpoint, path, body) in Changes)
        {
            var before = await Count(server);
            var method = new HttpMethod(endpoint.Split(' ')[0]);
            var address = "/api/v1" + path.Replace("(last)", last, StringComparison.Ordinal);
            var answer = await server.Send(method, address, administrator, body ?? (method == HttpMethod.Put ? (await server.Get(address, administrator)).Json : null));
            last = method == HttpMethod.Post && answer.Body.StartsWith('{') ? (string?)(answer.Json["id"] ?? answer.Json["key"]?["id"]) ?? last : last;
            if ((int)answer.Status is < 200 or >= 300)
            {
                wrong.Add($"{endpoint} was refused: {answer}");
            }
            else if (await Count(server) <= before && !Others.ContainsKey(endpoint))
            {
                wrong.Add($"{endpoint} left no row");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task Every_endpoint_by_which_an_administrator_changes_something_is_tried_or_says_why_not()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite, seeded: false);
        var known = Changes.Select(change => change.Endpoint).Concat(Others.Keys).ToHashSet();
        var changing = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Where(method => method != "GET")
                .Select(method => (Name: $"{method} {endpoint.RoutePattern.RawText!.Replace("/api/v1", "", StringComparison.Ordinal).TrimEnd('/')}", Access: endpoint.Metadata.GetMetadata<EndpointAccess>()))).ToList();
        var administrators = changing.Where(one => one.Access is { Public: false } access && (access.AnyOf & Permission.Administer) != 0).Select(one => one.Name).ToHashSet();
        Assert.True(administrators.IsSubsetOf(known), "Try these in this test, or say why they need no row: " + string.Join(", ", administrators.Except(known).Order()));
        Assert.True(known.IsSubsetOf(changing.Select(one => one.Name)), "These are not there: " + string.Join(", ", known.Except(changing.Select(one => one.Name)).Order()));
    }

    private static Task<long> Count(TestServer server) => server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<long>("select count(*) from audit_entry where tenant = @tenant"));

    private static Dictionary<string, string> Name(string chinese, string english) => new() { ["zh-CN"] = chinese, ["en"] = english };
}
