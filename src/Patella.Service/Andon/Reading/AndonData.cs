using Patella.Platform.Storage;
using Patella.Service.Andon.Pulls;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Andon.Reading;

/// <summary>What was written about a pull out of a person's conversation or case is erased with it; that it was pulled, and what became of it, stays.</summary>
internal sealed class AndonData : IPersonData
{
    public IReadOnlyList<string> Tables => ["pull_voice", "pull_step"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    /// <summary>Words of staff about a target are not the person's.</summary>
    public Task Export(IReader reader, PersonSubject subject, IPersonArchive archive) => Task.CompletedTask;

    public Task<long> Erase(IStore store, PersonSubject subject) => store.Write(subject.Tenant, async transaction =>
    {
        var rows = 0L;
        var pulls = new HashSet<string>();
        foreach (var chunk in subject.Conversations.Concat(subject.Cases).Distinct().Chunk(500))
        {
            pulls.UnionWith(await transaction.Many<string>(PullRows.Sql["PullsOf"], new { conversations = chunk, cases = chunk }));
        }

        foreach (var chunk in pulls.Chunk(500))
        {
            rows += await transaction.Execute(PullRows.Sql["EraseVoices"], new { pulls = chunk }) + await transaction.Execute(PullRows.Sql["EraseSteps"], new { pulls = chunk });
        }

        return rows;
    });
}
