using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Andon.Pulls;

/// <summary>Who acts, as far as pulls care.</summary>
/// <param name="Answers">Whether they may answer for the target: its owner, the unit's or the rules' owners, supervisors, administrators, the owning systems' people.</param>
/// <param name="Experience">Whether they speak for the experience group.</param>
/// <param name="Business">Whether they answer for business; then they never speak for the experience group.</param>
public sealed record PullActor(string Id, bool Answers, bool Experience, bool Business);

/// <summary>What somebody wants to do with a pull, or a clock.</summary>
public abstract record PullCommand
{
    public sealed record Acknowledge : PullCommand;

    /// <param name="To">One of <see cref="PullStates.Answers"/>.</param>
    public sealed record Answer(string To) : PullCommand;

    /// <summary>Tells of the change, with evidence.</summary>
    public sealed record Change : PullCommand;

    /// <summary>The word of the puller or the experience group on what was changed, or on the reason for which it was not.</summary>
    public sealed record Release(bool Yes) : PullCommand;

    /// <summary>The puller takes it back at once.</summary>
    public sealed record Withdraw(long Machine) : PullCommand;

    /// <summary>A clock has run out.</summary>
    public sealed record RunLate(bool Acknowledging) : PullCommand;
}

/// <summary>What happened to a pull.</summary>
/// <param name="Kind">One of <see cref="PullEvents"/>.</param>
/// <param name="State">Which it is in from then on.</param>
/// <param name="Answer">Of an answer its word, of what is overdue acknowledge or decide.</param>
public sealed record PullStep(string Kind, string State, string? By, long At, string? Answer = null, string? Outcome = null);

/// <summary>Kinds of the timeline; stored and sent, append only.</summary>
public static class PullEvents
{
    public const string Pulled = "pull.pulled";
    public const string Joined = "pull.joined";
    public const string Acknowledged = "pull.acknowledged";
    public const string Answered = "pull.answered";
    public const string Changed = "pull.changed";
    public const string Refused = "pull.refused";
    public const string Released = "pull.released";
    public const string Withdrawn = "pull.withdrawn";
    public const string Overdue = "pull.overdue";
    public const string Registered = "launch.registered";
    public const string Blocked = "launch.blocked";
    public const string Passed = "launch.passed";
}

/// <summary>
/// What may become of a pull, purely: state, command, who and when give a step, nothing (it is so already), or a refusal. Only the puller, or the experience
/// group where nobody of it spoke for the business, ends a pull that was acknowledged; no command of anybody else has a step to an ended state.
/// </summary>
public static class PullRules
{
    public const long Acknowledging = 30 * 60 * Microseconds.PerSecond;
    public const long Deciding = 4 * 3_600 * Microseconds.PerSecond;

    /// <summary>How long the puller may take it back, of machine time: ten seconds on the page, and five for the way.</summary>
    public const long UndoFor = 15 * Microseconds.PerSecond;

    private const long MostPause = 24 * 3_600 * Microseconds.PerSecond;

    public static Outcome<PullStep?> Decide(Pull pull, PullCommand command, PullActor actor, long now) => command switch
    {
        PullCommand.RunLate late => RunLate(pull, late, now),
        PullCommand.Withdraw withdraw => Withdraw(pull, withdraw, actor, now),
        PullCommand.Release release => Release(pull, release, actor, now),
        PullCommand.Acknowledge or PullCommand.Answer or PullCommand.Change when !actor.Answers => NotYours(),
        PullCommand.Acknowledge when pull.AcknowledgedAt is not null => default(PullStep),
        _ when !pull.Lives => Over(),
        PullCommand.Acknowledge => new PullStep(PullEvents.Acknowledged, PullStates.Acknowledged, actor.Id, now),
        PullCommand.Answer answer => new PullStep(PullEvents.Answered, answer.To, actor.Id, now, answer.To),
        PullCommand.Change => new PullStep(PullEvents.Changed, PullStates.Changed, actor.Id, now),
        _ => throw new InvalidOperationException($"{command} is no command."),
    };

