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
internal sealed record VoiceSlice(
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

    /// <summary>False when a block has surely none of them.</summary>
    public bool MayBeIn(BlockRow block)
    {
        if (block.RowCount == 0 || block.FromAt >= Until || block.UntilAt < From)
        {
            return false;
        }

        var filter = new BlockFilter(block.Filter);
        return (Stage is null || filter.MayHave(VoiceRows.Stage, Stage)) && (Reason is null || filter.MayHave(VoiceRows.Reason, Reason))
            && Values.Select((value, dimension) => (value, dimension)).All(one => one.value is null || filter.MayHave(VoiceRows.FirstDimension + one.dimension, one.value, InTree == false ? "" : Reason));
    }

    /// <summary>The rows that are meant, by their labels, in order.</summary>
    public List<int> Rows(VoiceRows rows)
    {
        var tests = Tests(rows);
        var found = new List<int>();
        if (tests is null)
        {
            return found;
        }

        // One pass a criterion over what is left: a column is opened only when it is needed.
        var ats = rows.Ats;
        for (var row = 0; row < rows.Count; row++)
        {
            if (ats[row] >= From && ats[row] < Until)
            {
                found.Add(row);
            }
        }

        foreach (var test in tests)
        {
            if (found.Count == 0)
            {
                break;
            }

            found.RemoveAll(row => !test(row));
        }

        return found;
    }

    private List<Func<int, bool>>? Tests(VoiceRows rows)
    {
        var tests = new List<Func<int, bool>>();
        foreach (var (column, value) in new[] { (VoiceRows.Reason, Reason), (VoiceRows.Stage, Stage), (VoiceRows.Author, Author) }.Concat(Values.Select((value, dimension) => (VoiceRows.FirstDimension + dimension, value))))
        {
            if (value is null)
            {
                continue;
            }

            var texts = rows.Text(column);
            var number = texts.NumberOf(value);
            if (number < 0)
            {
                return null;
            }

            tests.Add(row => texts.NumberAt(row) == number);
        }

        if (InTree is { } inTree)
        {
            var reasons = rows.Text(VoiceRows.Reason);
            tests.Add(row => reasons.NumberAt(row) != 0 == inTree);
        }

        if (Sentiment is { } sentiment)
        {
            tests.Add(row => rows.Sentiment(row) == sentiment);
        }

        if (Urgency is { } urgency)
        {
            tests.Add(row => rows.Urgency(row) == urgency);
        }

        if (Further.Count > 0)
        {
            var texts = rows.Text(VoiceRows.Further);
            var meant = texts.Values.Select(text => FurtherText.Read(text) is { } given && Further.All(one => given.TryGetValue(one.Key, out var value) && value == one.Value)).ToList();
            tests.Add(row => meant[texts.NumberAt(row)]);
        }

        return tests;
    }

    /// <summary>Seconds past now that a voice may lie: clocks differ.</summary>
    private const long VoiceAhead = (Intake.VoiceLineRules.AheadMinutes * 60) + 1;
}
