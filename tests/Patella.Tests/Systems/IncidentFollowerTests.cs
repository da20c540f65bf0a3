using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Systems;
using Patella.Service.Systems.Calls;
using Patella.Tests.Platform;

namespace Patella.Tests.Systems;

/// <summary>Incidents that call by themselves, and owners that are told.</summary>
public class IncidentFollowerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_severe_incident_calls_the_system_that_owns_it_once_and_a_false_alarm_takes_the_call_back(StoreKind kind)
    {
        await using var world = await SystemWorld.Create(kind);
        await using var pay = await CalledSystem.Start();
        await world.Save(SystemWorld.System("pay", "webhook", pay.Address, route: new SystemRoute(["coupon-fails"])));
        await Tell(world, IncidentEvents.Raised, severity: 1);
        await world.Follow();
        Assert.Empty(await world.Events());
        await Tell(world, IncidentEvents.Worsened, severity: 2);
        await Tell(world, IncidentEvents.Worsened, severity: 4);
        await world.Follow();
        await world.Send();
        Assert.Equal(["system.called"], await world.Events());
        var call = await world.Find("incident-1");
        Assert.Equal(("incident/incident-1", "pay", "优惠券用不了 · m30", 2L, "/incidents/incident-1"), (call.Subject, call.System, call.Title, call.Severity, call.Link));
        Assert.Equal("incident-1", (string)Assert.Single(pay.Heard).Json["data"]!["call"]!);

        await Tell(world, IncidentEvents.Judged, severity: 4, verdict: "false");
        await world.Follow();
        Assert.Equal(CallState.Withdrawn, (await world.Find("incident-1")).State);
        world.World.Clock.Now += TimeSpan.FromDays(2);
        await world.Fire();
        Assert.DoesNotContain(await world.Told(), line => line.StartsWith("eva", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_trouble_or_long_past_calls_nobody()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        await Tell(world, IncidentEvents.Raised, severity: 4, incidentKind: "opportunity");
        await Tell(world, IncidentEvents.Raised, severity: 4, age: TimeSpan.FromDays(3));
        await Tell(world, IncidentEvents.Closed, severity: 4, state: "closed");
        await world.Follow();
        Assert.Empty(await world.Events());
    }

    [Fact]
    public async Task An_incident_that_opens_again_after_it_was_fixed_calls_again()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        await Tell(world, IncidentEvents.Raised, severity: 3);
        await Tell(world, IncidentEvents.Reopened, severity: 3);
        await world.Follow();
        Assert.Equal(["system.called"], await world.Events());
        await world.World.Write(async transaction => await world.Calls.Fix(transaction, await world.Find("incident-1"), "Eva", "person"));
        await Tell(world, IncidentEvents.Reopened, severity: 3);
        await world.Follow();
        Assert.Equal(2, (await world.Events()).Count(kind => kind == SystemEvents.Called));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_is_made_an_owner_is_told_and_is_asked_for_the_verdict_when_it_is_due(StoreKind kind)
    {
        await using var world = await SystemWorld.Create(kind);
        await Tell(world, IncidentEvents.Raised, severity: 1);
        await Tell(world, IncidentEvents.Owned, severity: 1, staff: "otto");
        await world.Follow();
        Assert.Equal(["otto incident-owned You look after: Coupon does not work · m30"], await world.Told());
        world.World.Clock.Now += TimeSpan.FromHours(25);
        await world.Fire();
        await world.Fire();
        Assert.Equal("otto verdict-due Please judge whether it is real: Coupon does not work · m30", (await world.Told())[1]);
        Assert.Equal(2, (await world.Told()).Count);
    }

    [Fact]
    public async Task Nobody_is_reminded_of_a_verdict_that_was_given_and_the_experience_group_is_when_nobody_owns_it()
    {
        await using var world = await SystemWorld.Create(StoreKind.Sqlite);
        await Tell(world, IncidentEvents.Raised, severity: 1);
        await Tell(world, IncidentEvents.Raised, severity: 1, incident: "incident-2");
        await Tell(world, IncidentEvents.Judged, severity: 1, verdict: "real");
        await world.Follow();
        world.World.Clock.Now += TimeSpan.FromHours(25);
        await world.Fire();
        Assert.Equal(["eva verdict-due Please judge whether it is real: Coupon does not work · m30"], await world.Told());
    }

    private static Task Tell(
        SystemWorld world, string kind, int severity, string incidentKind = "anomaly", string state = "open", string? verdict = null, string? staff = null, TimeSpan age = default, string incident = "incident-1")
        => world.World.Write(transaction => transaction.Append(Entry(kind, world.World.Now - (long)age.TotalMicroseconds, severity, incidentKind, state, verdict, staff, incident)));

    /// <summary>An incident that has just been raised.</summary>
    internal static TimelineEntry Raised(long at) => Entry(IncidentEvents.Raised, at, 3, "anomaly", "open", null, null, "incident-9");

    private static TimelineEntry Entry(string kind, long at, int severity, string incidentKind, string state, string? verdict, string? staff, string incident) => new()
    {
        Id = Guid.NewGuid().ToString(), Kind = kind, At = at, RecordedAt = at, AuthorParty = "system",
        Data = Json.Write(new IncidentFact(
            "incident/" + incident, incident, incidentKind, state, "promotion", "coupon-fails", new Dictionary<string, string> { ["merchant"] = "m30" }, severity, at / Microseconds.PerSecond,
            at / Microseconds.PerSecond, 40, 30, verdict, null, staff, null)),
    };
}
