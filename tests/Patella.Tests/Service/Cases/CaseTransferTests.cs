using Patella.Platform.Storage;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Standards;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Cases;

public class CaseTransferTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_hotel_problem_entered_through_the_market_belongs_to_travel_and_keeps_its_first_agent(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.Order("H-1", "c-1");
        var order = (await world.World.Read(reader => world.World.Get<Patella.Service.Orders.OrderMirror>().FindOrder(reader, "H-1")))!;
        var talk = await world.Talk("c-1", "酒店说没有我的预订", order: order.Id);
        var opened = await world.Open("market", talk.Id);
        Assert.Equal(("travel", "market", "market", "C-000001"), (opened.Unit, opened.FirstAgent!.Id, opened.EntryUnit, opened.Number));
        Assert.Equal("酒店说没有我的预订", opened.Asked);
        Assert.NotNull(opened.Promise);
        Assert.Contains(await world.Told(talk.Person), text => text.Contains("C-000001", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_unit_refuses_only_by_naming_the_right_one_and_a_hop_keeps_the_clock(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await WithClause(world, Measures.Resolution, 600);
        var talk = await world.Talk("c-1", "我的钱没退");
        var id = (await world.Open("market", talk.Id)).Id;
        var before = (await world.Clocks(id)).Single(clock => clock.Measure == Measures.Resolution);

        Assert.Equal("transfer-to-itself", (await world.Desk.Propose(world.Caller("market"), id, new CaseTransferRequest("t0", "market", "why not"))).Problem!.Code);
        Assert.Equal("invalid", (await world.Desk.Propose(world.Caller("market"), id, new CaseTransferRequest("t0", "moon", "why not"))).Problem!.Code);
        CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), id, new CaseTransferRequest("t1", "travel", "a hotel")));
        Assert.Equal("not-your-answer", (await world.Desk.Refuse(world.Caller("market"), id, new CaseRefusalRequest("r0", "pay", "no"))).Problem!.Code);
        Assert.Equal("names-itself", (await world.Desk.Refuse(world.Caller("travel"), id, new CaseRefusalRequest("r0", "travel", "no"))).Problem!.Code);
        Assert.Equal("invalid", (await world.Desk.Refuse(world.Caller("travel"), id, new CaseRefusalRequest("r0", "market", ""))).Problem!.Code);
        var named = CasesWorld.Value(await world.Desk.Refuse(world.Caller("travel"), id, new CaseRefusalRequest("r1", "pay", "it is about money")));
        Assert.Equal(("market", "pay"), (named.Unit, named.Transfer!.To));

        await world.Pass(TimeSpan.FromMinutes(5));
        var taken = CasesWorld.Value(await world.Desk.Accept(world.Caller("pay"), id, new CaseAcceptanceRequest("a1", null)));
        Assert.Equal(("pay", "pay", 1, "market"), (taken.Unit, taken.Owner!.Id, taken.Hops, taken.FirstAgent!.Id));
        var after = (await world.Clocks(id)).Single(clock => clock.Measure == Measures.Resolution);
        Assert.Equal((before.StartedAt, before.DueAt, "pay"), (after.StartedAt, after.DueAt, after.Unit));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_second_refusal_is_settled_by_the_experience_group_or_by_rule(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.Save(CaseSettings.Default with { ExperienceUnit = "experience" });
        var id = (await world.Open("market", unit: "market")).Id;
        await Refuse(world, id, "travel", "pay");
        var disputed = CasesWorld.Value(await world.Desk.Refuse(world.Caller("pay"), id, new CaseRefusalRequest("r2", "travel", "not ours")));
        Assert.Equal("experience", disputed.Transfer!.Settler);
        Assert.Equal("not-the-settler", (await world.Desk.Settle(world.Caller("market"), id, new SettlementRequest("s0", "pay", "mine"))).Problem!.Code);
        var settled = CasesWorld.Value(await world.Desk.Settle(world.Caller("experience"), id, new SettlementRequest("s1", "pay", "money is theirs")));
        Assert.Equal(("pay", 1), (settled.Unit, settled.Hops));
        Assert.Null(settled.Transfer);

        await world.Save(CaseSettings.Default);
        var order = await world.Order("H-2", "c-2");
        var talk = await world.Talk("c-2", "酒店", order: order.Id);
        var other = (await world.Open("market", talk.Id)).Id;
        CasesWorld.Value(await world.Desk.Propose(world.Caller("travel"), other, new CaseTransferRequest("t1", "pay", "money")));
        CasesWorld.Value(await world.Desk.Refuse(world.Caller("pay"), other, new CaseRefusalRequest("r1", "market", "not money")));
        var byRule = CasesWorld.Value(await world.Desk.Refuse(world.Caller("market"), other, new CaseRefusalRequest("r2", "pay", "not ours")));
        Assert.Equal(("travel", 0), (byRule.Unit, byRule.Hops));
        Assert.Null(byRule.Transfer);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Silence_accepts_and_more_than_two_hops_raise_an_alert(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await WithClause(world, Measures.TransferAnswer, 20);
        var id = (await world.Open("market", unit: "market")).Id;
        CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), id, new CaseTransferRequest("t1", "travel", "a hotel")));
        await world.Pass(TimeSpan.FromMinutes(19));
        Assert.Equal("market", (await world.State(id)).Unit);
        await world.Pass(TimeSpan.FromMinutes(2));
        var taken = await world.State(id);
        Assert.Equal(("travel", 1), (taken.Unit, taken.Hops));
        Assert.Null(taken.Owner);

        Assert.Equal("transfer-in-circles", (await world.Desk.Propose(world.Caller("travel"), id, new CaseTransferRequest("t2", "market", "back"))).Problem!.Code);
        await Hop(world, id, "travel", "pay");
        Assert.DoesNotContain(await world.Kinds(id), one => one == "case.alert-raised");
        await Hop(world, id, "pay", "experience");
        Assert.Contains(await world.Kinds(id), one => one == "case.alert-raised");
        Assert.Equal(3, (await world.State(id)).Hops);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_command_sent_twice_changes_nothing_and_a_closed_unit_takes_none(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.Save(CaseSettings.Default with { ClosedUnits = ["pay"] });
        var first = await world.Open("market", id: "mine", unit: "market");
        Assert.Equal(first.Number, (await world.Open("market", id: "mine", unit: "market")).Number);
        Assert.Equal("unit-closed", (await world.Desk.Propose(world.Caller("market"), "mine", new CaseTransferRequest("t", "pay", "money"))).Problem!.Code);
        var once = CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), "mine", new CaseTransferRequest("t1", "travel", "hotel")));
        var twice = CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), "mine", new CaseTransferRequest("t1", "travel", "hotel")));
        Assert.Equal((once.Version, once.Transfer!.Id), (twice.Version, twice.Transfer!.Id));
        Assert.Equal("transfer-open", (await world.Desk.Propose(world.Caller("market"), "mine", new CaseTransferRequest("t2", "experience", "hm"))).Problem!.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_unit_that_is_closed_while_it_is_asked_takes_the_case_neither_by_hand_nor_by_silence(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        var id = (await world.Open("market", unit: "market")).Id;
        CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), id, new CaseTransferRequest("t1", "pay", "money")));
        await world.Save(CaseSettings.Default with { ClosedUnits = ["pay"] });
        Assert.Equal("unit-closed", (await world.Desk.Accept(world.Caller("pay"), id, new CaseAcceptanceRequest("a1", null))).Problem!.Code);
        await world.Pass(TimeSpan.FromMinutes(31));
        var state = await world.State(id);
        Assert.Equal(("market", 0, null), (state.Unit, state.Hops, state.Transfer));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_first_agent_may_solve_it_alone_with_a_shared_article_only(StoreKind kind)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.World.Write(transaction => world.World.Get<Patella.Service.Knowledge.KnowledgeBase>().Save(transaction, new("a-1", "How", ["how"], "So.", "zh-CN", "travel", true, null, null, null, 0, 0)));
        await world.World.Write(transaction => world.World.Get<Patella.Service.Knowledge.KnowledgeBase>().Save(transaction, new("a-2", "Why", ["why"], "So.", "zh-CN", "travel", false, null, null, null, 0, 0)));
        var id = (await world.Open("market", unit: "travel")).Id;
        Assert.Equal("not-your-case", (await world.Desk.Close(world.Caller("market"), id, new CaseClosureRequest("c0", "done", null, null))).Problem!.Code);
        Assert.Equal("not-your-case", (await world.Desk.Close(world.Caller("market"), id, new CaseClosureRequest("c0", "done", null, "a-2"))).Problem!.Code);
        Assert.Equal("not-your-case", (await world.Desk.Close(world.Caller("pay"), id, new CaseClosureRequest("c0", "done", null, "a-1"))).Problem!.Code);
        Assert.Equal("closed", CasesWorld.Value(await world.Desk.Close(world.Caller("market"), id, new CaseClosureRequest("c1", "done", null, "a-1"))).Category);
    }

    private static async Task Hop(CasesWorld world, string id, string from, string to)
    {
        CasesWorld.Value(await world.Desk.Propose(world.Caller(from), id, new CaseTransferRequest("p-" + to, to, "theirs")));
        CasesWorld.Value(await world.Desk.Accept(world.Caller(to), id, new CaseAcceptanceRequest("a-" + to, true)));
    }

    private static async Task Refuse(CasesWorld world, string id, string asked, string right)
    {
        CasesWorld.Value(await world.Desk.Propose(world.Caller("market"), id, new CaseTransferRequest("t1", asked, "theirs")));
        CasesWorld.Value(await world.Desk.Refuse(world.Caller(asked), id, new CaseRefusalRequest("r1", right, "not ours")));
    }

    internal static async Task WithClause(CasesWorld world, string measure, long minutes)
    {
        var saved = await world.World.Write(transaction => world.World.Get<StandardSettings>().SaveClause(
            transaction, new Clause { Id = measure, Measure = measure, TargetMinutes = minutes, Calendar = StandardBook.AroundTheClock }, null));
        Assert.Null(saved.Problem?.Detail);
    }
}

internal static class CaseWorldReading
{
    public static Task<IReadOnlyList<Clock>> Clocks(this CasesWorld world, string caseId) => world.World.Read(reader => world.World.Get<ServiceClocks>().Of(reader, ClockSubject.Case(caseId)));

    public static async Task<IReadOnlyList<string>> Kinds(this CasesWorld world, string caseId) => [.. (await world.World.Timeline()).Where(entry => entry.CaseRef == caseId).Select(entry => entry.Kind)];
}
