using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Parties;

/// <summary>One thing that happened to a person or an order, as staff read it.</summary>
/// <param name="Position">Its place in the timeline, opaque.</param>
/// <param name="Title">What happened, in the caller's language.</param>
public sealed record TimelineItem(
    string Position, DateTimeOffset At, string Kind, string? Unit, string Title, string? Text, string? Conversation, string? Order, JsonElement? Data, string? Case = null);

/// <summary>Turns timeline entries into lines for a page.</summary>
public static class TimelineItems
{
    /// <summary>Titles of kinds; a kind without one is shown by its own name.</summary>
    public static readonly LocalTexts Titles = new(typeof(TimelineItems).Assembly, "Parties.Texts.timeline.json");

    public static TimelineItem From(TimelineEntry entry, string language)
    {
        JsonElement? data = entry.Data is null ? null : JsonSerializer.Deserialize<JsonElement>(entry.Data);
        return new TimelineItem(
            entry.Place.ToString(), Microseconds.ToTime(entry.At), entry.Kind, entry.Unit, TitleOf(entry, language),
            entry.Text, entry.Conversation, entry.OrderRef, data, entry.CaseRef);
    }

    /// <summary>A page of entries that were read one longer than <paramref name="limit"/>, newest first.</summary>
    public static Page<TimelineItem> Page(IReadOnlyList<TimelineEntry> entries, int limit, string language)
        => new(
            [.. entries.Take(limit).Select(entry => From(entry, language))],
            entries.Count > limit ? Paging.Cursor(entries[limit - 1].At, entries[limit - 1].Position.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null);

    /// <summary>The kinds a timeline may be narrowed to: the first part of their names. Wire words, append only.</summary>
    public static readonly IReadOnlyList<string> Groups = ["conversation", "order", "logistics", "delivery", "payment", "refund", "case", "mail", "standard", "person", "action"];

    /// <summary>What of a timeline is wanted; null is everything, and so are unknown words refused.</summary>
    public static Validation Check(string? kind, string? unit) => new Validation()
        .Must(kind is null || Groups.Contains(kind), "kind", $"Must be one of: {string.Join(", ", Groups)}.").Id(unit, "unit", required: false);

    /// <summary>Reads a cursor that <see cref="Page"/> made.</summary>
    public static bool TryRead(string? cursor, out long at, out long position)
    {
        position = long.MaxValue;
        return Paging.TryRead(cursor, out at, out var id) && (string.IsNullOrEmpty(cursor) || long.TryParse(id, out position));
    }

    private static string TitleOf(TimelineEntry entry, string language)
    {
        if (!Titles.Has(entry.Kind))
        {
            return entry.Kind;
        }

        var author = Titles.Has("party." + entry.AuthorParty) ? Titles.In(language, "party." + entry.AuthorParty) : entry.AuthorParty;
        return Titles.In(language, entry.Kind, ("author", author));
    }
}
