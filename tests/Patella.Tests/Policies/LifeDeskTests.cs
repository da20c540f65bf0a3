using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Policies;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Guarding;
using Patella.Service.Policies.Life;
using Patella.Service.Tenants;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;
using Patella.Tests.Service;
using static Patella.Tests.Policies.RuleTables;

namespace Patella.Tests.Policies;

/// <summary>The steps of a rule's life on both stores: twice, at once, killed in between, and what each lane does to questions.</summary>
public class LifeDeskTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_process_that_dies_between_any_two_statements_leaves_each_step_whole_or_untaken(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        for (var moment = 0; moment < 60; moment += kind == StoreKind.Sqlite ? 1 : 4)
        {
            var (id, dying) = ($"v{moment}", new DiesAt(moment));
            var (clean, killed) = (Desk(world, world.Store), Desk(world, new InterferingStore(world.Store, dying)));
            foreach (var step in Steps(world, id))
            {
                try
                {
                    await step(killed);
                }
                catch (CrashException)
                {
                    // Whoever asked has no answer, and asks again below.
                }

                var again = await step(clean);
                Assert.True(again.Succeeded, again.Problem?.Detail.ToString());
            }

            var version = (await world.Read(reader => VersionRows.Find(reader, id)))!;
            var history = await world.Read(reader => reader.Many<string>("select what from policy_event where tenant = @tenant and version = @id order by sequence", new { id }));
            Assert.Equal(VersionState.Effective, version.State);
            Assert.Equal(["proposed", "signed", "shadow", "canary", "effective"], history.Where(what => what != "backtested"));
            world.Clock.Now += TimeSpan.FromMinutes(1);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_step_many_times_at_once_is_taken_once(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        foreach (var step in Steps(world, "v1"))
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => step(Desk(world, world.Store))));
            Assert.All(all, one => Assert.True(one.Succeeded, one.Problem?.Detail.ToString()));
        }

        var history = await world.Read(reader => reader.Many<string>("select what from policy_event where tenant = @tenant and version = 'v1' order by sequence"));
        Assert.Equal(["proposed", "signed", "shadow", "canary", "effective"], history.Where(what => what != "backtested"));
        Assert.Equal("command-taken", (await Desk(world, world.Store).Propose(Agent(world), "refund", Request("v1") with { Title = "other" })).Problem?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shadow_is_kept_and_not_enforced_and_a_canary_decides_for_the_same_share_each_time(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        var (desk, guard) = (Desk(world, world.Store), world.Get<PolicyGuard>());
        foreach (var step in Steps(world, "v1").Take(4))
        {
            await step(desk);
        }

        world.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(("allow", 0L), await Ask("case-1"));
        await world.Write(async transaction => await guard.Keep(transaction, Question("case-1"), await guard.Ask(transaction, Question("case-1"))));
        Assert.Equal((1L, 1L), (await Shown()).Shadow is { } shadow ? (shadow.Decisions, shadow.Different) : default);

        await desk.Canary(Owner(world), "v1", new CanaryRequest(30, "case"));
        world.Clock.Now += TimeSpan.FromMinutes(1);
        var first = new List<(string, long)>();
        for (var number = 0; number < 400; number++)
        {
            first.Add(await Ask("case-" + number));
        }

        Assert.InRange(first.Count(one => one == ("refuse", 1L)), 80, 160);
        Assert.All(first, one => Assert.Contains(one, new[] { ("refuse", 1L), ("allow", 0L) }));
        await desk.Canary(Owner(world), "v1", new CanaryRequest(50, "case"));
        for (var number = 0; number < 400; number++)
        {
            var later = await Ask("case-" + number);
            Assert.True(first[number].Item1 == "allow" || later.Item1 == "refuse", "who was in a smaller share stays in a larger one");
        }

        // With a date ahead the share goes on until then; from the date on it decides for all.
        await desk.MakeEffective(Owner(world), "v1", new EffectiveRequest(world.Clock.Now.AddHours(1)));
        Assert.Equal(2, (await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Ask("case-" + number)))).Distinct().Count());
        world.Clock.Now += TimeSpan.FromHours(2);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Ask("case-" + number))), one => Assert.Equal(("refuse", 1L), one));
        await desk.Retire(Owner(world), "v1", null);
        world.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(("allow", 0L), await Ask("case-1"));

        PolicyQuestion Question(string share) => world.Question(PolicyWorld.Refund(900), share: share);
        async Task<(string, long)> Ask(string share) => await world.Read(async reader => await guard.Ask(reader, Question(share)) is var verdict ? (verdict.Outcome, verdict.Rule.Version) : default);
        Task<VersionView> Shown() => world.Read(async reader => await world.Get<PolicyViews>().Of(reader, Owner(world), (await VersionRows.Find(reader, "v1"))!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Owners_are_warned_before_an_answer_is_due_and_the_proposer_is_answered_by_name(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        await world.Write(transaction => world.Get<StaffStore>().Save(transaction, new Staff("owner", "Olga", "o@x.example", "en", [Roles.RuleOwner], [], ["en"], 1, null, null, "", true, false), null));
        var desk = Desk(world, world.Store);
        await desk.Propose(Agent(world), "refund", Request("v1"));
        Assert.Equal(["proposed"], await Told("owner"));

        await Fire(TimeSpan.FromDays(11));
        Assert.Equal(["proposed"], await Told("owner"));
        await Fire(TimeSpan.FromDays(1.1));
        await Fire(TimeSpan.Zero);
        Assert.Equal(["answer-nears", "proposed"], await Told("owner"));
        await Fire(TimeSpan.FromDays(2));
        Assert.Equal(["answer-late", "answer-nears", "proposed"], await Told("owner"));

        Assert.True((await desk.Answer(Owner(world), "v1", new AnswerRequest(false, "已有同样的规则"))).Succeeded);
        Assert.True((await desk.Answer(Owner(world), "v1", new AnswerRequest(false, "已有同样的规则"))).Succeeded);
        Assert.Equal("answered-already", (await desk.Answer(Owner(world), "v1", new AnswerRequest(true, "改主意了"))).Problem?.Code);
        var notice = Assert.Single((await world.Get<PolicyNotices>().List(Agent(world), null, null)).Value.Items);
        Assert.Equal(("declined", "已有同样的规则", "Refunds"), (notice.Kind, notice.Note, notice.Title));
        Assert.Equal("Ada", (await world.Read(reader => VersionRows.Find(reader, "v1")))!.ProposerName);

        async Task<string[]> Told(string staff) => [.. (await world.Read(reader => reader.Many<string>("select kind from policy_notice where tenant = @tenant and staff = @staff", new { staff }))).Order(StringComparer.Ordinal)];
        async Task Fire(TimeSpan later)
        {
            world.Clock.Now += later;
            foreach (var timer in await world.Read(reader => reader.Many<BusinessTimer>("select * from timer where tenant = @tenant and due_at <= @now", new { now = world.Now })))
            {
                await world.Write(async transaction =>
                {
                    await transaction.Execute("delete from timer where tenant = @tenant and capability = @Capability and key = @Key", timer);
                    await world.Get<PolicyTelling>().Fire(transaction, timer);
                });
            }
        }
    }

    [Theory, OnSqlite]
    public async Task Bad_input_is_refused_with_its_place_and_changes_nothing(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        var desk = Desk(world, world.Store);
        Assert.Equal("/dmn", (await desk.Propose(Agent(world), "refund", Request("v1") with { Dmn = "<definitions>" })).Problem?.Errors?[0].Pointer);
        Assert.Equal("/customerView", (await desk.Propose(Agent(world), "refund", Request("v1") with { CustomerView = "short" })).Problem?.Errors?[0].Pointer);
        Assert.Equal("not-found", (await desk.Propose(Agent(world), "no-such-policy", Request("v1"))).Problem?.Code);
        Assert.Null(await world.Read(reader => VersionRows.Find(reader, "v1")));

        var loops = Table("FIRST", [("count(for i in 1..1000000, j in 1..1000000 return i)", "number")], (["> 0", "\"allow\"", "\"ok\""], ""), (["-", "\"allow\"", "\"ok\""], ""));
        var verdict = Judge.Of(new PolicyVersion("refund", 1, null, PolicyContent.HashOf(loops, ""), "", 0, null, loops, PolicyWords.None), world.Get<PolicyKinds>().Find("refund")!, PolicyWorld.Refund(1), 0);
        Assert.Equal(("person", Judge.Broken), (verdict.Outcome, verdict.Reason));
        Assert.NotEmpty(verdict.Problems);

        var broken = Table("UNIQUE", [("action.value", "number")], (["> 0", "\"allow\"", "\"ok\""], ""), (["> 1", "\"refuse\"", "\"ok\""], ""));
        var both = Judge.Of(new PolicyVersion("refund", 1, null, PolicyContent.HashOf(broken, ""), "", 0, null, broken, PolicyWords.None), world.Get<PolicyKinds>().Find("refund")!, PolicyWorld.Refund(5), 0);
        Assert.Equal(("person", "rules 1, 2 match, though the hit policy is UNIQUE"), (both.Outcome, both.Problems[0].Split(": ")[^1]));
    }

    private static string Words => WordsJson.Read(Json(), new Validation())!;

    private static System.Text.Json.JsonElement Json() => System.Text.Json.JsonSerializer.SerializeToElement(RuleTables.Words);

    private static IReadOnlyList<Func<PolicyDesk, Task<Outcome<VersionView>>>> Steps(ServiceWorld world, string id) =>
    [
        desk => desk.Propose(Agent(world), "refund", Request(id)),
        desk => desk.TryOnHistory(Agent(world), id, new BacktestRequest(), default),
        desk => desk.Sign(Legal(world), id, new SignatureRequest(PolicyContent.HashOf(RefuseAbove(500), Words))),
        desk => desk.Shadow(Owner(world), id),
        desk => desk.Canary(Owner(world), id, new CanaryRequest(10, "case")),
        desk => desk.MakeEffective(Owner(world), id, new EffectiveRequest()),
    ];

    private static VersionRequest Request(string id) => new(id, "Refunds", View, ["case-1"], Dmn: RefuseAbove(500), Words: Json());

    private static Caller Agent(ServiceWorld world) => Somebody(world, "agent", "Ada", Permission.Serve);

    private static Caller Owner(ServiceWorld world) => Somebody(world, "owner", "Olga", Permission.OwnRules);

    private static Caller Legal(ServiceWorld world) => Somebody(world, "legal", "Lea", Permission.SignRules);

    private static Caller Somebody(ServiceWorld world, string id, string name, Permission permissions) => new() { Kind = CallerKind.Staff, Tenant = world.Tenant, Id = id, Name = name, Permissions = permissions | Permission.StaffMember };

    private static PolicyDesk Desk(ServiceWorld world, IStore store) => new(
        store, world.Get<PolicyBook>(), world.Get<PolicyKinds>(), world.Get<PolicyTelling>(), world.Get<PolicyViews>(), new Backtest(world.Store, world.Get<TenantStore>(), world.Get<MachineTime>()), world.Get<TenantStore>(), [], world.Get<BusinessTime>());

    private sealed class DiesAt(int moment) : Interference
    {
        private int _seen;

        public override void At(Moment point)
        {
            if (_seen++ == moment)
            {
                throw new CrashException(point);
            }
        }
    }
}
