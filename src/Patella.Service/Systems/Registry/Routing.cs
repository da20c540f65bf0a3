namespace Patella.Service.Systems.Registry;

/// <summary>Who owns what is wrong. The route with the most conditions wins; of two as specific ones the one that names the reason, then a place, then the stage; then the first in the document. Pure.</summary>
internal static class Routing
{
    public const string Asked = "asked";
    public const string Fallback = "fallback";

    /// <returns>The system that can be called, and why; no system: the experience group.</returns>
    public static (KnownSystem? System, string Why) Owner(KnownRegistry registry, SystemCall call)
    {
        if (call.System is not null)
        {
            return registry.Find(call.System) is { CanBeCalled: true } asked ? (asked, Asked) : (null, Fallback);
        }

        var best = registry.Systems.Where(system => system.CanBeCalled)
            .SelectMany(system => system.Routes.Select(route => (System: system, Route: route, Weight: Weight(route, call))))
            .Where(one => one.Weight > 0).OrderByDescending(one => one.Weight).FirstOrDefault();
        return best.System is null ? (null, Fallback) : (best.System, Why(best.Route, call));
    }

    /// <summary>0 when the route does not hold, or asks for nothing at all.</summary>
    internal static int Weight(SystemRoute route, SystemCall call)
    {
        var reason = route.Reasons is { Count: > 0 };
        var stage = route.Stages is { Count: > 0 };
        var places = route.Dimensions ?? new Dictionary<string, IReadOnlyList<string>>();
        var holds = (!reason || (call.Reason is { } code && route.Reasons!.Contains(code))) && (!stage || (call.Stage is { } at && route.Stages!.Contains(at)))
            && places.All(place => call.Node.TryGetValue(place.Key, out var value) && (place.Value.Contains(value) || place.Value.Contains("*")));
        var conditions = (reason ? 1 : 0) + (stage ? 1 : 0) + places.Count;
        return holds && conditions > 0 ? (conditions * 10) + (reason ? 4 : 0) + (places.Count > 0 ? 2 : 0) + (stage ? 1 : 0) : 0;
    }

    private static string Why(SystemRoute route, SystemCall call)
    {
        var parts = new List<string>();
        if (route.Reasons is { Count: > 0 })
        {
            parts.Add("reason=" + call.Reason);
        }

        if (route.Stages is { Count: > 0 })
        {
            parts.Add("stage=" + call.Stage);
        }

        parts.AddRange((route.Dimensions ?? new Dictionary<string, IReadOnlyList<string>>()).Keys.Order(StringComparer.Ordinal).Select(name => $"{name}={call.Node[name]}"));
        var why = string.Join(" + ", parts);
        return why.Length <= 300 ? why : why[..300];
    }
}
