using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>Who speaks by mail is asked by mail: one link, for one conversation, for a while; what is said there is a source of its own.</summary>
public class SurveyMailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Who_speaks_by_mail_answers_by_the_link_once_and_its_figures_stay_their_own(StoreKind kind)
    {
        await using var server = await Open(kind);
        await Ended(server, "one", "li");
        var link = await Link(server, "one");
        Assert.Equal(HttpStatusCode.OK, (await server.Get(link)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Get(link)).Status);
        Assert.Equal("sent", await State(server, "one"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(server, link, [])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(server, link[..^3] + "abc", Answers)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(server, link, Answers)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(server, link, Answers)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(link)).Status);

        var frame = await server.Get("/api/v1/surveys/frame", await server.SignIn("admin@acme.example"));
        var source = Assert.Single(frame.Json["sources"]!.AsArray())!;
        Assert.Equal(("mail", 1L, 1L, 1L, 2L, 4L, 1L), ((string?)source["source"], (long)source["asked"]!, (long)source["answered"]!, (long)source["promoters"]!, (long)source["simplerSum"]!, (long)source["satisfiedSum"]!, (long)source["solved"]!));
        Assert.Equal((1L, 0L, 0L), (await Count(server, "timeline", "kind = 'survey.answered-by-mail' and text = 'quick'"), await Count(server, "timeline", "kind in ('survey.answered', 'survey.sampled', 'conversation.rated')"), await Count(server, "conversation", "satisfied is not null")));
    }

    [Fact]
    public async Task The_cap_of_a_person_holds_over_page_and_mail()
    {
        await using var server = await Open(StoreKind.Sqlite);
        await Ended(server, "one", "li");
        await Link(server, "one");
        await Ended(server, "two", "li");
        await Waiting.Until(async () => await Count(server, "survey_frame") == 2, "both in the frame");
        Assert.Equal((1L, 1L, 1L), (await Count(server, "survey_frame", "verdict = 'capped'"), await Count(server, "survey"), await Count(server, "outgoing_mail", "purpose = 'notice'")));
    }

    [Fact]
    public async Task Nobody_is_asked_by_mail_who_wants_no_mails_or_where_the_rules_do_not_say_so()
    {
        await using var server = await Open(StoreKind.Sqlite);
        await server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Execute("insert into muted_person (tenant, person, at) values (@tenant, 'quiet', 1)"));
        await Ended(server, "one", "quiet");
        await Waiting.Until(async () => await Count(server, "survey") == 1 && await Count(server, "timer", "capability = 'surveys' and key like 'mail:%'") == 0, "the time to ask has come");
        Assert.Equal(0L, await Count(server, "outgoing_mail"));

        await Rules(server, byMail: false);
        await Ended(server, "two", "li");
        await Waiting.Until(async () => await Count(server, "survey_frame", "verdict = 'no-page'") == 1, "no way to ask");
    }

    [Fact]
    public async Task A_link_is_worth_nothing_once_its_survey_has_ended_or_is_about_something_else()
    {
        await using var server = await Open(StoreKind.Sqlite);
        await Ended(server, "one", "li");
        var link = await Link(server, "one");
        var store = server.Services.GetRequiredService<IStore>();
        await store.Write(new TenantId("acme"), transaction => transaction.Execute("update survey set subject_id = 'another' where tenant = @tenant and subject_id = 'one'"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(link)).Status);
        await store.Write(new TenantId("acme"), transaction => transaction.Execute("update survey set subject_id = 'one' where tenant = @tenant and subject_id = 'another'"));
        Assert.Equal(HttpStatusCode.OK, (await server.Get(link)).Status);
        await store.Write(new TenantId("acme"), transaction => transaction.Execute("update survey set expires_at = 1 where tenant = @tenant"));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(server, link, Answers)).Status);
    }

    private static Dictionary<string, string> Answers => new() { ["solved"] = "1", ["satisfied"] = "4", ["recommend"] = "9", ["simpler"] = "2", ["words"] = "quick" };

    private static async Task<TestServer> Open(StoreKind kind)
    {
        var server = await TestServer.Start(kind);
        var administrator = await server.SignIn("admin@acme.example");
        await Rules(server, byMail: true);
        var box = await server.Post("/api/v1/mailboxes", administrator, new
        {
            id = "box", name = "Support", address = "help@acme.test", displayName = "Support", unit = "market", language = "en", imapHost = "127.0.0.1", imapPort = 1, smtpHost = "127.0.0.1", smtpPort = 1, userName = "u", password = "p",
        });
        Assert.True(box.Status == HttpStatusCode.Created, box.ToString());
        return server;
    }

    private static async Task Rules(TestServer server, bool byMail)
    {
        var saved = await server.Send(HttpMethod.Put, "/api/v1/surveys/rules", await server.SignIn("admin@acme.example"), new { active = true, sharePercent = 100, capPerPerson = 1, periodDays = 365, openHours = 48, questions = new[] { "recommend", "simpler", "words" }, byMail });
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
    }

    /// <summary>A conversation by mail that has just been closed.</summary>
    private static Task Ended(TestServer server, string conversation, string person) => server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), async transaction =>
    {
        var now = server.Services.GetRequiredService<BusinessTime>().Now;
        await transaction.Execute("insert into person (tenant, id, anonymous, since, root) values (@tenant, @person, 0, 1, @person) on conflict do nothing", new { person });
        await transaction.Execute(
            """
            insert into conversation (tenant, id, state, person, anonymous, entry_unit, unit, language, channel, opened_at, spoke_at, last_sequence, last_at, last_by)
            values (@tenant, @conversation, 'closed', @person, 0, 'market', 'market', 'en', 'email', 0, 1, 0, 0, 'system')
            """, new { conversation, person });
        await transaction.Execute(
            "insert into mail_thread (tenant, conversation, mailbox, address, name, subject, token_key, refs) values (@tenant, @conversation, 'box', @address, 'Li', 's', @conversation, '')", new { conversation, address = person + "@consumer.test" });
        await transaction.Append(new TimelineEntry { Id = "end-" + conversation, Kind = "conversation.closed", At = now, RecordedAt = now, Conversation = conversation, Sequence = 1, Person = person, Unit = "market", AuthorParty = "agent" });
    });

    private static async Task<string> Link(TestServer server, string conversation)
    {
        string? link = null;
        await Waiting.Until(async () => (link = await server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<string>(
            "select o.link from outgoing_mail o join survey s on s.tenant = o.tenant and o.id = 'survey:' || s.id where o.tenant = @tenant and s.subject_id = @conversation and o.address = 'li@consumer.test'", new { conversation }))) is not null, "the mail that asks");
        return new Uri(link!).PathAndQuery;
    }

    private static Task<Answer> Send(TestServer server, string link, Dictionary<string, string> fields) => server.Send(HttpMethod.Post, link, null, new FormUrlEncodedContent(fields));

    private static async Task<string?> State(TestServer server, string conversation)
        => await server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<string>("select state from survey where tenant = @tenant and subject_id = @conversation", new { conversation }));

    private static Task<long> Count(TestServer server, string table, string where = "1 = 1")
        => server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<long>($"select count(*) from {table} where tenant = @tenant and {where}"));
}
