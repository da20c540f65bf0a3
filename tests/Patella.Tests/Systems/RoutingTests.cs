using Patella.Service.Systems;
using Patella.Service.Systems.Registry;
using Patella.Service.Tenants;

namespace Patella.Tests.Systems;

/// <summary>Who owns what is wrong.</summary>
public class RoutingTests
{
    private static readonly SystemCall Late = new("c", "incident", "i", "t", "", 2, "parcel-late", new Dictionary<string, string> { ["carrier"] = "swift", ["region"] = "north" }, null, "/", "deliver");

    [Fact]
    public void The_route_with_the_most_conditions_wins_and_says_why()
    {
        var registry = Registry(
            ("stage", new SystemRoute(Stages: ["deliver"])), ("carrier", new SystemRoute(Dimensions: Where("carrier", "swift"))), ("both", new SystemRoute(["parcel-late"], null, Where("carrier", "swift"))), ("reason", new SystemRoute(["parcel-late"])));
        var (system, why) = Routing.Owner(registry, Late);
        Assert.Equal(("both", "reason=parcel-late + carrier=swift"), (system!.Id, why));
    }

    [Fact]
    public void Of_two_as_specific_routes_the_reason_goes_before_the_place_and_the_place_before_the_stage()
    {
        Assert.Equal("reason", Owner(("stage", new SystemRoute(Stages: ["deliver"])), ("place", new SystemRoute(Dimensions: Where("region", "north"))), ("reason", new SystemRoute(["parcel-late"]))));
        Assert.Equal("place", Owner(("stage", new SystemRoute(Stages: ["deliver"])), ("place", new SystemRoute(Dimensions: Where("region", "*")))));
        Assert.Equal("first", Owner(("first", new SystemRoute(["parcel-late"])), ("second", new SystemRoute(["parcel-late"]))));
    }

    [Fact]
    public void All_of_a_route_must_hold()
    {
        Assert.Null(Owner(("a", new SystemRoute(["parcel-late"], null, Where("carrier", "slow")))));
        Assert.Null(Owner(("a", new SystemRoute(["parcel-lost"])), ("b", new SystemRoute(Dimensions: Where("merchant", "*")))));
        Assert.Null(Owner(("a", new SystemRoute())));
    }

    [Fact]
    public void Who_is_asked_for_by_name_is_called_and_one_that_cannot_be_called_falls_back()
    {
        var registry = Registry(("a", new SystemRoute(["parcel-late"])), ("b", new SystemRoute(["other"])));
        Assert.Equal(("b", "asked"), (Routing.Owner(registry, Late with { System = "b" }).System!.Id, Routing.Owner(registry, Late with { System = "b" }).Why));
        var off = registry with { Systems = [.. registry.Systems.Select(system => system with { Active = system.Id != "b" })] };
        Assert.Equal((null, "fallback"), Routing.Owner(off, Late with { System = "b" }));
        Assert.Null(Routing.Owner(registry with { Systems = [.. registry.Systems.Select(system => system with { Secret = null })] }, Late).System);
    }

    private static string? Owner(params (string Id, SystemRoute Route)[] systems) => Routing.Owner(Registry(systems), Late).System?.Id;

    private static Dictionary<string, IReadOnlyList<string>> Where(string dimension, string value) => new() { [dimension] = [value] };

    private static KnownRegistry Registry(params (string Id, SystemRoute Route)[] systems) => KnownRegistry.Empty with
    {
        Systems = [.. systems.Select(one => new KnownSystem(one.Id, new LocalName("名", "name"), "technical", "webhook", "https://x.example/", null, "sealed", null, null, null, null, null, "market", "en", [one.Route], true))],
    };
}
