using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Parties.Revealing;

/// <summary>Shows masked fields one at a time: with a reason, within the day's quota of the grade, each written to the audit trail.</summary>
internal sealed class Reveals(
    IStore store, PersonStore persons, TenantStore tenants, SecretBox box, AuditTrail audit, IEnumerable<ITaskAtHand> tasks, BusinessTime business, IIdentifiers identifiers)
{
    public async Task<RevealPolicy> Policy(IReader reader) => await tenants.FindSetting<RevealPolicy>(reader, RevealPolicy.Key) ?? RevealPolicy.Default;

    /// <summary>A name for an identity that tells nothing of it.</summary>
    public Task<string> HandleOf(TenantId tenant, Identity identity) => box.Handle(tenant, identity.Kind + "\n" + identity.Value);

    public async Task<Outcome<RevealedField>> Show(Caller caller, string person, RevealRequest request)
    {
        var check = new Validation().Id(request.Id, "/id", required: false).Text(request.Field, "/field", 1, 100)
            .OneOf(request.Reason, "/reason", RevealReasons.All).Id(request.Conversation, "/conversation", required: false);
        if (check.Failed)
        {
            return check.Problem;
        }

        var identities = await store.Read(caller.Tenant, async reader => await persons.Find(reader, person) is { } found ? await persons.Identities(reader, found.Id) : null);
        foreach (var identity in identities ?? [])
        {
            if (await HandleOf(caller.Tenant, identity) == request.Field)
            {
                return await store.Write(caller.Tenant, transaction => Show(transaction, caller, person, identity, request), WriteMode.Serializable);
            }
        }

        return Problem.NotFound(identities is null ? "This consumer" : "The field");
    }

    /// <summary>The kinds that stand open because the caller has the conversation in hand; tells the trail once a day.</summary>
    public async Task<IReadOnlyList<string>> OpenAtHand(Caller caller, IReadOnlyList<string> ids, string person, string? conversation)
    {
        if (conversation is null || caller.Kind != CallerKind.Staff || !caller.Has(Permission.Reveal))
        {
            return [];
        }

        var open = await store.Read(caller.Tenant, async reader => (await Policy(reader)).OpenAtHand is { Count: > 0 } kinds && await HasTask(reader, caller.Id, ids, conversation) ? kinds : []);
        if (open.Count > 0)
        {
            var once = $"at-hand:{Secrets(caller.Id, person, conversation)}:{Day}";
            await store.Write(caller.Tenant, transaction => audit.WriteOnce(transaction, once, caller, "parties.opened-at-hand", "person:" + person, new { conversation, kinds = open }));
        }

        return open;
    }

    public async Task<int> LeftToday(IReader reader, Caller caller)
        => Math.Max(0, (await Policy(reader)).QuotaByGrade.GetValueOrDefault(caller.Grade) - (int)await reader.One<long>(PersonStore.Sql["CountReveals"], new { staff = caller.Id, day = Day }));

    private long Day => business.Now / (24L * 3_600 * Microseconds.PerSecond);

    private static string Secrets(string staff, string person, string conversation)
        => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{staff}\n{person}\n{conversation}")).AsSpan(0, 12));

    private async Task<bool> HasTask(IReader reader, string staff, IReadOnlyList<string> ids, string conversation)
    {
        foreach (var task in tasks)
        {
            if (await task.Has(reader, staff, ids, conversation))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<Outcome<RevealedField>> Show(ITransaction transaction, Caller caller, string person, Identity identity, RevealRequest request)
    {
        var ids = await persons.IdsOf(transaction, person);
        if (request.Conversation is { } conversation && !await HasTask(transaction, caller.Id, ids, conversation))
        {
            return Problem.Refused("not-at-hand", "This conversation is not yours, or not this person's.");
        }

        var id = request.Id ?? identifiers.New();
        var left = await LeftToday(transaction, caller);
        // What was asked for under this id already, or seen today, is shown again and counts once.
        var again = await transaction.One<long>(PersonStore.Sql["FindReveal"], new { id }) > 0
            || (await transaction.Many<string>(PersonStore.Sql["RevealedToday"], new { staff = caller.Id, day = Day, ids })).Contains(request.Field!);
        if (again)
        {
            return new RevealedField(request.Field!, identity.Kind, identity.Value, left);
        }

        if (left == 0)
        {
            return Problem.Refused("quota-used", "You have seen as many masked fields today as your grade allows. Ask your supervisor.");
        }

        await transaction.Execute(PersonStore.Sql["AddReveal"], new
        {
            Id = id, Staff = caller.Id, Person = ids[0], identity.Kind, Handle = request.Field, request.Reason, request.Conversation, Day, At = business.Now,
        });
        await audit.Write(transaction, caller, "parties.field-revealed", "person:" + person, new { field = request.Field, identity.Kind, request.Reason, request.Conversation });
        return new RevealedField(request.Field!, identity.Kind, identity.Value, left - 1);
    }
}
