using Patella.Platform.Storage;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Standards;
using Patella.Tests.Platform;
using Patella.Tests.Service.Orders;

namespace Patella.Tests.Service.Cases;

public class CaseEventTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_parcel_in_trouble_opens_one_case_and_its_consumer_is_told_before_asking(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var person = await Trouble(world, "exception", 30);
        await world.Follow();
        var opened = Assert.Single(await Cases(world, person));
        Assert.Equal(("parcel", "event", "market", (string?)null), (opened.Kind, opened.Origin, opened.Unit, opened.FirstAgent?.Id));
        Assert.Equal(PartParty.Carrier, Assert.Single(opened.Parts).Party);
        var told = Assert.Single(await world.Told(person));
        Assert.Contains("O-1", told, StringComparison.Ordinal);
        Assert.Contains(opened.Name, told, StringComparison.Ordinal);
        Assert.NotEmpty(opened.Conversations);

        await world.FollowAgain();
        await world.World.Send(OrdersWorld.Parcel("exception", "O-1", 40));
        await world.Follow();
        Assert.Single(await Cases(world, person));
        Assert.Single(await world.Told(person));

        await world.World.Send(OrdersWorld.Parcel("lost", "O-1", 50));
        await world.Follow();
        await world.FollowAgain();
        Assert.Single(await Cases(world, person));
        Assert.Equal(2, (await world.Told(person)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_said_first_goes_into_the_open_conversation_and_old_news_opens_nothing(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var talk = await world.Talk("c-1", "你好");
        await Trouble(world, "exception", 30);
        await world.Follow();
        var opened = Assert.Single(await Cases(world, talk.Person));
        Assert.Equal(talk.Id, Assert.Single(opened.Conversations));

        world.World.Clock.Now += TimeSpan.FromDays(9);
        await world.World.Send(OrdersWorld.Created("O-2", consumer: "c-2"), OrdersWorld.Parcel("lost", "O-2", 60, "T9"));
        await world.Follow();
        var other = (await world.World.Order("O-2"))!.Person!;
        Assert.Empty(await Cases(world, other));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_promise_that_runs_out_is_broken_once_and_a_renewed_one_is_told(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        var id = (await world.Open("market", talk.Id)).Id;
        Assert.Equal("invalid", (await world.Desk.Promise(world.Caller("market"), id, new PromiseRequest("p0", "soon", world.World.Clock.Now, null))).Problem!.Code);
        var told = (await world.Told(talk.Person)).Count;
        world.World.Clock.Now += TimeSpan.FromSeconds(1);
        CasesWorld.Value(await world.Desk.Promise(world.Caller("market"), id, new PromiseRequest("p1", "我们联系了物流", world.World.Clock.Now.AddHours(2), null)));
        Assert.Equal(told + 1, (await world.Told(talk.Person)).Count);
        await world.Pass(TimeSpan.FromHours(3));
        await world.FollowAgain();
        var broken = await world.State(id);
        Assert.Equal((true, 1, 2), (broken.Promise!.Broken, broken.PromisesBroken, broken.PromisesMade));

        CasesWorld.Value(await world.Desk.Promise(world.Caller("market"), id, new PromiseRequest("p2", "明天送到", world.World.Clock.Now.AddHours(2), null)));
        CasesWorld.Value(await world.Desk.Close(world.Caller("market"), id, new CaseClosureRequest("c1", "包裹已送达", null, null)));
        var closed = await world.State(id);
        Assert.Equal((1, 1, 3), (closed.PromisesKept, closed.PromisesBroken, closed.PromisesMade));
        Assert.DoesNotContain(await world.Clocks(id), clock => clock.IsOpen);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cases_are_never_merged_both_ways_in_circles_or_across_people(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var one = await world.Talk("c-1", "我的包裹一直没到");
        var two = await world.Talk("c-2", "退款没到");
        await world.Open("market", one.Id, "a");
        await world.Open("market", id: "b", person: one.Person);
        await world.Open("market", id: "c", person: one.Person);
        await world.Open("market", two.Id, "other");
        var before = (await world.State("b")).Conversations;
        var boss = world.Caller("boss");
        Assert.Equal("merge-with-itself", (await world.Ties.Merge(boss, "a", new MergeRequest("m0", "a"))).Problem!.Code);
        Assert.Equal("other-person", (await world.Ties.Merge(boss, "a", new MergeRequest("m0", "other"))).Problem!.Code);
        var merged = CasesWorld.Value(await world.Ties.Merge(boss, "a", new MergeRequest("m1", "b")));
        Assert.Equal(("b", "closed"), (merged.MergedInto, merged.Category));
        Assert.Contains(one.Id, (await world.State("b")).Conversations);
        Assert.Equal("merge-in-circles", (await world.Ties.Merge(boss, "b", new MergeRequest("m2", "a"))).Problem!.Code);
        Assert.Equal("target-merged", (await world.Ties.Merge(boss, "c", new MergeRequest("m3", "a"))).Problem!.Code);
        Assert.Equal("has-merged", (await world.Ties.Merge(boss, "b", new MergeRequest("m4", "c"))).Problem!.Code);
        Assert.Equal("merged", (await world.Desk.Note(boss, "a", new CaseNoteRequest("n1", "hm"))).Problem!.Code);
        world.World.Clock.Now += TimeSpan.FromSeconds(1);
        var parted = CasesWorld.Value(await world.Ties.Part(boss, "a", new CaseCommandRequest("p1")));
        Assert.Equal("open", parted.Category);
        Assert.Equal(before, (await world.State("b")).Conversations);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_merges_both_ways_at_the_same_moment_leave_one(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        await world.Open("market", talk.Id, "a");
        await world.Open("market", id: "b", person: talk.Person);
        var boss = world.Caller("boss");
        var both = await Task.WhenAll(Task.Run(() => world.Ties.Merge(boss, "a", new MergeRequest("m1", "b"))), Task.Run(() => world.Ties.Merge(boss, "b", new MergeRequest("m2", "a"))));
        Assert.Equal("merge-in-circles", Assert.Single(both, one => one.Problem is not null).Problem!.Code);
        var (one, other) = (await world.State("a"), await world.State("b"));
        Assert.Single(new[] { one.MergedInto, other.MergedInto }, into => into is not null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Soon_after_its_end_a_case_is_reopened_and_later_followed_up(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        var opened = await world.Open("market", talk.Id, "a");
        var boss = world.Caller("boss");
        CasesWorld.Value(await world.Desk.Close(boss, "a", new CaseClosureRequest("c1", "done", null, null)));
        world.World.Clock.Now += TimeSpan.FromSeconds(1);
        var again = CasesWorld.Value(await world.Ties.Reopen(boss, "a", new ReopeningRequest("r1", "还没到")));
        Assert.Equal((opened.Number, "understanding", 1), (again.Number, again.Category, again.Reopened));
        CasesWorld.Value(await world.Desk.Close(boss, "a", new CaseClosureRequest("c2", "done", null, null)));
        world.World.Clock.Now += TimeSpan.FromDays(8);
        var followed = CasesWorld.Value(await world.Ties.Reopen(boss, "a", new ReopeningRequest("r2", "又坏了")));
        Assert.NotEqual(opened.Number, followed.Number);
        Assert.Contains(followed.Links, link => link is { Kind: CaseLinkKind.FollowUp, Case: "a" });
        Assert.Equal(followed.Id, CasesWorld.Value(await world.Ties.Reopen(boss, "a", new ReopeningRequest("r2", "又坏了"))).Id);
    }

    [Fact]
    public async Task A_kept_member_keeps_one_person_over_all_units()
    {
        await using var world = await CasesWorld.Create(StoreKind.Sqlite);
        await world.Save(CaseSettings.Default with { KeptTiers = ["88vip"] });
        var talk = await world.Talk("c-1", "酒店说没有我的预订", tier: "88vip");
        var opened = await world.Open("market", talk.Id);
        Assert.Equal(("market", "market", "market-2"), (opened.Keeper!.Id, opened.Owner!.Id, opened.Deputy!.Id));
        CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), opened.Id, new CaseTransferRequest("t1", "travel", "hotel")));
        var taken = CasesWorld.Value(await world.Desk.Accept(world.Caller("travel"), opened.Id, new CaseAcceptanceRequest("a1", null)));
        Assert.Equal(("travel", "market", "market"), (taken.Unit, taken.Owner!.Id, taken.Keeper!.Id));
        Assert.Equal("has-keeper", (await world.Desk.Assign(world.Caller("travel"), opened.Id, new CaseAssignmentRequest("s1", "travel"))).Problem!.Code);
        var keepers = await world.World.Read(reader => world.World.Get<KeptContacts>().KeepersOf(reader, talk with { Tier = "88vip" }));
        Assert.Equal(["market", "market-2"], keepers);
    }

    private static async Task<string> Trouble(CasesWorld world, string what, double minute)
    {
        world.World.Clock.Now = ServiceWorld.Start.AddHours(1);
        await world.World.Send(OrdersWorld.Created("O-1"), OrdersWorld.Paid("O-1"), OrdersWorld.Shipped("O-1", 10), OrdersWorld.Parcel("picked-up", "O-1", 20), OrdersWorld.Parcel(what, "O-1", minute));
        return (await world.World.Order("O-1"))!.Person!;
    }

    private static Task<IReadOnlyList<CaseState>> Cases(CasesWorld world, string person) => world.World.Read(reader => world.Store.OfPersons(reader, [person], 20));
}
