using Patella.Platform.Storage;

namespace Patella.Service.Incidents;

/// <summary>Incidents as higher capabilities may look them up inside their own transactions.</summary>
public sealed class KnownIncidents
{
    /// <summary>Where an incident is: dimension to value, empty for everything; null when there is none of this id.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> NodeOf(IReader reader, string? id) => (await IncidentStore.Find(reader, id))?.Incident.Node;
}