    /// <summary>The pull after a step.</summary>
    public static Pull Apply(Pull pull, PullStep step)
    {
        var said = step.Kind is PullEvents.Answered or PullEvents.Changed;
        var known = said || step.Kind == PullEvents.Acknowledged;
        return pull with
        {
            State = step.State,
            AcknowledgedAt = pull.AcknowledgedAt ?? (known ? step.At : null),
            AcknowledgedBy = pull.AcknowledgedBy ?? (known ? step.By : null),
            DecidedAt = pull.DecidedAt ?? (said && step.State != PullStates.Investigating ? step.At : null),
            AnsweredBy = said ? step.By : pull.AnsweredBy,
            ChangedAt = step.Kind == PullEvents.Changed ? step.At : pull.ChangedAt,
            DecideBy = step.Kind == PullEvents.Refused ? step.At + Deciding : pull.DecideBy,
            LateAcknowledge = pull.LateAcknowledge + (step is { Kind: PullEvents.Overdue, Answer: "acknowledge" } ? 1 : 0),
            LateDecide = pull.LateDecide + (step is { Kind: PullEvents.Overdue, Answer: "decide" } ? 1 : 0),
            Outcome = step.Outcome,
            EndedAt = step.Outcome is null ? null : step.At,
            EndedBy = step.Outcome is null ? null : step.By,
        };
    }

    /// <summary>When it is told next that a pull is late: after twice the time each time, and at least once a day.</summary>
    public static long NextLate(long period, long times) => Math.Min(period << (int)Math.Min(times, 10), MostPause);

    /// <summary>Whether somebody's word can end it, in whatever state it is.</summary>
    public static bool MaySpeak(Pull pull, PullActor actor) => WhyNot(pull, actor) is null;

    private static Outcome<PullStep?> Release(Pull pull, PullCommand.Release release, PullActor actor, long now)
    {
        if (WhyNot(pull, actor) is { } refused)
        {
            return refused;
        }

        if (!pull.Lives)
        {
            return release.Yes && pull.EndedBy == actor.Id ? default(PullStep) : Over();
        }

        if (pull.State is not (PullStates.Changed or PullStates.Rejected))
        {
            return Problem.Conflict("no-evidence", "Nothing is released before the change is shown, or a reason against it was given.");
        }

        return release.Yes
            ? new PullStep(PullEvents.Released, PullStates.Released, actor.Id, now, null, pull.State == PullStates.Changed ? PullOutcomes.Changed : PullOutcomes.Rejected)
            : new PullStep(PullEvents.Refused, PullStates.Investigating, actor.Id, now);
    }

    private static Problem? WhyNot(Pull pull, PullActor actor)
        => actor.Id == pull.Puller ? null
        : actor.Business || !actor.Experience || actor.Id == pull.Owner ? new Problem(403, "not-the-puller", "Only who pulled the cord, or the experience group, lifts this. No role in business does.")
        : actor.Id == pull.AnsweredBy ? new Problem(403, "second-person", "Who answered for the business does not lift the pull: it needs the puller, or somebody else of the experience group.")
        : null;

    private static Outcome<PullStep?> Withdraw(Pull pull, PullCommand.Withdraw withdraw, PullActor actor, long now)
        => actor.Id != pull.Puller ? new Problem(403, "not-the-puller", "Only who pulled the cord, or the experience group, lifts this. No role in business does.")
        : pull.State == PullStates.Withdrawn ? default(PullStep)
        : pull.State != PullStates.Pulled || pull.Voices > 1 || withdraw.Machine - pull.PulledMachine > UndoFor
            ? Problem.Conflict("too-late", "It can be taken back for ten seconds, before anybody acknowledged it. From then on it is answered first; no pull counts against anybody.")
            : new PullStep(PullEvents.Withdrawn, PullStates.Withdrawn, actor.Id, now, null, PullOutcomes.Withdrawn);

    private static Outcome<PullStep?> RunLate(Pull pull, PullCommand.RunLate late, long now)
        => (late.Acknowledging ? pull.Lives && pull.AcknowledgedAt is null : pull.Undecided)
            ? new PullStep(PullEvents.Overdue, pull.State, null, now, late.Acknowledging ? "acknowledge" : "decide")
            : default(PullStep);

    private static Problem NotYours() => new(403, "not-the-owner", "This is answered by those who own the target: its owner, the owners of its unit or of the rules, or who leads them.");

    private static Problem Over() => Problem.Conflict("pull-over", "This pull is over.");
}
