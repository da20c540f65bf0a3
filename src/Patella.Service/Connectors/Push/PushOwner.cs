using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Push;

/// <summary>What sending notices needs of the program.</summary>
internal sealed record PushSeams(IStore Store, IBus Bus, PushSender Sender, MachineTime Machine, BusinessTime Business, IIdentifiers Identifiers, ILoggerFactory Loggers);

/// <summary>The worker that sends notices, one process a tenant.</summary>
internal sealed class PushWorker(PushSeams seams) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (PushNotices.Topic(tenant), new PushOwner(tenant, seams));
}

/// <summary>Sends what is due, some at once, so that a slow push service holds up few. How each ended is told once.</summary>
internal sealed class PushOwner(TenantId tenant, PushSeams seams) : IPartitionOwner
{
    private const int Batch = 50;
    private const int AtOnce = 8;

    /// <summary>Browsers of one person that are told: those seen last.</summary>
    private const int MostBrowsers = 5;

    private const long KeptFor = 30L * 86_400 * Microseconds.PerSecond;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(seams.Bus, PushNotices.Topic(tenant));
        await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            return await transaction.Execute(PushNotices.Sql["Trim"], new { before = seams.Machine.Now - KeptFor });
        }, cancellation: ownership.Lost);
        while (!ownership.Lost.IsCancellationRequested)
        {
            var due = await seams.Store.Read(tenant, reader => reader.Many<PushNoticeRow>(PushNotices.Sql["Due"], new { now = seams.Machine.Now, limit = Batch }), ownership.Lost);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ownership.Lost }, async (notice, _) => await Send(ownership, notice));
            if (due.Count == 0)
            {
                await wake.Sleep(Look, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Notices take no commands; they are rows.");

    private async Task Send(Ownership ownership, PushNoticeRow notice)
    {
        // In doubt from here on, until the answers are written down: whoever finds it so after a crash knows no better.
        var browsers = await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await transaction.Execute(PushNotices.Sql["Begin"], new { notice.Id, now = seams.Machine.Now });
            return await transaction.Many<PushSubscriptionRow>(PushNotices.Sql["OfPersons"], new { persons = Json.Read<List<string>>(notice.Persons) ?? [notice.Person] });
        }, cancellation: ownership.Lost);
        var outcomes = new List<PushOutcome>();
        var (problem, asked, gone) = ((string?)null, (TimeSpan?)null, new List<string>());
        foreach (var browser in browsers.Take(MostBrowsers))
        {
            var (outcome, why, retryAfter) = await seams.Sender.Send(tenant, browser, notice, ownership.Lost);
            outcomes.Add(outcome);
            problem = why ?? problem;
            asked = retryAfter ?? asked;
            if (outcome == PushOutcome.Gone)
            {
                gone.Add(browser.Id);
            }
        }

        await Settle(ownership, notice, PushDecision.Of(outcomes, notice.Attempts + 1, notice.Doubt != 0, asked), problem, gone);
    }

    private Task Settle(Ownership ownership, PushNoticeRow notice, (string State, bool Doubt, long Pause) decision, string? problem, List<string> gone) => seams.Store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        foreach (var id in gone)
        {
            await transaction.Execute(PushNotices.Sql["DeleteSubscription"], new { id });
        }

        var now = seams.Machine.Now;
        var settled = await transaction.Execute(PushNotices.Sql["Settle"], new { notice.Id, decision.State, doubt = decision.Doubt ? 1L : 0L, nextAt = now + decision.Pause, problem, now });
        if (settled == 1 && decision.State != "waiting")
        {
            await transaction.Append(new TimelineEntry
            {
                Id = seams.Identifiers.New(), Kind = "push." + decision.State, At = seams.Business.Now, RecordedAt = now, AuthorParty = "system", Data = Json.Write(new PushEventData(notice.Id, notice.Conversation)),
            });
        }
    }, cancellation: ownership.Lost);
}
