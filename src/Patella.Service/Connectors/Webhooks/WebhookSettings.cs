using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>A webhook on the wire.</summary>
/// <param name="Events">Kinds it wants; one that ends in <c>.*</c> stands for all that begin so, <c>*</c> for all.</param>
/// <param name="IncludeText">Whether what people said goes along; otherwise only references and labels do.</param>
/// <param name="State">active, paused (by hand) or disabled (after three days of failures, or when it said 410).</param>
public sealed record WebhookView(string Id, string Name, string Url, IReadOnlyList<string> Events, bool IncludeText, string State, string? Reason, DateTimeOffset? FailingSince, DateTimeOffset? OldSecretUntil, DateTimeOffset CreatedAt);

/// <summary>POST /webhooks: all of it each time.</summary>
public sealed record WebhookRequest(string? Id, string? Name, string? Url, IReadOnlyList<string>? Events, bool? IncludeText, bool? Active);

/// <summary>A webhook and its secret, which is shown this once; absent when nothing new was made.</summary>
public sealed record SavedWebhook(WebhookView Webhook, string? Secret);

/// <summary>An event on its way to a webhook, in a list.</summary>
public sealed record WebhookDeliveryView(string Id, string Webhook, string Event, string State, int Attempts, int? Status, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? NextAt, DateTimeOffset? FinishedAt);

/// <summary>One try.</summary>
/// <param name="Answer">The beginning of what was answered.</param>
public sealed record WebhookAttemptView(int Number, DateTimeOffset At, int DurationMilliseconds, int? Status, string? Answer, string? Problem);

/// <summary>A delivery with what is sent and what was answered.</summary>
/// <param name="Body">As it would be sent now: words that were erased meanwhile are not in it.</param>
public sealed record WebhookDeliveryDetail(WebhookDeliveryView Delivery, string Url, string Body, IReadOnlyList<WebhookAttemptView> Attempts);

/// <summary>Webhooks as administrators arrange them; each change is in the audit trail and takes effect at once.</summary>
internal sealed class WebhookSettings(IStore store, SecretBox secrets, WebhookSender sender, EgressPolicy egress, MachineTime machine, AuditTrail audit, IIdentifiers identifiers, IBus bus)
{
    public const int Most = 50;
    private const long OverlapMicroseconds = 24L * 3_600 * Microseconds.PerSecond;

    /// <summary>Kinds that the product knows; others may come.</summary>
    public static IReadOnlyList<string> KnownKinds { get; } =
        [.. TimelineItems.Titles.Keys.Where(key => key.Contains('.', StringComparison.Ordinal) && !key.StartsWith("party.", StringComparison.Ordinal)), "mail.received", "mail.failed", "mail.bounced", "webhook.disabled"];

    public async Task<IReadOnlyList<WebhookView>> List(Caller caller)
        => [.. (await store.Read(caller.Tenant, reader => reader.Many<WebhookRow>(WebhookOwner.Sql["List"]))).Select(ViewOf)];

    public async Task<Outcome<SavedWebhook>> Save(Caller caller, WebhookRequest request)
    {
        var check = Check(request, egress);
        if (check.Failed)
        {
            return check.Problem;
        }

        var id = request.Id ?? identifiers.New();
        var secret = StandardWebhook.NewSecret();
        var sealedSecret = await secrets.Seal(caller.Tenant, WebhookRow.PlaceOf(id), secret);
        var newest = await store.NewestPosition(caller.Tenant);
        return await store.Write<Outcome<SavedWebhook>>(caller.Tenant, async transaction =>
        {
            var before = await transaction.One<WebhookRow>(WebhookOwner.Sql["Find"], new { id });
            if (before is null && await transaction.One<long>(WebhookOwner.Sql["Count"]) >= Most)
            {
                return Problem.Conflict("too-many-webhooks", $"At most {Most} webhooks; delete one first.");
            }

            // What happened before it was made, or while it was switched off by hand, is not its business.
            await transaction.Execute(WebhookOwner.Sql["Save"], new WebhookRow
            {
                Id = id,
                Name = request.Name!,
                Url = request.Url!,
                Kinds = Json.Write(request.Events),
                IncludeText = request.IncludeText == true ? 1 : 0,
                State = request.Active == false ? "paused" : "active",
                Secret = sealedSecret,
                CreatedAt = machine.Now,
            });
            // One that came with a settings document has no secret yet.
            var isNew = before is null || before.Secret.Length == 0;
            if (before is not null && isNew)
            {
                await transaction.Execute(WebhookOwner.Sql["Rotate"], new { id, secret = sealedSecret, until = (long?)null });
            }

            if (newest > TimelinePosition.Start && (before is null || (before.State != "active" && request.Active != false)))
            {
                await TimelineCursor.Move(transaction, WebhookRow.CursorOf(id), newest);
            }

            await audit.Write(transaction, caller, "connectors.webhook-saved", "webhook:" + id, new { events = request.Events, active = request.Active != false, includeText = request.IncludeText == true });
            Tell(transaction);
            return new SavedWebhook(ViewOf((await transaction.One<WebhookRow>(WebhookOwner.Sql["Find"], new { id }))!), isNew ? secret : null);
        });
    }

