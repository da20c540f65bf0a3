using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service;
using Patella.Service.Edge;
using Patella.Tests.Platform;

namespace Patella.Tests.Service;

/// <summary>A clock that stands until a test moves it.</summary>
public sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    /// <summary>How far it goes on each time it is looked at: what is looked up twice in one step is then two moments, as it is outside of tests.</summary>
    public TimeSpan Ticking { get; set; }

    public override DateTimeOffset GetUtcNow() => Now += Ticking;
}

/// <summary>Some capabilities on an empty store, without a server: for what is decided below the endpoints.</summary>
public sealed class ServiceWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 11, 8, 0, 0, TimeSpan.Zero);
    private readonly ServiceProvider _provider;

    private ServiceWorld(StoreFixture fixture, StandingClock clock, ServiceProvider provider)
    {
        Fixture = fixture;
        Clock = clock;
        _provider = provider;
    }

    public StoreFixture Fixture { get; }

    public StandingClock Clock { get; }

    public IStore Store => Fixture.Store;

    public TenantId Tenant => Fixture.Tenant;

    public long Now => Clock.Now();

    public static async Task<ServiceWorld> Create(StoreKind kind, Action<IServiceCollection> capabilities, params string[] migrations)
    {
        var fixture = await StoreFixture.Create(kind, set =>
        {
            foreach (var capability in Capabilities.Order.Where(migrations.Contains))
            {
                set.Add(typeof(Capabilities).Assembly, capability);
            }
        });
        var clock = new StandingClock(Start);
        var services = new ServiceCollection();
        services.AddSingleton(fixture.Store).AddSingleton<IBus>(fixture.Bus).AddSingleton(new MachineTime(clock)).AddSingleton(new BusinessTime(clock));
        services.AddSingleton<Patella.Platform.Timers.TimerTable>();
        services.AddSingleton<IIdentifiers>(new SeededIdentifiers(7));
        services.AddLogging();
        capabilities(services);
        return new ServiceWorld(fixture, clock, services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull
        => _provider.GetRequiredService<T>();

    public Task<T> Write<T>(Func<ITransaction, Task<T>> command) => Store.Write(Tenant, command);

    public Task Write(Func<ITransaction, Task> command) => Store.Write(Tenant, command);

    public Task<T> Read<T>(Func<IReader, Task<T>> query) => Store.Read(Tenant, query);

    /// <summary>What stands in the timeline now. (The store's own reading waits for older transactions of the whole server, which are other tests'.)</summary>
    public Task<IReadOnlyList<TimelineEntry>> Timeline() => Read(reader => reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant order by position"));

    public Caller Staff(Permission permissions = Permission.Serve | Permission.StaffMember, string? merchant = null, string language = "en")
        => new() { Kind = CallerKind.Staff, Tenant = Tenant, Id = "staff-1", Permissions = permissions, Merchant = merchant, Language = language };

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Fixture.DisposeAsync();
    }
}
