using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Projects;

/// <summary>Shows projects.</summary>
internal sealed class ProjectReading(IStore store, IVoiceUnderstanding understanding)
{
    public async Task<Outcome<Page<ImprovementView>>> List(Caller caller, string? state, string? campaign, string? incident, string? unit, string? after, int? limit)
    {
        var check = new Validation().Must(state is null || ProjectState.All.Contains(state), "state", $"Must be one of: {string.Join(", ", ProjectState.All)}.").Must(Paging.TryRead(after, out var sort, out var cursor), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var most = Paging.Limit(limit);
        var rows = await store.Read(caller.Tenant, reader => reader.Many<ProjectRow>(ProjectRows.Sql["List"], new { state = state ?? "", campaign = campaign ?? "", incident = incident ?? "", unit = unit ?? "", proposer = SeesAll(caller) ? "" : caller.Id, sort, cursor, limit = most + 1 }));
        var titles = await understanding.Titles(caller.Tenant, caller.Language);
        return new Page<ImprovementView>([.. rows.Take(most).Select(row => ProjectRows.View(row, titles))], rows.Count > most ? Paging.Cursor(rows[most - 1].ProposedAt, rows[most - 1].Id) : null);
    }

    public async Task<Outcome<ImprovementDetail>> Find(Caller caller, string id)
    {
        var titles = await understanding.Titles(caller.Tenant, caller.Language);
        return await store.Read<Outcome<ImprovementDetail>>(caller.Tenant, async reader =>
        {
            if (await ProjectRows.Find(reader, id) is not { } row || !(SeesAll(caller) || row.Proposer == caller.Id))
            {
                return Problem.NotFound("The project");
            }

            var steps = await reader.Many<StepRow>(ProjectRows.Sql["StepsOf"], new { id });
            var statements = await reader.Many<StatementRow>(ProjectRows.Sql["StatementsOf"], new { id });
            return new ImprovementDetail(
                ProjectRows.View(row, titles), row.Aim, [.. steps.Select(step => step.Show())], [.. statements.Select(statement => statement.Show())], row.BaselineView,
                row.EffectView is { } effect ? Measuring.View(effect, caller.Language) : null, ProjectRules.Steps(caller, row));
        });
    }

    /// <summary>People of a shop or a carrier propose like anybody else, and see what they proposed.</summary>
    public static bool SeesAll(Caller caller) => !caller.Has(Permission.RunShop | Permission.CarryParcels) || caller.Has(Permission.Observe | Permission.ListenToVoices);

    private sealed record StepRow
    {
        public string State { get; init; } = "";

        public string? ByName { get; init; }

        public string? Remark { get; init; }

        public long At { get; init; }

        public long ToldAt { get; init; }

        public ImprovementStepView Show() => new(State, ByName, Remark, Microseconds.ToTime(At), ToldAt - At > 3_600 * Microseconds.PerSecond ? Microseconds.ToTime(ToldAt) : null);
    }

    private sealed record StatementRow
    {
        public string Id { get; init; } = "";

        public string AuthorName { get; init; } = "";

        public string Statement { get; init; } = "";

        public string Voices { get; init; } = "[]";

        public string Conversations { get; init; } = "[]";

        public long At { get; init; }

        public StatementView Show() => new(Id, AuthorName, Statement, Json.Read<List<string>>(Voices) ?? [], Json.Read<List<string>>(Conversations) ?? [], Microseconds.ToTime(At));
    }
}
