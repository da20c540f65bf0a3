using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Running;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Actions;

/// <summary>Actions in the export and the erasure of a person: what was done and what money moved stays, addresses and words go. What the marketplace is being asked goes when it has answered.</summary>
internal sealed class ActionData : IPersonData
{
    public IReadOnlyList<string> Tables => ["service_action", "action_preview"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
        => archive.Add("actions", (await reader.Many<ServiceAction>(ActionRows.Sql["OfPersons"], new { persons = subject.Persons })).Select(action => new
        {
            action.Id, action.Kind, order = action.Number, arguments = action.ReadArguments(), action.State, action.Reason, at = Microseconds.ToTime(action.AcceptedAt),
        }).ToList());

    public Task<long> Erase(IStore store, PersonSubject subject) => store.Write(subject.Tenant, async transaction =>
        (long)await transaction.Execute(ActionRows.Sql["EraseActions"], new { persons = subject.Persons }) + await transaction.Execute(ActionRows.Sql["ErasePreviews"], new { persons = subject.Persons }));
}
