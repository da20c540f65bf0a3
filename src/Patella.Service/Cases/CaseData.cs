using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Cases;

/// <summary>Cases in the export and the erasure of a person: the rows lose their words; those of the timeline are Parties' to empty. Numbers, hops and counts stay.</summary>
internal sealed class CaseData(CaseStore cases) : IPersonData
{
    private const int Chunk = 50;

    public IReadOnlyList<string> Tables => ["service_case"];

    public async Task Collect(IReader reader, PersonSubject subject) => subject.Cases.UnionWith(await reader.Many<string>(CaseStore.Sql["IdsOfPersons"], new { persons = subject.Persons }));

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var all = new List<object>();
        foreach (var chunk in subject.Cases.Chunk(Chunk))
        {
            // Questions to parties, reasons between units and notes are not the person's; what was asked, promised and decided is.
            all.AddRange((await cases.FindMany(reader, chunk)).Select(state => new
            {
                number = state.Name, state.Subject, state.Asked, state = state.Category, opened = Microseconds.ToTime(state.OpenedAt),
                promised = state.Promise?.Words, promisedBy = state.Promise is { } promise ? Microseconds.ToTime(promise.DueAt) : (DateTimeOffset?)null, state.Outcome, state.Fields,
            }));
        }

        archive.Add("cases", all);
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var rows = 0L;
        foreach (var chunk in subject.Cases.Order(StringComparer.Ordinal).Chunk(Chunk))
        {
            rows += await store.Write(subject.Tenant, async transaction =>
            {
                var changed = 0L;
                foreach (var id in chunk)
                {
                    changed += await cases.Lock(transaction, id) is { } state && Wordless(state) is var empty && empty != state ? await cases.Replace(transaction, empty) : 0;
                }

                return changed;
            });
        }

        return rows;
    }

    /// <summary>As the fold of a timeline without words gives it.</summary>
    internal static CaseState Wordless(CaseState state)
    {
        var held = state.Subject.Length > 0 || state.Asked is not null || state.Outcome is not null || state.Promise?.Words is not null || state.Transfer?.Reason is not null || state.Fields.Count > 0
            || state.Parts.Any(part => part.Question is not null || part.Answer is not null);
        return !held ? state : state with
        {
            Subject = "", Asked = null, Outcome = null, Fields = new Dictionary<string, string>(), Promise = state.Promise is { } promise ? promise with { Words = null } : null,
            Transfer = state.Transfer is { } open ? open with { Reason = null } : null, Parts = [.. state.Parts.Select(part => part with { Question = null, Answer = null })],
        };
    }
}
