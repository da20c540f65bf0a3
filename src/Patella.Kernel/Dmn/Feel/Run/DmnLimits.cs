namespace Patella.Kernel.Dmn;

/// <summary>Which bound an evaluation ran into.</summary>
public enum DmnLimit
{
    /// <summary>Calls, iterations and rules evaluated.</summary>
    Steps = 0,

    /// <summary>Calls inside calls, or values inside values.</summary>
    Depth = 1,

    /// <summary>Items of a list or characters of a string.</summary>
    Size = 2,

    /// <summary>The caller's token was cancelled, usually because its time was up.</summary>
    Cancelled = 3,
}

/// <summary>
/// What one evaluation may use. The kernel has no clock: steps stand for time and are the same on every machine;
/// a caller who wants a wall-clock bound passes a token that its own clock cancels.
/// </summary>
/// <param name="MaxSteps">Calls, iterations, rules, and a share for each item or character built.</param>
/// <param name="MaxDepth">Function calls inside function calls.</param>
/// <param name="MaxSize">Items in one list, characters in one string.</param>
/// <param name="MaxProblems">Problems kept; later ones are dropped, but still make the result one with errors.</param>
public sealed record DmnLimits(long MaxSteps = 1_000_000, int MaxDepth = 256, int MaxSize = 1_000_000, int MaxProblems = 100)
{
    /// <summary>A million steps, 256 calls deep, a million items or characters.</summary>
    public static DmnLimits Default { get; } = new();
}

/// <summary>An evaluation was stopped because it exceeded a bound; nothing it computed is to be used.</summary>
public sealed class DmnLimitException(DmnLimit limit, string detail, string? place = null)
    : Exception($"The evaluation was stopped{(place is null ? "" : $" in {place}")}: {detail}.")
{
    /// <summary>The bound exceeded.</summary>
    public DmnLimit Limit { get; } = limit;

    /// <summary>The decision or function that was running, if known.</summary>
    public string? Place { get; } = place;
}
