using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Improvements.Obstacles;
using Patella.Service.Improvements.Response;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Improvements;

/// <summary>What a person was told and given for incidents, for giving it out. Of an erasure, links to orders and conversations go, and they are never written to again; counts stay.</summary>
internal sealed class ImprovementData : IPersonData
{
    public IReadOnlyList<string> Tables => ["incident_affected", "incident_delivery", "obstacle"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var rows = await reader.Many<AffectedRow>(ResponseRows.Sql["ExportAffected"], new { persons = subject.Persons });
        archive.Add("incidents", rows.Select(row => new { row.Incident, order = row.OrderRef, told = ResponseRows.At(row.ToldAt), putRight = ResponseRows.At(row.RightAt), row.Amount, row.Currency }));
        var filed = await reader.Many<ObstacleRow>(ObstacleRows.Sql["OfConversations"], new { conversations = subject.Conversations.ToArray() });
        archive.Add("obstacles", filed.Select(row => new { row.Title, row.Text, row.Conversation, at = Microseconds.ToTime(row.FiledAt) }));
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var rows = await store.Write(subject.Tenant, async transaction => (long)await transaction.Execute(ResponseRows.Sql["EraseAffected"], new { persons = subject.Persons })
            + await transaction.Execute(ResponseRows.Sql["EraseDeliveries"], new { persons = subject.Persons }));
        foreach (var some in subject.Conversations.Chunk(200))
        {
            rows += await store.Write(subject.Tenant, async transaction => (long)await transaction.Execute(ObstacleRows.Sql["Erase"], new { conversations = some }));
        }

        return rows;
    }
}
