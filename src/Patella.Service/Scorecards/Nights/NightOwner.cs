using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Nights;

/// <summary>Scores one tenant's nights and revises what was corrected, one after the other, in the process that owns them.</summary>
internal sealed partial class NightOwner(TenantId tenant, NightDesk desk, NightRun run, Revisions revisions, ScoreFollower follower, IStore store, IBus bus, ILogger<NightOwner> logger) : IPartitionOwner
{
    private const int LookAhead = 500;
    private static readonly TimeSpan ShortSleep = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    public static string Topic(TenantId tenant) => "scorecards:" + tenant.Value;

    public static string Partition(TenantId tenant) => $"scorecards-nights:{tenant}";

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, Topic(tenant));
        await desk.SetFirstTimer(tenant);
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (!await Work(ownership.Check))
            {
                // With a night in hand it waits for the counting only, which tells nobody when it has caught up.
                await wake.Sleep(await store.Read(tenant, reader => reader.One<NightRow>(FactStore.Sql["NextNight"])) is null ? LongestSleep : ShortSleep, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Nights are asked for in transactions.");

    /// <summary>The next piece of work: the oldest night that is asked for, else the corrections that wait.</summary>
    /// <returns>False when there was nothing to do.</returns>
    internal async Task<bool> Work(Func<ITransaction, Task> check)
    {
        if (await store.Read(tenant, reader => reader.One<NightRow>(FactStore.Sql["NextNight"])) is { } night)
        {
            if (!await IsCounted(night))
            {
                return false;
            }

            LogNight(ShopDays.Text(night.Night), night.State);
            await (night.State == "published" ? run.End(tenant, night, check) : run.Run(tenant, night, check));
            return true;
        }

        try
        {
            return await revisions.Work(tenant, check) > 0;
        }
        catch (ScoringException wrong)
        {
            LogWaits(wrong.Message);
            return false;
        }
    }

    /// <summary>Whether everything told so far of the night's days has been counted.</summary>
    private async Task<bool> IsCounted(NightRow night)
    {
        var (cursor, end) = await store.Read(tenant, async reader => (await TimelineCursor.Find(reader, follower.Name), await desk.EndOf(reader, night)));
        var ahead = await store.ReadTimeline(tenant, cursor, LookAhead);
        return ahead.Count < LookAhead && !ahead.Any(entry => entry.At < end && follower.Concerns(entry));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Scoring the night {Night}, which is {State}")]
    private partial void LogNight(string night, string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Corrections of shops' scores wait: {Reason}")]
    private partial void LogWaits(string reason);
}

/// <summary>Asks for nights: by itself every night, or when somebody wants one.</summary>
internal sealed class NightDesk(IStore store, TenantStore tenants, TimerTable timers, IBus bus, BusinessTime business) : ITimerHandler
{
    private const string Key = "night";

    /// <summary>Local time at which a night is scored.</summary>
    private static readonly TimeSpan At = TimeSpan.FromHours(2);

    public string Capability => "scorecards";

    public Task SetFirstTimer(TenantId tenant) => store.Write(tenant, async transaction =>
    {
        if (await transaction.Execute(FactStore.Sql["FirstStart"]) == 1)
        {
            await SetNext(transaction, business.Now);
        }
    });

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        var days = ShopDays.Of(await tenants.Profile(transaction));
        await Ask(transaction, days.DayOf(Math.Max(timer.DueAt, business.Now)));
        await SetNext(transaction, Math.Max(timer.DueAt, business.Now));
    }

    /// <summary>The instant at which a night's last day ends.</summary>
    public async Task<long> EndOf(IReader reader, NightRow night) => ShopDays.Of(await tenants.Profile(reader)).At(night.UntilDay + 1, TimeSpan.Zero);

    /// <summary>Asks for a night; one that was scored stays as it is, one that failed is tried again.</summary>
    public async Task Ask(ITransaction transaction, long night)
    {
        var until = night - Indicators.Lag;
        await transaction.Execute(FactStore.Sql["AskNight"], new { night, from = until - Indicators.Window + 1, until, at = business.Now });
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(NightOwner.Topic(tenant), "")));
    }

    private async Task SetNext(ITransaction transaction, long after)
    {
        var days = ShopDays.Of(await tenants.Profile(transaction));
        var today = days.DayOf(after);
        var next = days.At(today, At) > after ? days.At(today, At) : days.At(today + 1, At);
        await timers.Set(transaction, Capability, Key, next);
    }
}

/// <summary>The nights of every tenant as background work.</summary>
internal sealed class NightWorker(NightDesk desk, NightRun run, Revisions revisions, ScoreFollower follower, IStore store, IBus bus, ILogger<NightOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (NightOwner.Partition(tenant), new NightOwner(tenant, desk, run, revisions, follower, store, bus, logger));
}
