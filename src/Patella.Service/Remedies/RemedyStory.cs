using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Remedies;

/// <summary>Tells the timeline each change of a remedy's state: what, how much and where it stands; never who bears it.</summary>
internal sealed class RemedyStory(BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    public Task Tell(ITransaction transaction, Remedy? before, Remedy after)
        => before?.State == after.State && before.Attempt == after.Attempt ? Task.CompletedTask : transaction.Append(Entry(after));

    public TimelineEntry Entry(Remedy remedy) => new()
    {
        Id = identifiers.New(), Kind = RemedyEntries.Prefix + remedy.State, At = business.Now, RecordedAt = machine.Now, Person = remedy.Person, OrderRef = remedy.OrderRef, CaseRef = remedy.CaseRef,
        Staff = remedy.GivenKind == "staff" ? remedy.GivenBy : null, AuthorParty = "system",
        Data = Json.Write(new { remedy = remedy.Id, remedy.Kind, remedy.Amount, remedy.Currency, attempt = remedy.Attempt, remedy.Code }),
    };
}
