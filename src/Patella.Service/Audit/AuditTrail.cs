using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Audit;

/// <summary>Writes down who did what, inside the transaction of the deed.</summary>
public sealed class AuditTrail(BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    internal static readonly Statements Sql = new(typeof(AuditTrail).Assembly, "Audit.audit.sql");

    /// <param name="action">Dotted past tense, such as <c>orders.import-done</c>; up to 80 characters.</param>
    /// <param name="subject">What it was done to, as <c>kind:id</c>; up to 200 characters.</param>
    /// <param name="detail">Labels, counts and ids; never personal text.</param>
    public Task Write(ITransaction transaction, Caller caller, string action, string subject, object? detail = null)
        => Write(transaction, KindOf(caller), caller.Id, action, subject, detail);

    /// <summary>For deeds of the system itself, where nobody is signed in.</summary>
    public Task Write(ITransaction transaction, string actorKind, string actor, string action, string subject, object? detail = null)
        => Add(transaction, identifiers.New(), actorKind, actor, action, subject, detail);

    /// <summary>Writes a deed that is told once under an id the caller makes, such as an opening that counts once a day; again changes nothing.</summary>
    public async Task WriteOnce(ITransaction transaction, string id, Caller caller, string action, string subject, object? detail = null)
    {
        if (await transaction.One<long>(Sql["Has"], new { id }) == 0)
        {
            await Add(transaction, id, KindOf(caller), caller.Id, action, subject, detail);
        }
    }

    private static string KindOf(Caller caller) => caller.Kind.ToString().ToLowerInvariant();

    // The row of the chain is locked from its number on until the commit, so numbers have no gaps and each entry knows the one before.
    private async Task Add(ITransaction transaction, string id, string actorKind, string actor, string action, string subject, object? detail)
    {
        var head = (await transaction.One<AuditLink>(Sql["Next"]))!;
        var row = new AuditRow
        {
            Id = id,
            At = business.Now,
            RecordedAt = machine.Now,
            ActorKind = actorKind,
            Actor = actor,
            Action = action,
            Subject = subject.Length > 200 ? subject[..200] : subject,
            Detail = detail is null ? null : Json.Write(detail),
            Number = head.Number,
        };
        row.Hash = AuditChain.HashOf(head.Hash, row);
        await transaction.Execute(Sql["Add"], row);
        await transaction.Execute(Sql["Advance"], new { row.Hash });
    }
}
