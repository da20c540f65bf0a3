using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Improvements.Response;

/// <summary>Tells the timeline what became of a response: ids, counts and amounts, no words.</summary>
internal sealed class ResponseStory(BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    public const string Subject = "incident/";

    public TimelineEntry Entry(string kind, string incident, Func<ResponseFact, ResponseFact>? more = null, string? person = null, string? order = null, Caller? by = null, long? at = null)
    {
        var fact = new ResponseFact(Subject + incident, incident);
        return new TimelineEntry
        {
            Id = identifiers.New(), Kind = kind, At = at ?? business.Now, RecordedAt = machine.Now, Person = person, OrderRef = order, AuthorParty = by is null ? "system" : "agent", AuthorId = by?.Id,
            Staff = by?.Kind == CallerKind.Staff ? by.Id : null, Data = Json.Write(more is null ? fact : more(fact)),
        };
    }
}