    public Task<bool> Delete(Caller caller, string id) => store.Write(caller.Tenant, async transaction =>
    {
        if (await transaction.Execute(WebhookOwner.Sql["Delete"], new { id }) == 0)
        {
            return false;
        }

        await transaction.Execute(WebhookOwner.Sql["DeleteAttempts"], new { id });
        await transaction.Execute(WebhookOwner.Sql["DeleteDeliveries"], new { id });
        await audit.Write(transaction, caller, "connectors.webhook-deleted", "webhook:" + id);
        Tell(transaction);
        return true;
    });

    /// <summary>A new secret; for a day the old one signs as well.</summary>
    public async Task<Outcome<SavedWebhook>> Rotate(Caller caller, string id)
    {
        var secret = StandardWebhook.NewSecret();
        var sealedSecret = await secrets.Seal(caller.Tenant, WebhookRow.PlaceOf(id), secret);
        return await store.Write<Outcome<SavedWebhook>>(caller.Tenant, async transaction =>
        {
            if (await transaction.Execute(WebhookOwner.Sql["Rotate"], new { id, secret = sealedSecret, until = machine.Now + OverlapMicroseconds }) == 0)
            {
                return Problem.NotFound("The webhook");
            }

            await audit.Write(transaction, caller, "connectors.webhook-secret-changed", "webhook:" + id);
            Tell(transaction);
            return new SavedWebhook(ViewOf((await transaction.One<WebhookRow>(WebhookOwner.Sql["Find"], new { id }))!), secret);
        });
    }

    /// <summary>Sends a test event now, whatever state the webhook is in, and says what was answered.</summary>
    public async Task<Outcome<WebhookDeliveryDetail>> Ping(Caller caller, string id, CancellationToken cancellation)
    {
        if (await store.Read(caller.Tenant, reader => reader.One<WebhookRow>(WebhookOwner.Sql["Find"], new { id }), cancellation) is not { } webhook)
        {
            return Problem.NotFound("The webhook");
        }

        var delivery = new DeliveryRow { Id = "msg_" + identifiers.New(), Webhook = id, Kind = WebhookPayload.Ping, CreatedAt = machine.Now };
        var result = await sender.Send(caller.Tenant, webhook, delivery, WebhookPayload.Of(delivery.Kind, delivery.CreatedAt, null, includeText: false), cancellation);
        await store.Write(caller.Tenant, async transaction =>
        {
            var (state, status) = (result.Delivered ? "delivered" : "failed", (long?)result.Status);
            await transaction.Execute(WebhookOwner.Sql["AddPing"], new { delivery.Id, delivery.Webhook, delivery.Kind, delivery.CreatedAt, State = state, Status = status, result.Problem, FinishedAt = machine.Now });
            await transaction.Execute(WebhookOwner.Sql["AddAttempt"], new
            {
                delivery = delivery.Id, number = 1L, at = machine.Now, duration = (long)result.Duration.TotalMilliseconds, status, head = result.Head, problem = result.Problem,
            });
        }, cancellation: cancellation);
        return await Find(caller, delivery.Id);
    }

