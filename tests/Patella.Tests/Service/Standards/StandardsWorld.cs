using Microsoft.Extensions.DependencyInjection;
using Patella.Kernel.Calendars;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Standards;
using Patella.Service.Tenants;

namespace Patella.Tests.Service.Standards;

/// <summary>Standards on an empty store with three units, and its timers fired by hand.</summary>
internal sealed class StandardsWorld(ServiceWorld world) : IAsyncDisposable
{
    public const long Minute = 60 * Microseconds.PerSecond;
    public const long Hour = 60 * Minute;

    public static readonly ClockSubject Talk = ClockSubject.Conversation("talk");

    public static readonly ClockScope Market = new("market", EntryUnit: "market", Conversation: "talk", Person: "person", Order: "order");

    public ServiceWorld World => world;

    public ServiceClocks Clocks => world.Get<ServiceClocks>();

    public StandardSettings Settings => world.Get<StandardSettings>();

    public long Now => world.Now;

    public static async Task<StandardsWorld> Create(StoreKind kind)
    {
        var world = await ServiceWorld.Create(
            kind, services => services.AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddSingleton<TimerTable>().AddAudit().AddStandards(), "Tenants", "Access", "Audit", "Standards");
        await world.Write(async transaction =>
        {
            foreach (var code in new[] { "market", "travel", "food" })
            {
                await world.Get<TenantStore>().SaveUnit(transaction, new BusinessUnit(code, code, new LocalName(code, code), code, false));
            }
        });
        return new StandardsWorld(world);
    }

    public async Task<StandardsWorld> With(string id, string measure, long minutes, string? unit = null, string? tier = null, string? priority = null, string calendar = StandardBook.AroundTheClock)
    {
        var saved = await world.Write(transaction => Settings.SaveClause(
            transaction, new Clause { Id = id, Measure = measure, TargetMinutes = minutes, Unit = unit, Tier = tier, Priority = priority, Calendar = calendar }, null));
        Assert.Null(saved.Problem?.Detail);
        return this;
    }

    public static KeptCalendar Office(string id = "office", string zone = "Asia/Shanghai", params SpecialDay[] days)
        => new(id, 0, "办公", "Office", false, zone, [.. Enumerable.Range(0, 7).Select(day => (IReadOnlyList<Opening>)(day < 5 ? [new Opening(540, 1_080)] : []))], days, 0);

    public Task Do(Func<ITransaction, Task> step) => world.Write(step);

    public void Pass(long microseconds) => world.Clock.Now = world.Clock.Now.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public async Task<Clock> Only(ClockSubject? subject = null) => Assert.Single(await world.Read(reader => Clocks.Of(reader, subject ?? Talk)));

    /// <summary>Fires what is due, each in the transaction that removes the timer, as the owner of timers does.</summary>
    public async Task<int> FireTimers()
    {
        var due = await world.Read(reader => reader.Many<BusinessTimer>("select * from timer where tenant = @tenant and due_at <= @now order by due_at", new { now = Now }));
        foreach (var timer in due)
        {
            await world.Write(async transaction =>
            {
                if (await transaction.Execute("delete from timer where tenant = @tenant and capability = @Capability and key = @Key and generation = @Generation and due_at = @DueAt", timer) == 1)
                {
                    await world.Get<ITimerHandler>().Fire(transaction, timer);
                }
            });
        }

        return due.Count;
    }

    public async Task<IReadOnlyList<TimelineEntry>> Told() => [.. (await world.Timeline()).Where(entry => entry.Kind.StartsWith("standard.", StringComparison.Ordinal))];

    public async Task<string> Kinds() => string.Join(' ', (await Told()).Select(entry => entry.Kind["standard.".Length..]));

    public Task<long> Timers() => world.Read(async reader => await reader.One<long>("select count(*) from timer where tenant = @tenant"));

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
