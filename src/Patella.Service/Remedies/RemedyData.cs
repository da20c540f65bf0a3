using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Remedies;

/// <summary>What a person received, for giving it out; of an erasure the reasons go and the books stay.</summary>
internal sealed class RemedyData : IPersonData
{
    private const int ExportLimit = 5_000;

    public IReadOnlyList<string> Tables => ["remedy"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var rows = await reader.Many<Remedy>(RemedyRows.Sql["OfPersons"], new { persons = subject.Persons, at = long.MaxValue, id = "~", limit = ExportLimit });
        archive.Add("remedies", rows.Select(row => new { row.Id, row.Kind, row.Amount, row.Currency, order = row.OrderRef, row.Instrument, row.Reason, row.State, at = Microseconds.ToTime(row.PlannedAt) }));
    }

    public Task<long> Erase(IStore store, PersonSubject subject)
        => store.Write(subject.Tenant, async transaction => (long)await transaction.Execute(RemedyRows.Sql["EraseReasons"], new { persons = subject.Persons }));
}
