using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>Everything an ecosystem sets, as one readable file: written out, loaded elsewhere, and written out again the same.</summary>
public class SettingsDocumentTests
{
    private static readonly string[] Empty = ["consumerKeys"];

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_exported_and_loaded_into_an_empty_ecosystem_is_exported_again_the_same(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind, seeded: false);
        var (source, copy) = (await Make(server, "source"), await Make(server, "copy"));
        var document = Document((await server.Get("/api/v1/settings/export", source)).Json);
        var loaded = await server.Post("/api/v1/settings/import", source, document);
        Assert.True(loaded.Status == HttpStatusCode.Created, loaded.ToString());

        var first = (await server.Get("/api/v1/settings/export", source)).Json.AsObject();
        var silent = first.Where(section => section.Value is JsonArray { Count: 0 } && !Empty.Contains(section.Key)).Select(section => section.Key).ToList();
        Assert.True(silent.Count == 0, "These sections are not tried: give the document of this test something for them: " + string.Join(", ", silent));
        loaded = await server.Post("/api/v1/settings/import", copy, first);
        Assert.True(loaded.Status == HttpStatusCode.Created, loaded.ToString());
        var second = (await server.Get("/api/v1/settings/export", copy)).Json.AsObject();
        Assert.All(first, section => Assert.Equal(section.Value!.ToJsonString(), second[section.Key]!.ToJsonString()));

        // Once more changes nothing, not even a version.
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/settings/import", copy, second)).Status);
        Assert.Equal(second.ToJsonString(), (await server.Get("/api/v1/settings/export", copy)).Json.ToJsonString());
        foreach (var secret in new[] { "hunter2-mail", "whsec_", TestServer.Password, TestServer.ConsumerSecret })
        {
            Assert.DoesNotContain(secret, first.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static async Task<string> Make(TestServer server, string slug)
    {
        var boss = new Staff("boss", "Boss", "boss@shop.example", "en", [Roles.Administrator], [], ["en"], 0, null, null, "own", true, false);
        await server.Services.GetRequiredService<FirstRun>().Make(slug, new TenantProfile(slug, "zh-CN", new Look("#1f6feb", slug, "")), boss, TestServer.Password);
        return await server.SignIn("boss@shop.example", slug);
    }

    /// <summary>Something in every section, beside what is there from the start.</summary>
    private static JsonObject Document(JsonNode before)
    {
        var document = JsonNode.Parse(Patella.Service.Edge.Json.Write(new
        {
            profile = new { name = "Shop", defaultLanguage = "en", look = new { accent = "#112233", title = "Shop help", greeting = "Hello" }, timeZone = "Europe/Lisbon" },
            units = new[] { Unit("market", "集市", "Market"), Unit("travel", "旅行", "Travel") },
            authorities = new[] { new { grade = "standard", kind = "refund", currency = "CNY", mostPerCase = 2_000, mostPerDay = 9_000 } },
            marketplace = new { url = "https://shop.example/hooks", consentAlways = true, timeoutSeconds = 7, secret = "whsec_" + Convert.ToBase64String(new byte[24]) },
            merchants = new[] { new { id = "m1", externalId = "shop-1", name = "Shop One", unit = "market", category = "fashion" } },
            teams = new[] { new { id = "t1", name = "Night", unit = "market" } },
            carriers = new[] { new { id = "k1", externalId = "fast", name = "Fast parcels" } },
            staff = new[] { new { id = "ann", name = "Ann", email = "ann@shop.example", password = TestServer.Password, language = "en", roles = new[] { "agent" }, units = new[] { "market" }, languages = new[] { "en" }, capacity = 3, team = "t1" } },
            identityProviders = new[]
            {
                new
                {
                    id = "corp", name = "Corporate", issuer = "https://id.shop.example", clientId = "desk",
                    settings = new { scopes = new[] { "email" }, groupClaim = "groups", mappings = new[] { new { group = "agents", roles = new[] { "agent" } } }, createAccounts = true, linkByEmail = false, trustSecondFactor = false, allowPrivateNetwork = false },
                },
            },
            calendars = new[] { new { id = "office", name = Name("办公", "Office"), zone = "Europe/Lisbon", week = Enumerable.Range(0, 7).Select(day => day < 5 ? new[] { "09:00-18:00" } : []), days = Array.Empty<object>() } },
            standards = new[] { new { id = "first", measure = "first-reply", targetMinutes = 15, warnPercent = 80, calendar = "office" } },
            pauseReasons = new[] { new { code = "holiday", name = Name("假期", "Holiday"), measures = new[] { "resolution" } } },
            mailboxes = new[]
            {
                new { id = "box", name = "Support", address = "help@shop.example", displayName = "Help", unit = "market", language = "en", imapHost = "mail.shop.example", imapPort = 993, smtpHost = "mail.shop.example", smtpPort = 465, userName = "help", password = "hunter2-mail" },
            },
            webhooks = new[] { new { id = "crm", name = "CRM", url = "https://crm.shop.example/hook", events = new[] { "case.*" }, includeText = true, active = true } },
            webPush = new { enabled = true },
            knowledgeArticles = new[] { new { id = "a1", title = "Returns", questions = new[] { "how do I return" }, answer = "Within seven days.", language = "en", shared = true } },
            cannedReplies = new[] { new { id = "c1", title = "Hello", text = "Hello, how can I help?", language = "en" } },
            tags = new[] { new { id = "late", name = "Late", colour = "red" } },
            macros = new[] { new { id = "sorry", title = "Sorry", reply = "We are sorry.", actions = new[] { new { @do = "tag", value = "late" } } } },
            conversationViews = new[] { new { id = "all-late", name = "Late ones", owner = "boss", filter = new { all = new[] { new { field = "tag", @operator = "is", values = new[] { "late" } } } } } },
            automations = new[] { new { id = "glue", name = "Glue", trigger = new { @event = "consumer-message" }, all = new[] { new { field = "words", @is = "contains", value = "glue" } }, steps = new[] { new { @do = "note", with = "glue again" } } } },
            surveys = new { active = true, sharePercent = 12.5, capPerPerson = 2, periodDays = 30, openHours = 48, questions = new[] { "recommend", "words" }, byMail = true },
            reportSchedules = new[] { new { id = "daily", name = "Daily", every = "day", at = "08:30", zone = "Europe/Lisbon", unit = "market", recipients = new[] { "boss@shop.example" }, texts = "zh-CN" } },
        }))!.AsObject();
        var cases = before["cases"]!.DeepClone().AsObject();
        cases["reopenDays"] = 9;
        cases["experienceUnit"] = "travel";
        document["cases"] = cases;
        return document;
    }

    private static object Unit(string code, string chinese, string english) => new { id = "unit-" + code, code, name = Name(chinese, english), kind = "market" };

    private static Dictionary<string, string> Name(string chinese, string english) => new() { ["zh-CN"] = chinese, ["en"] = english };
}
