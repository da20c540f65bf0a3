using System.Text;
using System.Text.Json;

namespace Patella.Kernel.Learning.Training;

/// <summary>One label of a file and the line it begins on, from 1.</summary>
public sealed record LabelLine(int Line, LabelledText Label);

/// <summary>A line that cannot be taken, and why.</summary>
public sealed record LabelProblem(int Line, string Detail);

/// <summary>What a file of labels holds: what can be taken, and what is wrong with the rest.</summary>
public sealed record LabelFile(IReadOnlyList<LabelLine> Lines, IReadOnlyList<LabelProblem> Problems)
{
    /// <summary>UTF-16 units of a text at most.</summary>
    public const int MostText = 20_000;

    private const int NoneUnknown = -9;

    /// <summary>Reads comma-separated values whose first line names the columns text, reason, sentiment, urgency in any order; text and one other are needed.</summary>
    public static LabelFile ReadCsv(ReadOnlySpan<byte> bytes)
    {
        var (lines, problems) = (new List<LabelLine>(), new List<LabelProblem>());
        Dictionary<string, int>? columns = null;
        foreach (var record in CsvRecords.Read(bytes))
        {
            if (columns is null)
            {
                columns = Columns(record.Fields);
                if (columns.ContainsKey("text") && columns.Count > 1) continue;
                problems.Add(new LabelProblem(record.Line, "The first line must name the columns: text, and reason, sentiment or urgency."));
                break;
            }
            if (record.Fields is [""]) continue;
            if (record.Problem is not null) problems.Add(new LabelProblem(record.Line, record.Problem));
            else Take(record.Line, name => columns.TryGetValue(name, out var at) && at < record.Fields.Count ? record.Fields[at] : null, lines, problems);
        }
        if (columns is null) problems.Add(new LabelProblem(1, "The file is empty."));
        return new LabelFile(lines, problems);
    }

    /// <summary>Reads a JSON object a line with text and reason, sentiment or urgency; other members are passed over.</summary>
    public static LabelFile ReadJsonLines(ReadOnlySpan<byte> bytes)
    {
        var (lines, problems) = (new List<LabelLine>(), new List<LabelProblem>());
        var number = 0;
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            number++;
            if (!line.Trim("\uFEFF\r\t "u8).IsEmpty) TakeJson(number, line.Trim("\uFEFF\r\t "u8).ToArray(), lines, problems);
        }
        return new LabelFile(lines, problems);
    }

    private static void TakeJson(int number, byte[] line, List<LabelLine> lines, List<LabelProblem> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object) problems.Add(new LabelProblem(number, "The line is not a JSON object."));
            else Take(number, name => Member(document.RootElement, name), lines, problems);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            problems.Add(new LabelProblem(number, System.Text.Unicode.Utf8.IsValid(line) ? "The line is not JSON." : "The line is not UTF-8."));
        }
    }

    private static string? Member(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static Dictionary<string, int> Columns(IReadOnlyList<string> names)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
            if (names[i].Trim() is "text" or "reason" or "sentiment" or "urgency" or "Text" or "Reason" or "Sentiment" or "Urgency") columns.TryAdd(names[i].Trim(), i);
        return columns;
    }

    private static void Take(int line, Func<string, string?> field, List<LabelLine> lines, List<LabelProblem> problems)
    {
        var (text, reason) = (field("text"), field("reason")?.Trim());
        var (sentiment, urgency) = (Number(field("sentiment"), -1, 1), Number(field("urgency"), 0, 2));
        var wrong = string.IsNullOrWhiteSpace(text) ? "The text is missing."
            : text.Length > MostText ? "The text has more than 20,000 characters."
            : sentiment == NoneUnknown ? "The sentiment must be -1, 0 or 1."
            : urgency == NoneUnknown ? "The urgency must be 0, 1 or 2."
            : string.IsNullOrEmpty(reason) && sentiment is null && urgency is null ? "Nothing is said of the text: give a reason, a sentiment or an urgency."
            : null;
        if (wrong is not null) problems.Add(new LabelProblem(line, wrong));
        else lines.Add(new LabelLine(line, new LabelledText(text!, reason == "-" ? "" : string.IsNullOrEmpty(reason) ? null : reason, (sbyte?)sentiment, (byte?)urgency)));
    }

    private static int? Number(string? value, int least, int most)
        => string.IsNullOrWhiteSpace(value) ? null
            : int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowLeadingWhite | System.Globalization.NumberStyles.AllowTrailingWhite, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : NoneUnknown;
}
