namespace Patella.Service.Reports;

/// <summary>What is summed in a slot: the columns of <c>report_slot</c> in their order. Seconds are sums; the bands count waits up to each bound of <see cref="Bands"/>.</summary>
internal enum Sum
{
    Offered,
    Picked,
    Replied,
    Asked,
    Got,
    Abandoned,
    ByBot,
    Closed,
    Reopened,
    Resolved,
    Repeated,
    Transferred,
    Transfers,
    Said,
    Choices,
    ReplySeconds,
    ReplyCount,
    PersonReplySeconds,
    PersonReplyCount,
    ResolutionSeconds,
    ResolutionCount,
    Rated,
    Satisfied,
    SatisfiedSum,
    Judged,
    Solved,
    Surveyed,
    Recommended,
    Promoters,
    Detractors,
    Compared,
    SimplerSum,
    Recorded,
    RecordedSatisfied,
    Orders,
    StandardsMet,
    StandardsBroken,
    PromisesMet,
    PromisesBroken,
    Cases,
    CasesClosed,
    CasesReopened,
    CaseTransfers,
    CaseSeconds,
    CaseSecondsCount,
    CasePromisesKept,
    CasePromisesBroken,
    Reply0,
    PersonReply0 = Reply0 + Bands.Count,
    Resolution0 = PersonReply0 + Bands.Count,
}

/// <summary>The bands in which waits are counted, so that a median can be told from sums.</summary>
internal static class Bands
{
    public const int Count = 8;

    /// <summary>Upper bounds in seconds of the bands of replies; the last band has none.</summary>
    public static readonly IReadOnlyList<double> OfReplies = [10, 30, 60, 180, 600, 3_600, 14_400];

    /// <summary>Upper bounds in seconds of the bands of resolutions.</summary>
    public static readonly IReadOnlyList<double> OfResolutions = [300, 900, 3_600, 14_400, 86_400, 259_200, 604_800];

    public static int Of(IReadOnlyList<double> bounds, double seconds)
    {
        var band = 0;
        while (band < bounds.Count && seconds > bounds[band])
        {
            band++;
        }

        return band;
    }

    /// <summary>The wait that a share of all stays below, in seconds, estimated inside its band; null when nothing was counted.</summary>
    public static double? Quantile(IReadOnlyList<double> bounds, ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        if (total == 0)
        {
            return null;
        }

        var wanted = total * share;
        var before = 0L;
        for (var band = 0; band < counts.Length; band++)
        {
            if (before + counts[band] >= wanted && counts[band] > 0)
            {
                var low = band == 0 ? 0 : bounds[band - 1];
                var high = band < bounds.Count ? bounds[band] : low * 2;
                return Math.Round(low + ((high - low) * ((wanted - before) / counts[band])), 1);
            }

            before += counts[band];
        }

        return bounds[^1] * 2;
    }
}

/// <summary>The sums as the store names them.</summary>
internal static class Sums
{
    public const int Count = (int)Sum.Resolution0 + Bands.Count;

    public static readonly IReadOnlyList<string> Columns =
    [
        "offered", "picked", "replied", "asked", "got", "abandoned", "by_bot", "closed", "reopened", "resolved", "repeated", "transferred", "transfers",
        "said", "choices", "reply_seconds", "reply_count", "person_reply_seconds", "person_reply_count", "resolution_seconds", "resolution_count", "rated",
        "satisfied", "satisfied_sum", "judged", "solved", "surveyed", "recommended", "promoters", "detractors", "compared", "simpler_sum", "recorded",
        "recorded_satisfied", "orders", "standards_met", "standards_broken", "promises_met", "promises_broken", "cases", "cases_closed", "cases_reopened",
        "case_transfers", "case_seconds", "case_seconds_count", "case_promises_kept", "case_promises_broken",
        .. Banded("reply"), .. Banded("person_reply"), .. Banded("resolution"),
    ];

    private static IEnumerable<string> Banded(string name) => Enumerable.Range(0, Bands.Count).Select(band => $"{name}_{band}");
}
