using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies;

/// <summary>Decisions in the export and the erasure of a person: which rule said what stays, the facts go, out of the packed blocks too. What is erased cannot be replayed any more.</summary>
internal sealed class PolicyData : IPersonData
{
    public IReadOnlyList<string> Tables => ["policy_decision", "policy_column"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
        => archive.Add("decisions", (await reader.Many<PolicyDecisionRow>(PolicyRows.Sql["OfPersons"], new { persons = subject.Persons })).Select(row => new
        {
            row.Id, row.Policy, version = row.Number, row.Subject, row.Outcome, row.Reason, row.Facts, at = Microseconds.ToTime(row.At),
        }).ToList());

    public Task<long> Erase(IStore store, PersonSubject subject) => store.Write(subject.Tenant, async transaction =>
    {
        long changed = 0;
        foreach (var (policy, block) in await transaction.Many<(string Policy, long Block)>(PolicyRows.Sql["ErasedBlocks"], new { persons = subject.Persons }))
        {
            // Its decisions are packed anew, without this person's.
            await transaction.Execute(PolicyRows.Sql["DropBlock"], new { policy, block });
            changed += await transaction.Execute(PolicyRows.Sql["DropColumns"], new { policy, block });
            await transaction.Execute(PolicyRows.Sql["Loosen"], new { policy, block });
        }

        return changed + await transaction.Execute(PolicyRows.Sql["EraseFacts"], new { persons = subject.Persons });
    });
}
