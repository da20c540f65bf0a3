using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Intake;

/// <summary>A sender that signs its calls. <paramref name="Secret"/> is shown once, when it is made.</summary>
/// <param name="Key">What the sender names in the webhook-source header: the tenant and the source.</param>
public sealed record EventSource(string Id, string Key, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Secret = null);

/// <summary>What to call a new sender; the id is the caller's own.</summary>
public sealed record NewEventSource(string? Id, string? Name);

/// <summary>Senders of signed events: GET, POST /event-sources, DELETE /event-sources/{id}; and the check of their signatures.</summary>
internal sealed class EventSources(IStore store, MachineTime machine, IIdentifiers identifiers, AuditTrail audit)
{
    public async Task<Outcome<EventSource>> Add(Caller caller, NewEventSource asked)
    {
        var validation = new Validation().Id(asked.Id, "/id", required: false).Text(asked.Name, "/name", 1, 120);
        if (validation.Failed)
        {
            return validation.Problem;
        }

        var row = new Row { Id = asked.Id ?? identifiers.New(), Name = asked.Name!, Secret = WebhookSignature.NewSecret(), CreatedAt = machine.Now };
        return await store.Write<Outcome<EventSource>>(caller.Tenant, async transaction =>
        {
            if (await transaction.One<Row>(EventIntake.Sql["FindSource"], new { row.Id }) is { } known)
            {
                return known.Name == row.Name ? known.ToSource(caller.Tenant, null) : Problem.Conflict("idempotency-conflict", "This id is another source's.");
            }

            await transaction.Execute(EventIntake.Sql["AddSource"], row);
            await audit.Write(transaction, caller, "orders.event-source-made", "event-source:" + row.Id);
            return row.ToSource(caller.Tenant, row.Secret);
        });
    }

    public async Task<IReadOnlyList<EventSource>> List(Caller caller)
        => (await store.Read(caller.Tenant, reader => reader.Many<Row>(EventIntake.Sql["ListSources"]))).Select(row => row.ToSource(caller.Tenant, null)).ToList();

    public Task Revoke(Caller caller, string id) => store.Write(caller.Tenant, async transaction =>
    {
        if (await transaction.Execute(EventIntake.Sql["RevokeSource"], new { id, at = machine.Now }) > 0)
        {
            await audit.Write(transaction, caller, "orders.event-source-revoked", "event-source:" + id);
        }
    });

    /// <summary>The tenant whose sender signed this call, or why it is refused.</summary>
    public async Task<Outcome<TenantId>> Check(IHeaderDictionary headers, byte[] body)
    {
        var key = headers["webhook-source"].ToString();
        var dot = key.IndexOf('.');
        if (dot <= 0 || key.Length > 200 || !TenantId.IsValid(key[..dot]))
        {
            return Problem.NotSignedIn();
        }

        var tenant = new TenantId(key[..dot]);
        var row = await Find(tenant, key[(dot + 1)..]);
        if (row is null || row.RevokedAt is not null)
        {
            return Refused("No source of this name sends to this tenant.");
        }

        var why = WebhookSignature.Refusal(row.Secret, headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body, machine.Now);
        return why is null ? tenant : Refused(why);
    }

    private static Problem Refused(ProblemText why) => new(401, "signature-refused", why);

    private async Task<Row?> Find(TenantId tenant, string id)
    {
        try
        {
            return await store.Read(tenant, reader => reader.One<Row>(EventIntake.Sql["FindSource"], new { id }));
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            // A tenant that is not here.
            return null;
        }
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Secret { get; init; } = "";

        public long CreatedAt { get; init; }

        public long? RevokedAt { get; init; }

        public EventSource ToSource(TenantId tenant, string? secret)
            => new(Id, $"{tenant}.{Id}", Name, Microseconds.ToTime(CreatedAt), RevokedAt is { } at ? Microseconds.ToTime(at) : null, secret);
    }
}
