using Patella.Platform.Clocks;

namespace Patella.Service.Systems.Calls;

/// <summary>What came of one try.</summary>
internal enum CallOutcome
{
    /// <summary>The system took it.</summary>
    Taken = 1,

    /// <summary>It did not take it, but may later.</summary>
    Busy = 2,

    /// <summary>It will not take this, now or later.</summary>
    Refused = 3,

    /// <summary>It went out and nobody knows whether it was taken.</summary>
    Doubt = 4,
}

/// <param name="Ticket">The other side's own id of what it made.</param>
/// <param name="TicketAddress">Where people see it there.</param>
internal sealed record CallAnswer(CallOutcome Outcome, string? Problem = null, string? Ticket = null, string? TicketAddress = null, TimeSpan? RetryAfter = null);

/// <summary>When a message goes again. Shorter than for events: somebody waits, and after about two hours people are told instead. Pure.</summary>
internal static class CallRetries
{
    /// <summary>Tries whose end nobody knows; past it people are told instead.</summary>
    public const int MostDoubts = 3;

    private static readonly int[] PauseSeconds = [5, 15, 60, 180, 600, 1_200, 1_800, 3_600];

    public static int MostAttempts => PauseSeconds.Length + 1;

    /// <param name="attempts">Tries so far, this one included.</param>
    /// <param name="doubts">Of which nobody knows the end, this one included.</param>
    /// <returns>The message's state and microseconds until the next try.</returns>
    public static (string State, long Pause) After(CallAnswer answer, long attempts, long doubts)
        => answer.Outcome == CallOutcome.Taken ? ("sent", 0)
            : answer.Outcome == CallOutcome.Refused || attempts >= MostAttempts || doubts >= MostDoubts ? ("failed", 0)
            : ("waiting", (long)Math.Max(PauseSeconds[attempts - 1], Math.Min(answer.RetryAfter?.TotalSeconds ?? 0, PauseSeconds[^1])) * Microseconds.PerSecond);
}
