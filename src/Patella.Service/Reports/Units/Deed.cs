using Patella.Platform.Storage;
using Patella.Service.Andon.Pulls;

namespace Patella.Service.Reports.Units;

/// <summary>What deeds are; wire values.</summary>
internal static class DeedKinds
{
    public const string Pull = "pull";
    public const string Obstacle = "obstacle";
    public const string Call = "call";
}

/// <summary>Something that a unit had to do: a pull, an obstacle or a call about an incident. Times are UTC microseconds of business time.</summary>
internal sealed record Deed
{
    public string Id { get; init; } = "";

    /// <summary>Empty where nobody could say.</summary>
    public string Unit { get; init; } = "";

    public string? Title { get; init; }

    public string State { get; init; } = "";

    public long At { get; init; }

    public long? TakenAt { get; init; }

    public long? DoneAt { get; init; }

    public long? TakeBy { get; init; }

    public long? DoneBy { get; init; }

    public string? Link { get; init; }

    /// <summary>Whether it stood at a moment: begun, and not done yet.</summary>
    public bool StoodAt(long moment) => At < moment && !(DoneAt < moment);
}

/// <summary>Reads what units had to do.</summary>
internal static class Deeds
{
    /// <summary>Of one kind and span; a marketplace of a million orders a day has some thousand pulls a year.</summary>
    public const int Most = 50_000;

    private static readonly Statements Sql = new(typeof(Deeds).Assembly, "Reports.Units.units.sql");

    /// <summary>Newest first, at most <see cref="Most"/>.</summary>
    public static Task<IReadOnlyList<Deed>> Read(IReader reader, string kind, Span span) => reader.Many<Deed>(
        Sql[kind switch { DeedKinds.Pull => "Pulls", DeedKinds.Obstacle => "Obstacles", DeedKinds.Call => "Calls", _ => throw new InvalidOperationException($"{kind} is no kind of deed.") }],
        new { from = span.From, until = span.Until, limit = Most, acknowledging = PullRules.Acknowledging, deciding = PullRules.Deciding });
}
