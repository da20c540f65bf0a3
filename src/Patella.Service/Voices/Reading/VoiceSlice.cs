using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <summary>Which voices are meant, as it comes in. Further dimensions come as <c>d.NAME=VALUE</c>.</summary>
public sealed record VoiceQuery(
    [FromQuery(Name = "from")] DateTimeOffset? From, [FromQuery(Name = "until")] DateTimeOffset? Until, [FromQuery(Name = "stage")] string? Stage, [FromQuery(Name = "reason")] string? Reason,
    [FromQuery(Name = "sentiment")] int? Sentiment, [FromQuery(Name = "urgency")] int? Urgency, [FromQuery(Name = "channel")] string? Channel, [FromQuery(Name = "category")] string? Category,
    [FromQuery(Name = "merchant")] string? Merchant, [FromQuery(Name = "product")] string? Product, [FromQuery(Name = "carrier")] string? Carrier, [FromQuery(Name = "region")] string? Region,
    [FromQuery(Name = "version")] string? Version, [FromQuery(Name = "language")] string? Language, [FromQuery(Name = "source")] string? Source, [FromQuery(Name = "inTree")] bool? InTree,
    [FromQuery(Name = "author")] string? Author, [FromQuery(Name = "word")] string? Word);

/// <summary>Which voices are meant, checked.</summary>
/// <param name="From">UTC microseconds.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="Values">By <see cref="VoiceDimensions.Names"/>; null: any.</param>
internal sealed partial record VoiceSlice(
    long From, long Until, string? Stage, string? Reason, int? Sentiment, int? Urgency, bool? InTree, IReadOnlyList<string?> Values, string? Author, string? Word, IReadOnlyDictionary<string, string> Further)
{
    private const string FurtherPrefix = "d.";

    public static Outcome<VoiceSlice> Read(VoiceQuery query, HttpContext http, long now)
    {
        var from = query.From is { } since ? Microseconds.From(since) : long.MinValue / 2;
        var until = query.Until is { } end ? Microseconds.From(end) : now + (VoiceAhead * Microseconds.PerSecond);
        string?[] values = [query.Category, query.Merchant, query.Product, query.Carrier, query.Region, query.Channel, query.Version, query.Source, query.Language];
        var check = new Validation()
            .Must(from < until, "from", "Must be before 'until'.")
            .Must(query.Sentiment is null or >= -1 and <= 1, "sentiment", "Must be -1, 0 or 1.")
            .Must(query.Urgency is null or >= 0 and <= 2, "urgency", "Must be 0, 1 or 2.")
            .Must(query.Word is null or { Length: >= 1 and <= 40 }, "word", "Must be 1 to 40 characters long.")
            .Must(values.Append(query.Stage).Append(query.Reason).Append(query.Author).All(value => value is null or { Length: >= 1 and <= 200 }), "slice", "A value has 1 to 200 characters.");
        var further = http.Request.Query.Where(one => one.Key.StartsWith(FurtherPrefix, StringComparison.Ordinal)).ToDictionary(one => one.Key[FurtherPrefix.Length..], one => one.Value.ToString());
        return check.Failed ? check.Problem : new VoiceSlice(from, until, query.Stage, query.Reason, query.Sentiment, query.Urgency, query.InTree, values, query.Author, query.Word, further);
    }

    /// <summary>Whether labels alone tell which voices are meant.</summary>
    public bool IsOfLabels => Word is null;

    /// <summary>What filters are asked for: a block or page without one of them has none of the voices.</summary>
    public IReadOnlyList<ulong> Entries()
    {
        var entries = new List<ulong>();
        if (Stage is not null)
        {
            entries.Add(FilterEntries.Of(VoiceRows.Stage, Stage));
        }

        if (Reason is not null)
        {
            entries.Add(FilterEntries.Of(VoiceRows.Reason, Reason));
        }

        // The rarest of them are asked for first.
        entries.InsertRange(0, Values.Select((value, dimension) => (value, dimension)).Where(one => one.value is not null)
            .Select(one => FilterEntries.Of(VoiceRows.FirstDimension + one.dimension, one.value, InTree == false ? "" : Reason)));
        return entries;
    }

    /// <summary>False when a block has surely none of them.</summary>
    public bool MayBeIn(BlockRow block, IReadOnlyList<ulong> entries)
    {
        if (block.RowCount == 0 || block.FromAt >= Until || block.UntilAt < From)
        {
            return false;
        }

        var filter = new BlockFilter(block.Filter);
        foreach (var entry in entries)
        {
            if (!filter.MayHave(entry))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False when no voice of a page lies in the slice's time.</summary>
    public bool MayBeIn(BlockPage page) => page.Rows > 0 && page.FromAt < Until && page.UntilAt >= From;

    /// <summary>Seconds past now that a voice may lie: clocks differ.</summary>
    private const long VoiceAhead = (Intake.VoiceLineRules.AheadMinutes * 60) + 1;
}
