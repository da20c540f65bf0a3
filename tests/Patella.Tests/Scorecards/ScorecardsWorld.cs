using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Policies;
using Patella.Service.Remedies;
using Patella.Service.Scorecards;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Reading;
using Patella.Service.Search;
using Patella.Service.Tenants;
using Patella.Tests.Service;
using Patella.Tests.Service.Orders;

namespace Patella.Tests.Scorecards;

/// <summary>The lighthouse on an empty store in an ecosystem on UTC, fed by the marketplace's events. The clock stands at the world's start plus some days.</summary>
internal sealed class ScorecardsWorld(ServiceWorld world) : IAsyncDisposable
{
    /// <summary>The day that the first events are told of.</summary>
    public static readonly long FirstDay = DateOnly.FromDateTime(ServiceWorld.Start.UtcDateTime).DayNumber;

    private int _ids;

    public ServiceWorld World => world;

    public static async Task<ScorecardsWorld> Create(StoreKind kind)
    {
        var world = await ServiceWorld.Create(
            kind, services => services.AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddAudit().AddParties().AddSearch().AddLedger().AddRemedies().AddOrders().AddPolicies().AddScorecards(),
            "Tenants", "Access", "Audit", "Parties", "Search", "Ledger", "Remedies", "Orders", "Policies", "Cases", "Scorecards");
        await world.Write(async transaction => await world.Get<TenantStore>().SaveProfile(transaction, new TenantProfile("test", "en", new Look("#000000", "test", ""), TimeZone: "UTC")));
        return new ScorecardsWorld(world);
    }

    public Task Shop(string id, string? category = "tea") => world.Write(transaction => world.Get<TenantStore>().SaveMerchant(transaction, new Merchant("id-" + id, id, "Shop " + id, "market", category)));

    /// <summary>An order that is paid at once and collected after some hours; null: never.</summary>
    public static IEnumerable<object> Bought(string number, double day, double? collectedAfterHours, string merchant = "m-1", string consumer = "c-1")
    {
        var minute = day * 1_440;
        yield return OrdersWorld.Created(number, minute, consumer, merchant, shipBy: ServiceWorld.Start.AddMinutes(minute + 2_880));
        yield return OrdersWorld.Paid(number, minute);
        if (collectedAfterHours is { } hours)
        {
            yield return OrdersWorld.Parcel("picked-up", number, minute + (hours * 60), "T-" + number);
        }
    }

    public static IEnumerable<object> Asked(string id, double day, double? answeredAfterSeconds, string merchant = "m-1", string by = "person")
    {
        var minute = day * 1_440;
        yield return OrdersWorld.Event("consult.asked", id + "-asked", minute, new { consult = new { id, merchant } }, id, source: "/market/consults");
        if (answeredAfterSeconds is { } seconds)
        {
            yield return OrdersWorld.Event("consult.answered", id + "-answered", minute + (seconds / 60), new { consult = new { id, merchant, by } }, id, source: "/market/consults");
        }
    }

    public static object Rated(string number, double day, int goods, int service = 5, int logistics = 5)
        => OrdersWorld.Event("order.rated", number + "-rated", day * 1_440, new { order = new { number }, rating = new { goods, service, logistics } }, number);

    public static object Judged(string number, double day, string liable)
        => OrdersWorld.Event("refund.judged", number + "-judged", day * 1_440, new { refund = new { id = "r-" + number, order = number, liable } }, "r-" + number, source: "/refunds");

    /// <summary>The same event with another moment, in the place of the first.</summary>
    public static object Corrected(object one, double minute)
    {
        var event_ = System.Text.Json.JsonSerializer.SerializeToNode(one, Json.Options)!.AsObject();
        (event_["corrects"], event_["id"], event_["time"]) = ((string)event_["id"]!, (string)event_["id"]! + "-again", ServiceWorld.Start.AddMinutes(minute));
        return event_;
    }

