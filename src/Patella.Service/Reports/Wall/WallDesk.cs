using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Reports.Wall;

/// <summary>The walls of this process, one a tenant; the live topic <c>wall</c>.</summary>
internal sealed class WallDesk : ILiveTopic
{
    public const Permission Lookers = Permission.ShowWall | Permission.ListenToVoices | Permission.Observe;

    /// <summary>Hints of Incidents that theirs have changed; the tenant follows.</summary>
    private const string IncidentHints = "incidents:";

    private readonly ConcurrentDictionary<TenantId, WallLoop> _loops = new();
    private readonly WallSources _sources;

    public WallDesk(WallSources sources, IBus bus)
    {
        _sources = sources;
        bus.Subscribe(hint =>
        {
            if (hint.Topic.StartsWith(IncidentHints, StringComparison.Ordinal) && _loops.TryGetValue(new TenantId(hint.Topic[IncidentHints.Length..]), out var loop))
            {
                loop.Hint();
            }
        });
    }

    public string Topic => "wall";

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/wall", async (HttpContext http, WallDesk desk) => Results.Json(await desk.Of(http.Caller().Tenant).Newest(), Json.Options))
        .Needs(Lookers).WithSummary("What the wall shows now; the live topic 'wall' tells what changes").Produces<WallView>().WithTags("Reports");

    public Task<Outcome<IDisposable>> Subscribe(LiveConnection connection, Caller caller, JsonElement message)
        => Task.FromResult<Outcome<IDisposable>>(caller.Has(Lookers) ? Of(caller.Tenant).Watch(connection, message.Text("epoch"), message.Number("after") ?? 0) : Problem.Forbidden());

    private WallLoop Of(TenantId tenant) => _loops.GetOrAdd(tenant, one => new WallLoop(one, _sources));
}
