namespace Patella.Simulator.Festival;

/// <summary>The night before it is played: who comes when, and how long the window must be for the agents given.</summary>
public sealed class FestivalPlan
{
    private static readonly ArrivalCurve CrushCurve = new((0, 1), (0.03, 1.3), (0.55, 1.3), (0.65, 0.6), (1, 0.35));

    /// <summary>Plans every session; the arrival window follows from the work they bring.</summary>
    public FestivalPlan(SessionPlanner planner, FestivalOptions options)
    {
        Sessions = Enumerable.Range(0, options.Sessions).Select(planner.Plan).ToList();
        Curve = options.Scenario == FestivalScenario.Crush ? CrushCurve : FestivalCurve.Night;
        var load = options.Scenario == FestivalScenario.Crush ? Habits.CrushLoad : Habits.FestivalLoad;
        WorkSeconds = Sessions.Where(session => session.NeedsPerson).Sum(session => (session.AgentReplies * Habits.ReplySeconds) + Habits.OverheadSeconds);
        WindowSeconds = Math.Max(60, WorkSeconds * Curve.Peak / (load * options.Agents));
    }

    /// <summary>The sessions in order of arrival.</summary>
    public IReadOnlyList<SessionPlan> Sessions { get; }

    /// <summary>Shape of the arrivals.</summary>
    public ArrivalCurve Curve { get; }

    /// <summary>Attention of agents that the sessions need, simulated seconds.</summary>
    public double WorkSeconds { get; }

    /// <summary>Length of the arrival window, simulated seconds.</summary>
    public double WindowSeconds { get; }

    /// <summary>When a session arrives, simulated seconds from the start: open loop, never waiting for an answer.</summary>
    public double ArrivalOf(int index, SeededRandom random) =>
        Curve.Quantile((index + random.NextDouble()) / Sessions.Count) * WindowSeconds;
}
