using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Improvements.Projects;

/// <summary>Which steps a project takes, and who takes them. Pure.</summary>
internal static class ProjectRules
{
    public const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>States a step leads to from a state; measuring is nobody's step: the figures come by themselves.</summary>
    public static IReadOnlyList<string> After(string state) => state switch
    {
        ProjectState.Proposed => [ProjectState.Accepted, ProjectState.Closed],
        ProjectState.Accepted => [ProjectState.InProgress, ProjectState.Shipped, ProjectState.Closed],
        ProjectState.InProgress => [ProjectState.Shipped, ProjectState.Closed],
        ProjectState.Shipped or ProjectState.Measured => [ProjectState.Closed],
        ProjectState.Closed => [],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "unknown state"),
    };

    /// <summary>Deciding is the experience group's; carrying out its owner's too.</summary>
    public static bool May(Caller caller, ProjectRow row, string to)
        => caller.Has(Permission.JudgeVoices) || (to is ProjectState.InProgress or ProjectState.Shipped && row.Owner == caller.Id);

    public static IReadOnlyList<string> Steps(Caller caller, ProjectRow row) => [.. After(row.State).Where(to => May(caller, row, to))];

    /// <summary>The project after a step; a refusal when it does not lead there from here. The same step again changes nothing.</summary>
    public static Outcome<ProjectRow> Step(ProjectRow row, string to, long at)
    {
        if (row.State == to)
        {
            return row;
        }

        if (!After(row.State).Contains(to))
        {
            return Problem.Conflict("wrong-step", $"It is {row.State}; from there it goes to: {string.Join(", ", After(row.State))}.");
        }

        var earliest = to == ProjectState.Accepted ? row.ProposedAt - (400 * Day) : row.ShippedAt ?? row.AcceptedAt ?? row.ProposedAt;
        if (at < earliest && to != ProjectState.Closed)
        {
            return Problem.Invalid("/at", "Must not lie before the step before it.");
        }

        return to switch
        {
            ProjectState.Accepted => row with { State = to, AcceptedAt = at },
            ProjectState.Shipped => row with { State = to, ShippedAt = at, MeasureDue = EffectFrom(at) + (row.WindowDays * Day) },
            ProjectState.Closed => row with { State = to, ClosedAt = at, MeasureDue = null },
            _ => row with { State = to },
        };
    }

    /// <summary>The baseline's days end with the day before it was accepted.</summary>
    public static long BaselineFirstDay(long acceptedAt, long days) => (acceptedAt / Day) - days;

    /// <summary>The effect's days begin with the day after it was shipped; that day itself was both.</summary>
    public static long EffectFrom(long shippedAt) => ((shippedAt / Day) + 1) * Day;
}