    public Task Send(params IEnumerable<object> events) => world.Send([.. events]);

    /// <summary>A case about a shop's order, as Cases tells it.</summary>
    public Task Helped(string id, double day, string merchant = "m-1") => world.Write(transaction => transaction.Append(new TimelineEntry
    {
        Id = $"case-{++_ids}", Kind = "case.opened", At = world.Now + (long)(day * 86_400 * Microseconds.PerSecond), RecordedAt = world.Now, CaseRef = id, AuthorParty = "consumer", Unit = "market",
        Data = CaseEventKinds.Write(new CaseOpened(1, "question", "open", "open", CasePriority.Normal, "market", null, null, null, null, null, null, merchant, null, "en", "consumer", null)),
    }));

    /// <summary>Lets the follower read what the timeline has, in batches of the given lengths; a batch that dies is rolled back and read again.</summary>
    public async Task Follow(Func<int>? length = null, Func<bool>? dies = null)
    {
        while (true)
        {
            var from = await world.Read(reader => TimelineCursor.Find(reader, ScoreFollower.ReaderName));
            var batch = (await world.Timeline()).Where(entry => entry.Place > from).Take(length?.Invoke() ?? 500).ToList();
            if (batch.Count == 0)
            {
                return;
            }

            var dying = dies?.Invoke() == true;
            try
            {
                await world.Write(async transaction =>
                {
                    await TimelineCursor.Move(transaction, ScoreFollower.ReaderName, from, batch[^1].Place);
                    await world.Get<ScoreFollower>().Apply(transaction, batch);
                    if (dying)
                    {
                        throw new TimeoutException("died before the commit");
                    }
                });
            }
            catch (TimeoutException) when (dying)
            {
                // Nothing of it happened; the next round reads it again.
            }
        }
    }

    /// <summary>Goes to a day (from the first), asks for its night and scores it.</summary>
    public async Task<NightRow> Night(double day)
    {
        world.Clock.Now = ServiceWorld.Start.AddDays(day);
        var night = FirstDay + (long)day;
        await world.Write(transaction => world.Get<NightDesk>().Ask(transaction, night));
        while (await Work())
        {
        }

        var scored = (await world.Read(reader => reader.One<NightRow>(FactStore.Sql["FindNight"], new { night })))!;
        Assert.Null(scored.Problem);
        return scored;
    }

    /// <summary>One piece of the nights' work.</summary>
    public Task<bool> Work() => new NightOwner(
        world.Tenant, world.Get<NightDesk>(), world.Get<NightRun>(), world.Get<Revisions>(), world.Get<ScoreFollower>(), world.Store, world.Fixture.Bus, Microsoft.Extensions.Logging.Abstractions.NullLogger<NightOwner>.Instance).Work(_ => Task.CompletedTask);

    public async Task<ScorecardView> Card(string shop = "m-1", string? night = null)
    {
        var view = await world.Get<ScorecardDesk>().Card(Supervisor, shop, night);
        Assert.Null(view.Problem?.Detail.ToString());
        return view.Value;
    }

    public Caller Supervisor => world.Staff(Permission.Supervise);

    public static IndicatorView Of(ScorecardView card, string indicator) => card.Dimensions.SelectMany(dimension => dimension.Indicators).Single(one => one.Key == indicator);

    /// <summary>The kept sums by shop and day, as texts that can be compared.</summary>
    public async Task<IReadOnlyList<string>> Sums()
    {
        var values = string.Join(" || ' ' || ", DaySums.Columns.Select(column => $"cast({column} as text)"));
        var rows = await world.Read(reader => reader.Many<string>($"select merchant || ' ' || cast(day as text) || ' = ' || {values} from score_day where tenant = @tenant"));
        return [.. rows.Where(row => row[(row.IndexOf('=', StringComparison.Ordinal) + 1)..].Any(c => c is not ('0' or ' '))).Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
