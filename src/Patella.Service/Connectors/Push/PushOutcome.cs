using Patella.Platform.Clocks;

namespace Patella.Service.Connectors.Push;

/// <summary>What a push service said to one message.</summary>
public enum PushOutcome
{
    Accepted = 1,

    /// <summary>The subscription is no more (404, 410).</summary>
    Gone = 2,

    /// <summary>It will not take this, now or later.</summary>
    Refused = 3,

    /// <summary>It did not take it, but may later.</summary>
    Busy = 4,

    /// <summary>The message went out and no answer came back.</summary>
    Doubt = 5,
}

/// <summary>What follows from the answers of all push services of a person. Pure.</summary>
internal static class PushDecision
{
    /// <summary>Seconds before the next try. Short, because somebody waits and mail is the other way.</summary>
    private static readonly int[] PauseSeconds = [10, 60, 300];

    /// <param name="attempts">Tries so far, this one included.</param>
    /// <param name="doubted">Whether an earlier try may have been shown.</param>
    /// <returns>The notice's state, whether it may have been shown, and microseconds until the next try.</returns>
    public static (string State, bool Doubt, long Pause) Of(IReadOnlyCollection<PushOutcome> outcomes, long attempts, bool doubted, TimeSpan? asked = null)
    {
        var doubt = doubted || outcomes.Contains(PushOutcome.Doubt);
        if (outcomes.Contains(PushOutcome.Accepted))
        {
            return ("sent", doubt, 0);
        }

        // A second try under the same topic replaces the first one, so it does not tell twice.
        var again = outcomes.Any(outcome => outcome is PushOutcome.Busy or PushOutcome.Doubt) && attempts <= PauseSeconds.Length;
        return again ? ("waiting", doubt, (long)(Math.Max(PauseSeconds[attempts - 1], Math.Min(asked?.TotalSeconds ?? 0, PauseSeconds[^1])) * Microseconds.PerSecond))
            : (doubt ? "in-doubt" : "failed", doubt, 0);
    }
}
