using System.Globalization;
using Patella.Platform.Storage;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Standards;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Cases;

/// <summary>Random histories of three cases: whatever people, clocks and repeats do, a case stays one.</summary>
public class CaseHistoryTests
{
    private const int Steps = 40;
    private static readonly string[] People = ["market", "travel", "pay", "experience", "boss"];

    [Theory]
    [OnSqlite(1), OnSqlite(2), OnSqlite(3), OnSqlite(4), OnSqlite(5), OnSqlite(6)]
    [OnPostgres(7), OnPostgres(8)]
    public async Task Whatever_happens_a_case_has_one_owner_one_number_a_promise_and_counted_hops(StoreKind kind, int seed)
    {
        await using var world = await CasesWorld.Create(kind);
        await world.Save(CaseSettings.Default with { ExperienceUnit = seed % 2 == 0 ? "experience" : null });
        world.World.Clock.Ticking = TimeSpan.FromMicroseconds(1);
        var random = new Random(seed);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        string[] ids = ["a", "b", "c"];
        foreach (var id in ids)
        {
            await world.Open("market", id == "a" ? talk.Id : null, id, person: id == "a" ? null : talk.Person, unit: id == "c" ? "travel" : null);
        }

        var numbers = ids.ToDictionary(id => id, id => world.State(id).Result.Number);
        for (var step = 0; step < Steps; step++)
        {
            world.World.Clock.Now += TimeSpan.FromSeconds(1);
            await Step(world, random, ids, $"{seed}-{step}");
            foreach (var id in ids)
            {
                await Holds(world, await world.State(id), numbers[id], $"seed {seed}, step {step}, case {id}");
            }
        }
    }

    [Theory, OnSqlite(21), OnSqlite(22)]
    public async Task An_erased_case_is_the_fold_of_its_timeline_without_words(StoreKind kind, int seed)
    {
        await using var world = await CasesWorld.Create(kind);
        var random = new Random(seed);
        var talk = await world.Talk("c-1", "我的包裹一直没到");
        await world.Open("market", talk.Id, "a");
        for (var step = 0; step < Steps; step++)
        {
            world.World.Clock.Now += TimeSpan.FromSeconds(1);
            await Step(world, random, ["a"], $"{seed}-{step}");
        }

        var entries = (await world.World.Timeline()).Where(entry => entry.CaseRef == "a");
        var wordless = entries.Select(entry => (Change: CaseEventKinds.Read(entry.Kind, entry.Data, null), entry.At, entry.AuthorId)).Where(one => one.Change is not null)
            .Aggregate(new CaseState { Id = "a" }, (state, one) => CaseFold.Apply(state, one.Change!, one.At, one.AuthorId));
        Assert.Equal(Json.Write(wordless), Json.Write(CaseData.Wordless(await world.State("a"))));
    }

    private static async Task Step(CasesWorld world, Random random, string[] ids, string client)
    {
        var id = ids[random.Next(ids.Length)];
        var by = world.Caller(People[random.Next(People.Length)]);
        var unit = CasesWorld.Units[random.Next(CasesWorld.Units.Length)];
        var other = ids[random.Next(ids.Length)];
        Task<Outcome<CaseView>> Run() => random.Next(20) switch
        {
            0 or 1 or 2 => world.Desk.Propose(by, id, new CaseTransferRequest(client, unit, "theirs")),
            3 or 4 => world.Desk.Accept(by, id, new CaseAcceptanceRequest(client, random.Next(2) == 0)),
            5 or 6 => world.Desk.Refuse(by, id, new CaseRefusalRequest(client, unit, "not ours")),
            7 => world.Desk.Settle(by, id, new SettlementRequest(client, unit, "so be it")),
            8 => world.Desk.Withdraw(by, id, new CaseCommandRequest(client)),
            9 => world.Desk.Promise(by, id, new PromiseRequest(client, "soon", world.World.Clock.Now.AddMinutes(random.Next(-5, 90)), random.Next(2) == 0)),
            10 => world.Desk.ChangeStatus(by, id, new CaseStatusRequest(client, CaseSettings.Default.Statuses[random.Next(7)].Code, null)),
            11 => world.Desk.Assign(by, id, new CaseAssignmentRequest(client, random.Next(2) == 0 ? null : "market-2")),
            12 => world.Desk.Close(by, id, new CaseClosureRequest(client, "done", null, null)),
            13 => world.Ties.Reopen(by, id, new ReopeningRequest(client, "not done")),
            14 => world.Ties.Merge(by, id, new MergeRequest(client, other)),
            15 => world.Ties.Part(by, id, new CaseCommandRequest(client)),
            16 => world.World.Get<CaseParts>().Ask(by, id, new PartRequest(client, "carrier", "Swift", "where is it?", null)),
            17 => world.Desk.Describe(by, id, new DescribeCaseRequest(client, "another subject " + client, "refund", "high")),
            18 => world.Ties.SetParent(by, id, new ParentRequest(client, random.Next(3) == 0 ? null : other)),
            _ => Wait(world, random, by, id),
        };

        await Run();
    }

    private static async Task<Outcome<CaseView>> Wait(CasesWorld world, Random random, Caller by, string id)
    {
        await world.Pass(TimeSpan.FromMinutes(random.Next(1, 400)));
        return await world.World.Get<ListCases>().Get(by, id);
    }

    private static async Task Holds(CasesWorld world, CaseState state, long number, string when)
    {
        Assert.True(state.Number == number, $"{when}: the number changed");
        Assert.True(CasesWorld.Units.Contains(state.Unit), $"{when}: owned by '{state.Unit}'");
        Assert.True(!state.IsOpen || state.Promise is not null, $"{when}: open without a promise");
        Assert.True(state.Hops == state.PastUnits.Count, $"{when}: {state.Hops} hops, {state.PastUnits.Count} units before");
        Assert.True(state.PromisesKept + state.PromisesBroken <= state.PromisesMade, $"{when}: more promises ended than made");
        var rebuilt = await world.World.Read(reader => world.Store.Rebuild(reader, state.Id));
        Assert.True(Json.Write(state) == Json.Write(rebuilt), $"{when}: fold(timeline) is another state\n{Json.Write(state)}\n{Json.Write(rebuilt)}");
        var moves = (await world.World.Timeline()).Where(entry => entry.CaseRef == state.Id).Select(entry => CaseEventKinds.Read(entry.Kind, entry.Data, entry.Text)).ToList();
        var hops = moves.Count(change => change is TransferAccepted || change is TransferSettled { } settled && settled.From != settled.To);
        Assert.True(hops == state.Hops, $"{when}: {hops.ToString(CultureInfo.InvariantCulture)} moves in the timeline, {state.Hops} counted");
        var running = (await world.Clocks(state.Id)).Count(clock => clock is { Measure: Measures.Promise, IsOpen: true });
        Assert.True(running == (state.IsOpen ? 1 : 0), $"{when}: {running} promise clocks run, the case is {state.Category}");
    }
}
