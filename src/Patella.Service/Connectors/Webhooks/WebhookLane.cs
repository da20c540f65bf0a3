using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>
/// One webhook: takes what it wants from the timeline at its own cursor, so far as not too much waits already, and delivers what is due. The cursor and the
/// deliveries move in one transaction; each event is delivered at least once under one id.
/// </summary>
internal sealed class WebhookLane(TenantId tenant, WebhookRow webhook, WebhookSeams seams)
{
    /// <summary>Deliveries that may wait; past it the cursor stands still, and nothing is lost or grows.</summary>
    public const int MostWaiting = 1_000;

    private const int Batch = 200;
    private const int AtOnce = 4;
    private const long KeptFor = 30L * 86_400 * Microseconds.PerSecond;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private TimelinePosition _cursor;

    public async Task Run(Ownership ownership, CancellationToken stop)
    {
        using var wake = new WakeUp(seams.Bus, BusTopics.Timeline(tenant));
        using var pings = new WakeUp(seams.Bus, WebhookOwner.Topic(tenant));
        _cursor = await seams.Store.Read(tenant, reader => TimelineCursor.Find(reader, WebhookRow.CursorOf(webhook.Id)), stop);
        await Trim(ownership, stop);
        while (!stop.IsCancellationRequested)
        {
            var taken = await Take(ownership, stop);
            var sent = await Deliver(ownership, stop);
            if (taken < Batch && sent == 0)
            {
                await Task.WhenAny(wake.Sleep(Look, stop), pings.Sleep(Look, stop));
            }
        }
    }

    private async Task<int> Take(Ownership ownership, CancellationToken stop)
    {
        if (await seams.Store.Read(tenant, reader => reader.One<long>(WebhookOwner.Sql["Waiting"], new { webhook = webhook.Id }), stop) >= MostWaiting)
        {
            return 0;
        }

        var entries = await seams.Store.ReadTimeline(tenant, _cursor, Batch, stop);
        if (entries.Count == 0)
        {
            return 0;
        }

        await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            foreach (var entry in entries.Where(entry => webhook.Wants(entry.Kind)))
            {
                await transaction.Execute(WebhookOwner.Sql["AddDelivery"], new { Id = IdOf(entry.Id), Webhook = webhook.Id, Entry = entry.Id, entry.Position, entry.Kind, CreatedAt = seams.Machine.Now });
            }

            await TimelineCursor.Move(transaction, WebhookRow.CursorOf(webhook.Id), _cursor, entries[^1].Place);
        }, cancellation: stop);
        _cursor = entries[^1].Place;
        return entries.Count;
    }

    /// <summary>The same event to the same webhook always has the same id.</summary>
    private string IdOf(string entry) => "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{webhook.Id}/{entry}")))[..32];

    private async Task<int> Deliver(Ownership ownership, CancellationToken stop)
    {
        var due = await seams.Store.Read(tenant, reader => reader.Many<DeliveryRow>(WebhookOwner.Sql["Due"], new { webhook = webhook.Id, now = seams.Machine.Now, limit = AtOnce }), stop);
        await Task.WhenAll(due.Select(delivery => DeliverOne(ownership, delivery, stop)));
        return due.Count;
    }

    private async Task DeliverOne(Ownership ownership, DeliveryRow delivery, CancellationToken stop)
    {
        var entry = delivery.Position is null ? null : await seams.Store.Read(tenant, reader => reader.One<TimelineEntry>(WebhookOwner.Sql["Entry"], new { position = delivery.Position }), stop);
        var body = WebhookPayload.Of(delivery.Kind, delivery.CreatedAt, entry, webhook.IncludeText != 0);

        // After a move of the tenant places are other ones: what cannot be found is said to be so, and nothing else is sent in its stead.
        var gone = entry?.Id != delivery.Entry;
        var result = gone ? new WebhookResult(null, null, "The event stands elsewhere since the tenant was moved.", TimeSpan.Zero, null) : await seams.Sender.Send(tenant, webhook, delivery, body, stop);
        await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await Settle(transaction, delivery with { Attempts = gone ? WebhookRetries.MostAttempts : delivery.Attempts + 1 }, result);
        }, cancellation: stop);
    }

    private async Task Settle(ITransaction transaction, DeliveryRow delivery, WebhookResult result)
    {
        var now = seams.Machine.Now;
        var pause = result.Delivered ? null : WebhookRetries.PauseAfter(delivery.Attempts, WebhookRetries.ChanceOf(delivery.Id, delivery.Attempts), result.RetryAfter);
        var state = result.Delivered ? "delivered" : pause is null ? "failed" : "waiting";
        await transaction.Execute(WebhookOwner.Sql["Settle"], new
        {
            delivery.Id,
            state,
            attempts = delivery.Attempts,
            nextAt = now + (pause ?? 0),
            status = (long?)result.Status,
            problem = result.Problem,
            finishedAt = state == "waiting" ? (long?)null : now,
        });
        await transaction.Execute(WebhookOwner.Sql["AddAttempt"], new
        {
            delivery = delivery.Id, number = delivery.Attempts, at = now, duration = (long)result.Duration.TotalMilliseconds, status = (long?)result.Status, head = result.Head, problem = result.Problem,
        });
        await Judge(transaction, result, now);
    }

    /// <summary>A webhook that has failed for three days, or says that it is gone for ever (410), is switched off and somebody is told.</summary>
    private async Task Judge(ITransaction transaction, WebhookResult result, long now)
    {
        if (result.Delivered)
        {
            await transaction.Execute(WebhookOwner.Sql["Works"], new { id = webhook.Id });
            return;
        }

        await transaction.Execute(WebhookOwner.Sql["Fails"], new { id = webhook.Id, now });
        var row = await transaction.One<WebhookRow>(WebhookOwner.Sql["Find"], new { id = webhook.Id });
        var reason = result.Status == 410 ? "gone" : row?.FailingSince <= now - WebhookRetries.DisableAfter ? "failing" : null;
        if (reason is null || await transaction.Execute(WebhookOwner.Sql["Disable"], new { id = webhook.Id, reason }) == 0)
        {
            return;
        }

        await seams.Audit.Write(transaction, "system", "webhooks", "connectors.webhook-disabled", "webhook:" + webhook.Id, new { reason });
        await transaction.Append(new TimelineEntry
        {
            Id = seams.Identifiers.New(), Kind = "webhook.disabled", At = seams.Business.Now, RecordedAt = now, AuthorParty = "system", Data = Json.Write(new { webhook = webhook.Id, reason }),
        });
    }

    private Task Trim(Ownership ownership, CancellationToken stop) => seams.Store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        var before = seams.Machine.Now - KeptFor;
        await transaction.Execute(WebhookOwner.Sql["Trim"], new { webhook = webhook.Id, before });
        await transaction.Execute(WebhookOwner.Sql["TrimAttempts"], new { before });
    }, cancellation: stop);
}