    public async Task<Outcome<Page<WebhookDeliveryView>>> Deliveries(Caller caller, string id, string? state, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var cursorId))
        {
            return Problem.Invalid("after", "Is not a cursor of this list.");
        }

        if (state is not (null or "waiting" or "delivered" or "failed"))
        {
            return Problem.Invalid("state", "Must be one of: waiting, delivered, failed.");
        }

        var most = Paging.Limit(limit);
        var sql = $"select * from webhook_delivery where tenant = @tenant and webhook = @id and (created_at, id) < (@sort, @cursorId){(state is null ? "" : " and state = @state")} order by created_at desc, id desc limit @most";
        var rows = await store.Read(caller.Tenant, reader => reader.Many<DeliveryRow>(sql, new { id, sort, cursorId, state, most }));
        return new Page<WebhookDeliveryView>([.. rows.Select(ViewOf)], rows.Count == most ? Paging.Cursor(rows[^1].CreatedAt, rows[^1].Id) : null);
    }

    public async Task<Outcome<WebhookDeliveryDetail>> Find(Caller caller, string id) => await store.Read<Outcome<WebhookDeliveryDetail>>(caller.Tenant, async reader =>
    {
        if (await reader.One<DeliveryRow>(WebhookOwner.Sql["FindDelivery"], new { id }) is not { } delivery || await reader.One<WebhookRow>(WebhookOwner.Sql["Find"], new { id = delivery.Webhook }) is not { } webhook)
        {
            return Problem.NotFound("The delivery");
        }

        var entry = delivery.Position is null ? null : await reader.One<TimelineEntry>(WebhookOwner.Sql["Entry"], new { position = delivery.Position });
        var body = Encoding.UTF8.GetString(WebhookPayload.Of(delivery.Kind, delivery.CreatedAt, entry, webhook.IncludeText != 0));
        var attempts = await reader.Many<AttemptRow>(WebhookOwner.Sql["Attempts"], new { id });
        return new WebhookDeliveryDetail(ViewOf(delivery), webhook.Url, body, [.. attempts.Select(attempt => new WebhookAttemptView((int)attempt.Number, Microseconds.ToTime(attempt.At), (int)attempt.DurationMs, (int?)attempt.Status, attempt.Head, attempt.Problem))]);
    });

    /// <summary>Sends an event once more, under the id it had; one that waits already is left as it is.</summary>
    public async Task<Outcome<WebhookDeliveryView>> Redeliver(Caller caller, string id) => await store.Write<Outcome<WebhookDeliveryView>>(caller.Tenant, async transaction =>
    {
        if (await transaction.One<DeliveryRow>(WebhookOwner.Sql["FindDelivery"], new { id }) is not { } delivery)
        {
            return Problem.NotFound("The delivery");
        }

        if (await transaction.Execute(WebhookOwner.Sql["Redeliver"], new { id, now = machine.Now }) == 1)
        {
            await audit.Write(transaction, caller, "connectors.webhook-redelivered", "webhook:" + delivery.Webhook, new { delivery = id });
            Tell(transaction);
        }

        return ViewOf((await transaction.One<DeliveryRow>(WebhookOwner.Sql["FindDelivery"], new { id }))!);
    });

    private void Tell(ITransaction transaction)
    {
        var topic = WebhookOwner.Topic(transaction.Tenant);
        transaction.AfterCommit(() => bus.Publish(new BusMessage(topic, "")));
    }

    internal static Validation Check(WebhookRequest request, EgressPolicy egress, string at = "", Validation? into = null)
    {
        var check = (into ?? new Validation()).Id(request.Id, at + "/id", required: false).Text(request.Name, at + "/name", 1, 120)
            .Must(request.Events is { Count: > 0 and <= 100 }, at + "/events", "1 to 100 kinds of events.");
        if (egress.Refusal(request.Url) is { } refusal)
        {
            check.Must(false, at + "/url", refusal);
        }

        for (var index = 0; index < Math.Min(request.Events?.Count ?? 0, 100); index++)
        {
            check.Must(IsKind(request.Events![index]), $"{at}/events/{index}", "Must be a kind such as conversation.message, a group such as conversation.*, or *.");
        }

        return check;
    }

    private static bool IsKind(string? kind) => kind == "*" || (kind is { Length: > 2 and <= 80 } && kind.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or '*')
        && kind.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || (star == kind.Length - 1 && kind[^2] == '.')));

    private static WebhookView ViewOf(WebhookRow row) => new(
        row.Id, row.Name, row.Url, row.KindList, row.IncludeText != 0, row.Secret.Length == 0 ? "paused" : row.State, row.Secret.Length == 0 ? "no-secret" : row.Reason, Time(row.FailingSince), Time(row.OldUntil), Microseconds.ToTime(row.CreatedAt));

    private static WebhookDeliveryView ViewOf(DeliveryRow row) => new(
        row.Id, row.Webhook, row.Kind, row.State, (int)row.Attempts, (int?)row.Status, row.Problem, Microseconds.ToTime(row.CreatedAt), row.State == "waiting" ? Microseconds.ToTime(row.NextAt) : null, Time(row.FinishedAt));

    private static DateTimeOffset? Time(long? at) => at is { } value ? Microseconds.ToTime(value) : null;
}
