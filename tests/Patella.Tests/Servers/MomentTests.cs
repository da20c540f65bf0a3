using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Dispatch;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>What is told at the moment it happens, and who is here.</summary>
public class MomentTests
{
    [Fact]
    public async Task A_read_over_http_is_told_to_the_other_side_at_once()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var consumer = await server.Visit();
        var conversation = (string)(await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text = "你好" } })).Json["id"]!;
        await using var page = await LivePage.Open(server, await server.SignIn("supervisor@acme.example"));
        await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
        await page.Wait("entry");
        await server.Post($"/api/v1/conversations/{conversation}/reads", consumer, new { sequence = 1 });
        var read = await page.Wait("read");
        Assert.Equal(("consumer", 1L), ((string)read["party"]!, (long)read["sequence"]!));
    }

    [Fact]
    public async Task A_visitor_learns_business_time_and_its_rate()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite, timeRate: 120);
        var visit = (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", language = "en" })).Json;
        Assert.Equal(120, (double)visit["timeRate"]!);
        var now = DateTimeOffset.Parse((string)visit["businessNow"]!, CultureInfo.InvariantCulture);
        Assert.InRange(server.Services.GetRequiredService<BusinessTime>().GetUtcNow() - now, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Conversations_are_found_by_what_was_said_beside_the_other_filters(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (first, second) = (await Say(server, "紫砂茶壶裂了一道缝"), await Say(server, "耳机没有声音"));
        var supervisor = await server.SignIn("supervisor@acme.example");
        async Task<List<string>> Found(string query) => [.. (await server.Get("/api/v1/conversations?" + query, supervisor)).Json["items"]!.AsArray().Select(item => (string)item!["id"]!)];
        await Waiting.Until(async () => (await Found("q=紫砂茶壶")).Count == 1, "the index has it");
        Assert.Equal([first], await Found("q=紫砂茶壶"));
        await Waiting.Until(async () => (await Found("q=紫砂茶壶&state=queued")).SequenceEqual([first]), "it waits for a person, for it is damaged");
        Assert.Empty(await Found("q=紫砂茶壶&state=closed"));
        Assert.DoesNotContain(second, await Found("q=紫砂茶壶&unit=market"));
        Assert.Equal("invalid", (await server.Get("/api/v1/conversations?q=", supervisor)).Code);
    }

    [Fact]
    public async Task Whose_last_page_has_been_gone_for_minutes_is_set_away_and_their_offer_returns()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var agent = await server.SignIn("agent@acme.example");
        await server.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        var tenant = new TenantId("acme");
        var (store, seams) = (server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<DispatchSeams>());
        Assert.Empty(await store.Read(tenant, reader => DispatchOwner.FindGone(reader, seams.Machine.Now + (10 * DispatchOwner.GoneAfter))));

        await using (var page = await LivePage.Open(server, agent))
        {
            await page.Send(new { type = "subscribe", topic = "inbox" });
            await page.Wait("inbox");
            await server.Services.GetServices<IHostedService>().OfType<PresenceBeats>().Single().Tell(CancellationToken.None);
        }

        Assert.Empty(await store.Read(tenant, reader => DispatchOwner.FindGone(reader, seams.Machine.Now)));
        var gone = await store.Read(tenant, reader => DispatchOwner.FindGone(reader, seams.Machine.Now + DispatchOwner.GoneAfter + 1));
        Assert.Equal(["acme-agent"], gone);

        await Say(server, "我要找人工");
        await Waiting.Until(async () => (await server.Get("/api/v1/inbox", agent)).Json["offers"]!.AsArray().Count == 1, "an offer");
        await store.Write(tenant, async transaction =>
        {
            var pool = await TenantPool.Load(transaction, server.Services.GetRequiredService<StaffStore>(), seams.Identifiers, seams.Machine.Now);
            await new DispatchTurn(pool, seams) { Gone = gone }.Run(transaction);
        });
        var inbox = (await server.Get("/api/v1/inbox", agent)).Json;
        Assert.Equal("away", (string)inbox["presence"]!["state"]!);
        Assert.Empty(inbox["offers"]!.AsArray());
    }

    [Fact]
    public async Task Changes_of_units_merchants_teams_and_settings_stand_in_the_audit_trail()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        var name = new Dictionary<string, string> { ["zh-CN"] = "药房", ["en"] = "Pharmacy" };
        await server.Post("/api/v1/units", admin, new { code = "pharmacy", name, kind = "health" });
        await server.Post("/api/v1/merchants", admin, new { id = "m9", externalId = "shop-9", name = "Shop Nine", unit = "market" });
        await server.Post("/api/v1/teams", admin, new { id = "t9", name = "Nine", unit = "market" });
        await server.Send(HttpMethod.Put, "/api/v1/tenant", admin, new { name = "Acme", defaultLanguage = "en", timeZone = "Europe/Berlin", look = new { accent = "#1f6feb", title = "Acme", greeting = "" } });
        Assert.Equal("invalid", (await server.Send(HttpMethod.Put, "/api/v1/tenant", admin, new { name = "Acme", defaultLanguage = "en", timeZone = "Mars/Olympus", look = new { accent = "#1f6feb", title = "Acme", greeting = "" } })).Code);
        var trail = (await server.Get("/api/v1/audit?limit=50", admin)).Json["items"]!.AsArray().Select(item => ((string)item!["action"]!, (string)item["subject"]!)).ToList();
        foreach (var deed in new[] { ("tenants.unit-saved", "unit:pharmacy"), ("tenants.merchant-saved", "merchant:shop-9"), ("tenants.team-saved", "team:t9"), ("tenants.profile-saved", "setting:profile"), ("settings.imported", "setting:document") })
        {
            Assert.Contains(deed, trail);
        }
    }

    private static async Task<string> Say(TestServer server, string text)
        => (string)(await server.Post("/api/v1/conversations", await server.Visit(), new { entryUnit = "market", message = new { clientId = "m", text } })).Json["id"]!;
}
