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
        => Write(transaction, caller.Kind.ToString().ToLowerInvariant(), caller.Id, action, subject, detail);

    /// <summary>For deeds of the system itself, where nobody is signed in.</summary>
    public Task Write(ITransaction transaction, string actorKind, string actor, string action, string subject, object? detail = null)
        => transaction.Execute(Sql["Add"], new
        {
            Id = identifiers.New(),
            At = business.Now,
            RecordedAt = machine.Now,
            ActorKind = actorKind,
            Actor = actor,
            Action = action,
            Subject = subject.Length > 200 ? subject[..200] : subject,
            Detail = detail is null ? null : Json.Write(detail),
        });
}
