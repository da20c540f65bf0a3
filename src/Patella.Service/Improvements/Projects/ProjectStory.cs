using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Improvements.Projects;

/// <summary>Tells the timeline each step of a project.</summary>
internal sealed class ProjectStory(MachineTime machine, IIdentifiers identifiers)
{
    public TimelineEntry Entry(string kind, ProjectRow row, Caller? by, long at) => new()
    {
        Id = identifiers.New(), Kind = kind, At = at, RecordedAt = machine.Now, Unit = row.Unit, Staff = by?.Kind == CallerKind.Staff ? by.Id : null, AuthorParty = by is null ? "system" : "agent", AuthorId = by?.Id,
        Data = Json.Write(new ImprovementFact("improvement/" + row.Id, row.Id, row.State, row.Unit, row.Campaign, row.Incident, row.EffectView?.Ratio.Verdict, row.EffectView?.Ratio.Ratio)),
    };
}
