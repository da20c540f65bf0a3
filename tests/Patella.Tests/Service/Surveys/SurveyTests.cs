using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Standards;
using Patella.Service.Surveys;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Surveys;

public class SurveyTests
{
    [Fact]
    public void The_draw_is_the_same_for_a_person_and_period_and_even_over_persons()
    {
        var tenant = new Patella.Platform.Identifiers.TenantId("acme");
        var draws = Enumerable.Range(0, 20_000).Select(number => SurveyRules.DrawOf(tenant, "person-" + number, 7)).ToList();
        Assert.Equal(draws, Enumerable.Range(0, 20_000).Select(number => SurveyRules.DrawOf(tenant, "person-" + number, 7)));
        Assert.All(draws, draw => Assert.InRange(draw, 0, SurveyRules.Whole - 1));
        Assert.InRange(draws.Count(draw => draw < 1_000) / 20_000.0, 0.09, 0.11);
        Assert.InRange(Enumerable.Range(0, 5_000).Count(period => SurveyRules.DrawOf(tenant, "one person", period) < 1_000) / 5_000.0, 0.08, 0.12);
        Assert.NotEqual(draws[0], SurveyRules.DrawOf(new Patella.Platform.Identifiers.TenantId("rival"), "person-0", 7));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_is_asked_more_often_than_the_cap_and_everybody_is_in_the_frame_once(StoreKind kind)
    {
        await using var world = await Create(kind);
        await SaveRules(world, new SurveyRulesRequest(true, 50, 2, 30, 72, ["recommend", "simpler"]));
        var random = new Random(3);
        var ends = Enumerable.Range(0, 60).Select(number => (Id: $"c{number}", Person: $"p{random.Next(12)}")).ToList();
        foreach (var (id, person) in ends)
        {
            await Row(world, id, person, spoke: random.Next(8) > 0, random.Next(8) == 0 ? "email" : "chat");
            await Read(world, Closed(id, person, world.Now));
            await Read(world, Closed(id, person, world.Now + 1));
        }

        var frame = await world.Read(reader => reader.Many<string>("select person || ' ' || verdict || ' ' || case when draw < 5000 then 'in' else 'out' end from survey_frame where tenant = @tenant"));
        Assert.Equal(60, frame.Count);
        Assert.All(frame.Where(line => line.Contains(" asked ", StringComparison.Ordinal)).GroupBy(line => line), same => Assert.InRange(same.Count(), 1, 2));
        Assert.DoesNotContain(frame, line => line.EndsWith("asked out", StringComparison.Ordinal) || line.EndsWith("not-drawn in", StringComparison.Ordinal) || line.EndsWith("capped out", StringComparison.Ordinal));
        Assert.Contains(frame, line => line.Contains("capped", StringComparison.Ordinal));
        Assert.Equal(frame.Count(line => line.Contains(" asked ", StringComparison.Ordinal)), await world.Read(reader => reader.One<long>("select count(*) from survey where tenant = @tenant")));
        Assert.Equal(frame.Count(line => line.Contains(" asked ", StringComparison.Ordinal)), (await world.Timeline()).Count(entry => entry.Kind == "survey.sampled"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_answer_by_its_own_consumer_in_time_and_every_other_is_refused_by_its_reason(StoreKind kind)
    {
        await using var world = await Create(kind);
        await SaveRules(world, new SurveyRulesRequest(true, 100, 5, 30, 24, ["recommend", "simpler", "words"]));
        foreach (var id in new[] { "answered", "late" })
        {
            await Row(world, id, "lin");
            await Read(world, Closed(id, "lin", world.Now));
        }

        var desk = world.Get<SurveyDesk>();
        var lin = Consumer(world, "lin");
        var open = (await desk.Open(lin, "answered")).Value.Items.Single();
        Assert.Equal(["recommend", "simpler", "words"], open.Questions);
        Assert.Equal("not-found", (await desk.Open(Consumer(world, "other"), "answered")).Problem?.Code);
        Assert.Equal("not-found", (await desk.Answer(Consumer(world, "other"), open.Id, new SurveyAnswerRequest(9, 1, null))).Problem?.Code);
        Assert.Equal("invalid", (await desk.Answer(lin, open.Id, new SurveyAnswerRequest(11, null, null))).Problem?.Code);
        Assert.True((await desk.Show(lin, open.Id)).Succeeded);
        Assert.True((await desk.Show(lin, open.Id)).Succeeded);
        Assert.Equal("answered", (await desk.Answer(lin, open.Id, new SurveyAnswerRequest(9, 1, "=quick"))).Value.State);
        Assert.Equal("answered", (await desk.Answer(lin, open.Id, new SurveyAnswerRequest(9, 1, "=quick"))).Value.State);
        Assert.Equal("already-answered", (await desk.Answer(lin, open.Id, new SurveyAnswerRequest(0, -2, null))).Problem?.Code);
        Assert.Equal(1, (await world.Timeline()).Count(entry => entry.Kind == "survey.answered"));
        Assert.Equal(1, (await world.Timeline()).Count(entry => entry.Kind == "survey.sent"));

        var late = (await desk.Open(lin, "late")).Value.Items.Single();
        world.Clock.Now = world.Clock.Now.AddHours(25);
        Assert.Equal("survey-over", (await desk.Answer(lin, late.Id, new SurveyAnswerRequest(9, 1, null))).Problem?.Code);
        var timer = Assert.Single(await world.Read(reader => reader.Many<BusinessTimer>("select * from timer where tenant = @tenant")));
        await world.Write(transaction => world.Get<SurveyTimers>().Fire(transaction, timer));
        await world.Write(transaction => world.Get<SurveyTimers>().Fire(transaction, timer));
        Assert.Equal(1, (await world.Timeline()).Count(entry => entry.Kind == "survey.expired"));
        Assert.Empty((await desk.Open(lin, null)).Value.Items);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rules_are_versions_and_saving_the_same_again_makes_none(StoreKind kind)
    {
        await using var world = await Create(kind);
        var first = await SaveRules(world, new SurveyRulesRequest(true, 12.5, 1, 30, 72, ["simpler"]));
        var again = await SaveRules(world, new SurveyRulesRequest(true, 12.5, 1, 30, 72, ["simpler"]));
        var next = await SaveRules(world, new SurveyRulesRequest(false, 12.5, 1, 30, 72, ["simpler"]));
        Assert.Equal((1L, 1L, 2L), (first.Version, again.Version, next.Version));
        await Row(world, "c", "p");
        await Read(world, Closed("c", "p", world.Now));
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from survey_frame where tenant = @tenant")));
    }

    private static Task<ServiceWorld> Create(StoreKind kind) => ServiceWorld.Create(
        kind, services =>
        {
            services.AddSingleton<TimerTable>().AddAudit().AddSingleton<SurveyStore>().AddSingleton<SurveyDesk>().AddSingleton<SurveyFollower>().AddSingleton<SurveyTimers>().AddSingleton<SurveyMail>();
            services.AddSingleton(new Patella.Platform.PlatformOptions { DataFolder = "." }).AddSingleton<Patella.Service.Parties.PersonStore>().AddSingleton<Patella.Service.Connectors.TenantSecret>().AddSingleton<Patella.Service.Connectors.Mail.MailStore>()
                .AddSingleton<Patella.Service.Notifications.SignedLinks>().AddSingleton<Patella.Service.Notifications.MutedPersons>();
            services.AddSingleton<Patella.Service.Connectors.Mail.Outbox.OutgoingMails>().AddSingleton<AnswersByMail>().AddSingleton<ConversationStore>().AddSingleton<Patella.Service.Tenants.TenantStore>().AddSingleton<Patella.Service.Access.StaffStore>().AddStandards();
            services.AddSingleton<ConversationWaits>();
        }, "Tenants", "Access", "Audit", "Standards", "Conversations", "Surveys");

    private static async Task<SurveyRulesView> SaveRules(ServiceWorld world, SurveyRulesRequest request)
    {
        var saved = await world.Get<SurveyDesk>().SaveRules(world.Staff(Permission.Administer), request);
        Assert.True(saved.Succeeded);
        return saved.Value;
    }

    private static Caller Consumer(ServiceWorld world, string person) => new() { Kind = CallerKind.Consumer, Tenant = world.Tenant, Id = person, Permissions = Permission.Consume };

    private static Task Row(ServiceWorld world, string id, string person, bool spoke = true, string channel = "chat") => world.Write(transaction => transaction.Execute(
        """
        insert into conversation (tenant, id, state, person, anonymous, entry_unit, unit, language, channel, opened_at, spoke_at, last_sequence, last_at, last_by)
        values (@tenant, @id, 'closed', @person, 0, 'market', 'market', 'en', @channel, 0, @spokeAt, 0, 0, 'system')
        """, new { id, person, channel, spokeAt = spoke ? 1L : (long?)null }));

    private static TimelineEntry Closed(string conversation, string person, long at) => new()
    {
        Id = $"end-{conversation}-{at}", Kind = "conversation.closed", At = at, RecordedAt = at, Conversation = conversation, Sequence = at, Person = person, Unit = "market", AuthorParty = "agent",
    };

    private static Task Read(ServiceWorld world, TimelineEntry entry) => world.Write(transaction => world.Get<SurveyFollower>().Apply(transaction, [entry]));
}
