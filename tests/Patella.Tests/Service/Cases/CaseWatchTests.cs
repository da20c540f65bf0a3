using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Standards;
using Patella.Tests.Platform;
using MergeRequest = Patella.Service.Cases.MergeRequest;

namespace Patella.Tests.Service.Cases;

/// <summary>What goes on around a case while nobody looks at it: its pauses, its promise, its person, its people.</summary>
public class CaseWatchTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_case_that_waits_for_its_consumer_stops_its_clock_until_they_write_and_the_report_tells_how_long(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await CaseTransferTests.WithClause(world, Measures.Resolution, 600);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        var id = (await world.Open("market", talk.Id)).Id;
        await world.Pass(TimeSpan.FromMinutes(10));
        CasesWorld.Value(await world.Desk.ChangeStatus(world.Caller("market"), id, new CaseStatusRequest("s1", "waiting-consumer", null)));
        await world.FollowAgain();
        var paused = (await world.Clocks(id)).Single(clock => clock.Measure == Measures.Resolution);
        Assert.Equal((ClockState.Paused, "waiting-consumer", "waiting-consumer"), (paused.State, paused.PausedBecause, (await world.State(id)).Status));

        await world.Pass(TimeSpan.FromMinutes(90));
        await world.World.Write(transaction => world.World.Get<ConversationStore>().ConsumerSays(transaction, talk.Id, talk.Person, new NewMessage("m2", "照片在这里", new EntryContent())));
        await world.Follow();
        await world.FollowAgain();
        var running = (await world.Clocks(id)).Single(clock => clock.Measure == Measures.Resolution);
        Assert.Equal((ClockState.Running, paused.DueAt + (90 * Minute), 90 * Minute), (running.State, running.DueAt, running.PausedTotal));
        Assert.Equal("understanding", (await world.State(id)).Category);
        var report = await world.World.Read(reader => world.World.Get<StandardReport>().Read(reader, 0, world.World.Now + 1, null));
        Assert.Equal(90.0, report.Lines.Single(line => line is { Unit: "market", Measure: Measures.Resolution }).PausedMinutes);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_reason_cases_wait_by_is_there_even_where_the_tenant_wrote_a_list_without_it(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.World.Write(transaction => transaction.Execute("insert into standard_pause_reason (tenant, code, name_zh, name_en, measures, retired) values (@tenant, 'storm', '台风', 'A storm', '[\"resolution\"]', 0)"));
        var book = await world.World.Read(StandardBooks.Read);
        Assert.Equal(["waiting-consumer", "storm"], book.Reasons.Select(reason => reason.Code));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_owner_is_called_before_a_promise_ends_and_the_supervisors_when_it_is_broken(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        var id = (await world.Open("market", talk.Id)).Id;
        world.World.Clock.Now += TimeSpan.FromSeconds(1);
        CasesWorld.Value(await world.Desk.Assign(world.Caller("market"), id, new CaseAssignmentRequest("o1", "market-2")));
        CasesWorld.Value(await world.Desk.Promise(world.Caller("market"), id, new PromiseRequest("p1", "两小时内答复", world.World.Clock.Now.AddHours(2), null)));
        await world.Pass(TimeSpan.FromMinutes(90));
        Assert.Empty((await Calls(world, "market-2")).Items);
        await world.Pass(TimeSpan.FromMinutes(10));
        await world.FollowAgain();
        var call = Assert.Single((await Calls(world, "market-2")).Items);
        Assert.Equal(("promise-due", id, "C-000001", talk.Id), (call.Kind, call.Case, call.CaseNumber, call.Conversation));
        Assert.Empty((await Calls(world, "boss")).Items);
        Assert.Single(await world.Kinds(id), kindOf => kindOf == "case.promise-reminded");

        await world.Pass(TimeSpan.FromMinutes(30));
        await world.FollowAgain();
        Assert.Equal(["promise-broken", "promise-due"], (await Calls(world, "market-2")).Items.Select(item => item.Kind));
        Assert.Equal(["promise-broken"], (await Calls(world, "boss")).Items.Select(item => item.Kind));
        Assert.Single(await world.Kinds(id), kindOf => kindOf == "case.promise-broken");
        var line = (await world.World.Read(reader => world.World.Get<StandardReport>().Read(reader, 0, world.World.Now + 1, null))).Lines.Single(one => one is { Unit: "market", Measure: Measures.Promise });
        Assert.Equal((1, 1), (line.Breached, line.Cancelled));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_promise_that_was_made_anew_calls_nobody_about_the_old_one(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var id = (await world.Open("market", (await world.Talk("c-1", "我的包裹一直没到")).Id)).Id;
        world.World.Clock.Now += TimeSpan.FromSeconds(1);
        CasesWorld.Value(await world.Desk.Promise(world.Caller("market"), id, new PromiseRequest("p1", "两小时内答复", world.World.Clock.Now.AddHours(2), null)));
        await world.Pass(TimeSpan.FromMinutes(60));
        CasesWorld.Value(await world.Desk.Promise(world.Caller("market"), id, new PromiseRequest("p2", "明天", world.World.Clock.Now.AddHours(20), true)));
        await world.Pass(TimeSpan.FromMinutes(120));
        Assert.Empty((await Calls(world, "market")).Items);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Open_cases_and_their_clocks_go_on_with_the_joined_person_and_come_back_when_parted(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await CaseTransferTests.WithClause(world, Measures.Resolution, 600);
        var (visitor, known) = (await world.Talk("visitor", "我的包裹一直没到"), await world.Talk("known", "退款没到"));
        await world.Open("market", visitor.Id, "a");
        await world.Open("market", known.Id, "b");
        var boss = world.Caller("boss");
        Assert.Equal("other-person", (await world.Ties.Merge(boss, "a", new MergeRequest("m0", "b"))).Problem!.Code);
        await world.World.Write(transaction => world.World.Get<PersonMerge>().Merge(transaction, visitor.Person, known.Person));
        await world.Follow();
        await world.FollowAgain();
        Assert.Equal(known.Person, (await world.State("a")).Person);
        Assert.All((await world.Clocks("a")).Where(clock => clock.IsOpen), clock => Assert.Equal((known.Person, visitor.Person), (clock.Person, clock.PersonOrigin)));
        CasesWorld.Value(await world.Desk.LinkConversation(boss, "b", new CaseConversationRequest("l1", visitor.Id)));

        await world.World.Write(transaction => world.World.Get<PersonMerge>().Part(transaction, visitor.Person));
        await world.Follow();
        await world.FollowAgain();
        Assert.Equal((visitor.Person, known.Person), ((await world.State("a")).Person, (await world.State("b")).Person));
        Assert.All((await world.Clocks("a")).Where(clock => clock.IsOpen), clock => Assert.Equal(visitor.Person, clock.Person));
        Assert.All((await world.Clocks("b")).Where(clock => clock.IsOpen), clock => Assert.Equal(known.Person, clock.Person));
        var rebuilt = await world.World.Read(reader => world.Store.Rebuild(reader, "a"));
        Assert.Equal(Json.Write(await world.State("a")), Json.Write(rebuilt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_leaver_kept_goes_to_the_deputy_and_what_they_owned_into_the_queue(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.Save(CaseSettings.Default with { KeptTiers = ["88vip"] });
        await world.Open("market", (await world.Talk("c-1", "酒店没有我的预订", tier: "88vip")).Id, "kept");
        await world.Open("market", (await world.Talk("c-2", "退款没到")).Id, "owned");
        CasesWorld.Value(await world.Desk.Assign(world.Caller("market"), "owned", new CaseAssignmentRequest("o1", "market")));
        var people = world.World.Get<StaffStore>();
        await world.World.Write(async transaction => await people.Save(transaction, (await people.Find(transaction, "market"))! with { Active = false }, null));
        await world.Follow();
        await world.FollowAgain();
        var (kept, owned) = (await world.State("kept"), await world.State("owned"));
        Assert.Equal(("market-2", "market-2"), (kept.Keeper!.Id, kept.Owner!.Id));
        Assert.NotEqual("market", kept.Deputy?.Id);
        Assert.Null(owned.Owner);
    }

    [Fact]
    public async Task The_next_case_of_a_kept_member_has_the_same_keeper_and_one_opened_by_nobody_is_kept_by_who_takes_it_first()
    {
        await using var world = await CasesWorld.Create(StoreKind.Sqlite);
        await world.Save(CaseSettings.Default with { KeptTiers = ["88vip"] });
        var talk = await world.Talk("c-1", "酒店没有我的预订", tier: "88vip");
        await world.Open("market", talk.Id, "first");
        var second = await world.Open("travel", id: "second", person: talk.Person, unit: "travel");
        Assert.Equal(("market", "market-2"), (second.Keeper!.Id, second.Deputy!.Id));

        var other = await world.Talk("c-2", "退款没到", tier: "88vip");
        var program = new Caller { Kind = CallerKind.Program, Tenant = world.World.Tenant, Id = "key", Name = "key", Permissions = Roles.Of([Roles.Supervisor]) };
        var opened = CasesWorld.Value(await world.Desk.Open(program, new OpenCaseRequest("third", "late refund", null, null, other.Person, null, null, "pay", null, null, null, null)));
        Assert.Null(opened.Keeper);
        var taken = CasesWorld.Value(await world.Desk.Assign(world.Caller("pay"), "third", new CaseAssignmentRequest("t1", "pay")));
        Assert.Equal(("pay", "pay", "pay-2"), (taken.Owner!.Id, taken.Keeper!.Id, taken.Deputy!.Id));
    }

    private const long Minute = 60_000_000;

    private static async Task<DeskItems> Calls(CasesWorld world, string staff) => (await world.World.Get<DeskItemStore>().List(world.Caller(staff), false, null, null)).Value;
}
