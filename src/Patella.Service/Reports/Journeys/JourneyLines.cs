using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Reports.Journeys;

/// <summary>Turns timeline entries of an order into the lines of its journey for one kind of reader. Pure.</summary>
internal static class JourneyLines
{
    private const int DetailLimit = 280;
    private const string Message = "conversation.message";
    private const string Met = "standard.met";

    /// <param name="entries">Oldest first.</param>
    public static IEnumerable<JourneyEntry> Of(IEnumerable<TimelineEntry> entries, JourneyReader reader, string language)
    {
        JourneyEntry? run = null;
        foreach (var line in entries.Where(entry => JourneyBook.Shows(reader, entry.Kind)).Select(entry => Line(entry, reader, language)).OfType<JourneyEntry>())
        {
            if (run is not null && line.Kind == Message && run.Ref == line.Ref)
            {
                run = Together(run, line);
                continue;
            }

            if (run is not null)
            {
                yield return run;
            }

            run = line.Kind == Message ? line : null;
            if (run is null)
            {
                yield return line;
            }
        }

        if (run is not null)
        {
            yield return run;
        }
    }

    /// <summary>A run of messages shows its first word of the consumer, because that is why it took place.</summary>
    private static JourneyEntry Together(JourneyEntry run, JourneyEntry next)
        => (run.By == "consumer" || next.By != "consumer" ? run : run with { By = next.By, Title = next.Title, Detail = next.Detail }) with { Count = run.Count + 1 };

    private static JourneyEntry? Line(TimelineEntry entry, JourneyReader reader, string language)
    {
        var data = new Facts(entry.Data);
        if (entry.Kind == Met && data["measure"] != "promise")
        {
            return null;
        }

        var (system, reference) = (JourneyBook.SystemOf(entry.Kind), ReferenceOf(entry, data));
        var detail = JourneyBook.ShowsWords(reader, entry.Kind) && entry.Kind != "case.fields-set" ? entry.Text ?? Place(data) : null;
        return new JourneyEntry(
            Microseconds.ToTime(entry.At), system, entry.Kind, TimelineItems.From(entry, language).Title, Short(detail), data.Amount, 1, entry.AuthorParty, entry.Unit, reference,
            reader == JourneyReader.Staff ? LinkOf(entry) : null, JourneyBook.StateOf(entry.Kind));
    }

    private static string? ReferenceOf(TimelineEntry entry, Facts data)
        => data["action"] ?? data["remedy"] ?? (entry.Kind.StartsWith("case.", StringComparison.Ordinal) ? entry.CaseRef : entry.Conversation ?? data["tracking"] ?? data["refund"] ?? data["payment"]);

    private static string? LinkOf(TimelineEntry entry) => entry switch
    {
        { CaseRef: { } id } when !entry.Kind.StartsWith("conversation.", StringComparison.Ordinal) => $"/cases/{id}",
        { Conversation: { } id } => $"/conversations?conversation={id}",
        _ => null,
    };

    private static string? Place(Facts data)
    {
        var parts = new[] { data["carrier"], data["tracking"], data["place"] }.Where(part => !string.IsNullOrEmpty(part)).ToList();
        return parts.Count == 0 ? null : string.Join(" · ", parts);
    }

    private static string? Short(string? text) => text is null || text.Length <= DetailLimit ? text : text[..(char.IsHighSurrogate(text[DetailLimit - 1]) ? DetailLimit - 1 : DetailLimit)] + "…";

    /// <summary>What a journey reads of an entry's data; labels only. A shape it does not know says nothing.</summary>
    private readonly struct Facts(string? data)
    {
        private readonly JsonElement _data = data is null ? default : JsonSerializer.Deserialize<JsonElement>(data, Json.Options);

        public string? this[string name] => _data.ValueKind == JsonValueKind.Object && _data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        /// <summary>Events carry money as an object, remedies as a number beside its currency.</summary>
        public Money? Amount => _data.ValueKind != JsonValueKind.Object || !_data.TryGetProperty("amount", out var amount) ? null : amount.ValueKind switch
        {
            JsonValueKind.Object => amount.Deserialize<Money>(Json.Options),
            JsonValueKind.Number when this["currency"] is { } currency => new Money(amount.GetInt64(), currency),
            _ => null,
        };
    }
}
