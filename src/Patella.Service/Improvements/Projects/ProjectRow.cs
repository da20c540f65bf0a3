using Patella.Kernel.Effects;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements.Response;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Projects;

/// <summary>A project as it is kept. Times are UTC microseconds of business time.</summary>
internal sealed record ProjectRow
{
    public string Id { get; init; } = "";

    public string Headline { get; init; } = "";

    public string Aim { get; init; } = "";

    public string? Unit { get; init; }

    public string? Campaign { get; init; }

    public string? Stage { get; init; }

    public string? Cause { get; init; }

    public string Node { get; init; } = "{}";

    public string? Incident { get; init; }

    public string? Obstacle { get; init; }

    public long WindowDays { get; init; }

    public string Proposer { get; init; } = "";

    public string ProposerName { get; init; } = "";

    public string? Owner { get; init; }

    public string? OwnerName { get; init; }

    public string State { get; init; } = ProjectState.Proposed;

    public long ProposedAt { get; init; }

    public long? AcceptedAt { get; init; }

    public long? ShippedAt { get; init; }

    public long? MeasuredAt { get; init; }

    public long? ClosedAt { get; init; }

    public long? MeasureDue { get; init; }

    public string? Baseline { get; init; }

    public string? Effect { get; init; }

    public string? Verdict { get; init; }

    public long Version { get; init; } = 1;

    public IReadOnlyDictionary<string, string> NodeValues => Json.Read<Dictionary<string, string>>(Node) ?? [];

    public ReasonAtNode Voices => new(Stage, Cause, NodeValues);

    public PeriodView? BaselineView => Json.Read<PeriodView>(Baseline);

    public EffectKept? EffectView => Json.Read<EffectKept>(Effect);

    public bool IsSame(ProjectRow other) => (Headline, Aim, Unit, Campaign, Incident, Obstacle, WindowDays, Proposer) == (other.Headline, other.Aim, other.Unit, other.Campaign, other.Incident, other.Obstacle, other.WindowDays, other.Proposer);
}

/// <summary>An effect as it is kept, without words.</summary>
internal sealed record EffectKept(PeriodView After, string Per, RateRatio Ratio);

/// <summary>States of a project; stored and wire values, append only.</summary>
internal static class ProjectState
{
    public const string Proposed = "proposed";
    public const string Accepted = "accepted";
    public const string InProgress = "in-progress";
    public const string Shipped = "shipped";
    public const string Measured = "measured";
    public const string Closed = "closed";

    public static readonly IReadOnlyList<string> All = [Proposed, Accepted, InProgress, Shipped, Measured, Closed];
}

/// <summary>Statements and rows of projects.</summary>
internal static class ProjectRows
{
    internal static readonly Statements Sql = new(typeof(ProjectRows).Assembly, "Improvements.Projects.projects.sql");

    public static Task<ProjectRow?> Find(IReader reader, string id) => reader.One<ProjectRow>(Sql["Find"], new { id });

    public static Task<ProjectRow?> Lock(ITransaction transaction, string id) => transaction.One<ProjectRow>(Sql["Find"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id });

    /// <summary>Saves the next version, and its step.</summary>
    public static async Task Save(ITransaction transaction, ProjectRow row, Caller? by, string? note, long at, long told)
    {
        if (await transaction.Execute(Sql["Save"], row with { Version = row.Version + 1 }) != 1)
        {
            throw new VersionConflictException("The project");
        }

        await AddStep(transaction, row with { Version = row.Version + 1 }, by, note, at, told);
    }

    public static Task AddStep(ITransaction transaction, ProjectRow row, Caller? by, string? note, long at, long told)
        => transaction.Execute(Sql["AddStep"], new { improvement = row.Id, number = row.Version, row.State, by = by?.Id, name = by?.Name, remark = note, at, told });

    public static ImprovementView View(ProjectRow row, IReadOnlyDictionary<string, string> titles)
    {
        var effect = row.EffectView;
        return new ImprovementView(
            row.Id, row.Headline, row.State, new AimView(row.Stage, row.Cause, row.NodeValues), (row.Cause ?? row.Stage) is { } code ? titles.GetValueOrDefault(code, code) : null, row.Unit, row.Campaign, row.Incident, row.Obstacle,
            row.ProposerName, row.OwnerName, Microseconds.ToTime(row.ProposedAt), ResponseRows.At(row.AcceptedAt), ResponseRows.At(row.ShippedAt), row.State == ProjectState.Shipped ? ResponseRows.At(row.MeasureDue) : null,
            ResponseRows.At(row.MeasuredAt), ResponseRows.At(row.ClosedAt), (int)row.WindowDays, effect?.Ratio.Verdict, effect?.Ratio.Ratio, effect?.Ratio.Lower, effect?.Ratio.Upper);
    }
}
