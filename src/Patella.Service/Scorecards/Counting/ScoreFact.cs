namespace Patella.Service.Scorecards.Counting;

/// <summary>What is counted. Stored numbers, append only.</summary>
internal static class Measures
{
    public const long Round = 1;
    public const long Paid = 2;
    public const long Prompt = 3;
    public const long Shipping = 4;
    public const long Refund = 5;
    public const long Help = 6;
    public const long Ruling = 7;
    public const long Rating = 8;
}

/// <summary>One thing that is counted of a shop. Amounts: seconds, or the three ratings.</summary>
internal sealed record ScoreFact
{
    public string Owner { get; init; } = "";

    public long Measure { get; init; }

    public string Part { get; init; } = "";

    public string Merchant { get; init; } = "";

    public long Day { get; init; }

    public long At { get; init; }

    public long Counted { get; init; } = 1;

    public long Good { get; init; }

    public long Amount { get; init; }

    public long Amount2 { get; init; }

    public long Amount3 { get; init; }

    public string? OrderRef { get; init; }

    public string? CaseRef { get; init; }

    public string? Person { get; init; }

    public string? Flaw { get; init; }

    public (string Owner, long Measure, string Part) Key => (Owner, Measure, Part);

    /// <summary>Adds what it counts for, or takes it away.</summary>
    public void AddTo(long[] sums, long sign)
    {
        if (Counted == 0)
        {
            return;
        }

        switch (Measure)
        {
            case Measures.Round: Add(sums, sign, DaySums.Rounds, 1, DaySums.Quick, Good); break;
            case Measures.Paid: Add(sums, sign, DaySums.Paid, 1); break;
            case Measures.Prompt: Add(sums, sign, DaySums.Due, 1, DaySums.Prompt, Good); break;
            case Measures.Shipping: Add(sums, sign, DaySums.Shipped, 1, DaySums.ShipSeconds, Amount); break;
            case Measures.Refund: Add(sums, sign, DaySums.Refunds, 1, DaySums.RefundSeconds, Amount); break;
            case Measures.Help: Add(sums, sign, DaySums.Helped, 1); break;
            case Measures.Ruling: Add(sums, sign, DaySums.Judged, 1, DaySums.Disputes, 1 - Good); break;
            case Measures.Rating:
                Add(sums, sign, DaySums.Rated, 1, DaySums.Goods, Amount);
                Add(sums, sign, DaySums.Service, Amount2, DaySums.Logistics, Amount3);
                break;
            default: throw new InvalidOperationException($"No measure has the number {Measure}.");
        }
    }

    private static void Add(long[] sums, long sign, int first, long one, int second = -1, long two = 0)
    {
        sums[first] += sign * one;
        if (second >= 0)
        {
            sums[second] += sign * two;
        }
    }
}

/// <summary>The sums that are kept for each shop and day, by their place.</summary>
internal static class DaySums
{
    public const int Rounds = 0;
    public const int Quick = 1;
    public const int Paid = 2;
    public const int Due = 3;
    public const int Prompt = 4;
    public const int Shipped = 5;
    public const int ShipSeconds = 6;
    public const int Refunds = 7;
    public const int RefundSeconds = 8;
    public const int Helped = 9;
    public const int Disputes = 10;
    public const int Judged = 11;
    public const int Rated = 12;
    public const int Goods = 13;
    public const int Service = 14;
    public const int Logistics = 15;
    public const int Count = 16;

    /// <summary>From here on the sums of ratings, which have a window of their own.</summary>
    public const int FirstOfRatings = Rated;

    /// <summary>Their columns, in the same order.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["rounds", "quick", "paid", "due", "prompt", "shipped", "ship_seconds", "refunds", "refund_seconds", "helped", "disputes", "judged", "rated", "goods", "service", "logistics"];
}
