using Patella.Service.Edge;
using Patella.Service.Scorecards.Scoring;

namespace Patella.Service.Scorecards.Nights;

/// <summary>A night as it is kept.</summary>
internal sealed record NightRow
{
    public long Night { get; init; }

    /// <summary>asked, running, published (scores can be read), done (badges too) or failed.</summary>
    public string State { get; init; } = "";

    public long FromDay { get; init; }

    public long UntilDay { get; init; }

    public long AskedAt { get; init; }

    public long? PublishedAt { get; init; }

    public long Shops { get; init; }

    public long Scored { get; init; }

    public string Policy { get; init; } = "";

    public string? Problem { get; init; }
}

/// <summary>A score as it is kept.</summary>
internal sealed record ScoreRow
{
    public long Night { get; init; }

    public string Merchant { get; init; } = "";

    public long Revision { get; init; }

    public string Category { get; init; } = "";

    public long? Total { get; init; }

    public long Badge { get; init; }

    public string Figures { get; init; } = "[]";

    public string Policy { get; init; } = "";

    /// <summary>night, or why it was revised: late, corrected, withdrawn, asked.</summary>
    public string Because { get; init; } = "";

    public long MadeAt { get; init; }

    public IReadOnlyList<Reached> Reached() => [.. Json.Read<List<long[]>>(Figures)!.Select(Scoring.Reached.From)];

    public static string Write(IReadOnlyList<Reached> figures) => Json.Write(figures.Select(figure => figure.ToNumbers()));

    public static ScoreRow Of(ShopScore score, long night, long revision, string policy, string because, long at) => new()
    {
        Night = night, Merchant = score.Merchant, Revision = revision, Category = score.Category, Total = score.Total, Badge = score.Badge ? 1 : 0, Figures = Write(score.Figures),
        Policy = policy, Because = because, MadeAt = at,
    };

    public ShopScore ToScore() => new(Merchant, Category, Total, Badge == 1, "", Reached());
}

/// <summary>A category of a night as it is kept.</summary>
internal sealed record FieldRow
{
    public long Night { get; init; }

    public string Category { get; init; } = "";

    public long Shops { get; init; }

    public long Disputes { get; init; }

    public long Paid { get; init; }

    public string Reached { get; init; } = "[]";

    public CategoryField ToField() => new(Category, Shops, Disputes, Paid, Json.Read<List<long[]>>(Reached)!);
}

/// <summary>How a shop stood in a night.</summary>
internal sealed record StandingRow
{
    public string Merchant { get; init; } = "";

    public long? Total { get; init; }

    public long Badge { get; init; }
}

/// <summary>A correction as it is kept.</summary>
internal sealed record CorrectionRow
{
    public string Id { get; init; } = "";

    public string Merchant { get; init; } = "";

    public string Owner { get; init; } = "";

    public long Measure { get; init; }

    public string Kind { get; init; } = "";

    public long? DayBefore { get; init; }

    public long? DayAfter { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public string? OrderRef { get; init; }

    public string? CaseRef { get; init; }

    public long At { get; init; }

    public long? Night { get; init; }

    public long? Revision { get; init; }
}

/// <summary>A badge granted or lost.</summary>
internal sealed record BadgeRow
{
    public string Id { get; init; } = "";

    public string Merchant { get; init; } = "";

    public long Night { get; init; }

    public long Revision { get; init; }

    public long Granted { get; init; }

    public string Because { get; init; } = "";

    /// <summary>Keys of the indicators that fell since the night before, with commas between.</summary>
    public string Fell { get; init; } = "";

    public long? Total { get; init; }

    public long? Earlier { get; init; }

    public long At { get; init; }
}
