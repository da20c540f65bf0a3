using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Platform;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Connectors;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Files;
using Patella.Service.Notifications;
using Patella.Service.Systems;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Following;
using Patella.Service.Systems.Registry;
using Patella.Service.Tenants;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;
using Patella.Tests.Service;

namespace Patella.Tests.Systems;

/// <summary>Systems and what lies below on an empty store, without a host: messages go out and entries are followed when a test says so.</summary>
internal sealed class SystemWorld(ServiceWorld world) : IAsyncDisposable
{
    public static readonly string Secret = StandardWebhook.NewSecret();
    private TimelinePosition _followed = TimelinePosition.Start;

    public ServiceWorld World => world;

    public SystemCalls Calls => world.Get<SystemCalls>();

    public SystemRegistry Registry => world.Get<SystemRegistry>();

    public Ownership Ownership { get; } = new("systems", 1, fenced: false, CancellationToken.None);

    public static async Task<SystemWorld> Create(StoreKind kind, TimeSpan? patience = null)
    {
        ServiceWorld? made = null;
        var world = made = await ServiceWorld.Create(kind, services =>
        {
            services.AddSingleton<ISegments>(_ => made!.Fixture.OpenSegments());
            services.AddSingleton<SecretBox>().AddSingleton<StaffStore>().AddSingleton(new PlatformOptions { DataFolder = "", Address = "https://desk.example" });
            services.AddTenants().AddAudit().AddFiles().AddConnectors().AddNotifications().AddSystems();
            services.AddSingleton<DeskItemStore>().AddSingleton<IStaffCalls>(provider => provider.GetRequiredService<DeskItemStore>());
            services.AddSingleton<IVoiceUnderstanding, Titles>().AddSingleton<IPlaceNames, NoPlaceNames>();
            services.AddSingleton(provider => new CallSender(provider.GetServices<Patella.Service.Systems.Forms.ICallForm>(), provider.GetRequiredService<EgressPolicy>()) { Patience = patience ?? CallSender.Limit });
        }, "Tenants", "Access", "Audit", "Files", "Parties", "Connectors", "Notifications", "Conversations", "Systems");
        await world.Store.Prepare(TenantId.System);
        world.Get<EgressPolicy>().AllowPrivate = true;
        await world.Write(async transaction =>
        {
            await world.Get<TenantStore>().SaveUnit(transaction, new BusinessUnit("m", "market", new LocalName("集市", "Market"), "market", false));
            foreach (var (id, role, units) in new[] { ("olga", Roles.SystemOwner, new[] { "market" }), ("eva", Roles.Expert, []), ("otto", Roles.SystemOwner, []) })
            {
                await world.Get<StaffStore>().Save(transaction, new Staff(id, id, $"{id}@acme.example", "en", [role], units, ["en"], 0, null, null, "own", true, false), null);
            }
        });
        return new SystemWorld(world);
    }

    public static SystemRequest System(string id, string connector, string? address, string? secret = null, SystemRoute? route = null)
        => new(id, new LocalName(id + "系统", id + " system"), "technical", connector, address, secret ?? (connector == "webhook" ? Secret : null), Unit: "market", Language: "en", Routes: route is null ? [] : [route]);

    public async Task<RegistryView> Save(params SystemRequest[] systems)
    {
        var saved = await Registry.Change(Administrator, new RegistryRequest(systems));
        Assert.True(saved.Succeeded, saved.Problem is { } problem ? string.Join("; ", problem.Errors?.Select(error => $"{error.Pointer} {error.Detail}") ?? [problem.Detail.ToString()]) : "");
        return saved.Value;
    }

    public Caller Administrator => world.Staff(Permission.Administer);

    public static SystemCall About(string id, string? system = null, int severity = 3, string title = "Coupon does not work · m30") => new(
        id, "incident", "incident-1", title, "Since nine o'clock.", severity, "coupon-fails", new Dictionary<string, string> { ["merchant"] = "m30" }, system, "/incidents/incident-1", "promotion");

    public Task<SystemCallView> Call(SystemCall call) => world.Write(transaction => Calls.Call(transaction, call));

    public async Task<CallRow> Find(string id) => (await world.Read(reader => CallStore.Find(reader, id)))!;

    /// <summary>Sends what is due now.</summary>
    public Task Send() => new CallOwner(world.Tenant, world.Get<CallSeams>()).SendDue(Ownership);

    /// <summary>Sends again and again, with the pauses passed, until nothing waits.</summary>
    public async Task SendAll()
    {
        for (var tries = 0; tries < 20 && await world.Read(reader => reader.One<long>("select count(*) from system_message where tenant = @tenant and state = 'waiting'")) > 0; tries++)
        {
            await Send();
            world.Clock.Now += TimeSpan.FromHours(1);
        }
    }

    /// <summary>Follows what the timeline has been told since.</summary>
    public async Task Follow()
    {
        var entries = (await world.Timeline()).Where(entry => entry.Place > _followed).ToList();
        if (entries.Count > 0)
        {
            _followed = entries[^1].Place;
            await world.Write(transaction => world.Get<IncidentFollower>().Apply(transaction, entries));
        }
    }

    /// <summary>Fires the timers that are due.</summary>
    public async Task Fire()
    {
        var due = await world.Read(reader => reader.Many<BusinessTimer>("select * from timer where tenant = @tenant and due_at <= @now and capability = 'systems'", new { now = world.Now }));
        foreach (var timer in due)
        {
            await world.Write(async transaction =>
            {
                await world.Get<TimerTable>().Cancel(transaction, timer.Capability, timer.Key);
                await world.Get<SystemTimer>().Fire(transaction, timer);
            });
        }
    }

    /// <summary>Who was told what: staff, kind and words.</summary>
    public Task<IReadOnlyList<string>> Told() => world.Read(reader => reader.Many<string>("select staff || ' ' || kind || ' ' || about from desk_item where tenant = @tenant order by at, staff, kind"));

    public async Task<IReadOnlyList<string>> Events() => [.. (await world.Timeline()).Where(entry => entry.Kind.StartsWith("system.", StringComparison.Ordinal)).Select(entry => entry.Kind)];

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private sealed class Titles : IVoiceUnderstanding
    {
        public Task<IVoiceReading> Reading(TenantId tenant, string? model, IVoiceReading? before) => throw new NotSupportedException();

        async Task<IReadOnlyDictionary<string, string>> IVoiceUnderstanding.Titles(TenantId tenant, string language) => await Task.FromResult(new Dictionary<string, string> { ["coupon-fails"] = language == "en" ? "Coupon does not work" : "优惠券用不了" });

        public Task<IReadOnlySet<long>> Corrected(TenantId tenant, IReadOnlyCollection<long> positions) => throw new NotSupportedException();
    }
}
