using System.Text;
using System.Text.Json;
using Patella.Kernel.Learning.Training;
using Patella.Service.Edge;
using Patella.Service.Edge.Lines;

namespace Patella.Service.Voices.Understanding;

/// <summary>One label of a file and the line it begins on, from 1.</summary>
public sealed record LabelLine(int Line, LabelledText Label);

/// <summary>A line that cannot be taken, and why.</summary>
public sealed record LabelProblem(int Line, ProblemText Detail);

/// <summary>What a file of labels holds: what can be taken, and what is wrong with the rest.</summary>
public sealed record LabelFile(IReadOnlyList<LabelLine> Lines, IReadOnlyList<LabelProblem> Problems)
{
    /// <summary>Bytes of a line of JSON.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>Reads comma-separated values whose first line names the columns text, reason, sentiment, urgency in any order; text and one other are needed.</summary>
    public static LabelFile ReadCsv(Stream file)
    {
        var (lines, problems) = (new List<LabelLine>(), new List<LabelProblem>());
        using var reader = new StreamReader(file, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var records = new CsvRecords(reader);
        if (records.Next() is not { } head)
        {
            return new LabelFile(lines, [new LabelProblem(1, "The file is empty.")]);
        }

        var columns = Columns(head.Fields);
        if (!columns.ContainsKey("text") || columns.Count == 1)
        {
            return new LabelFile(lines, [new LabelProblem(1, "The first line must name the columns: text, and reason, sentiment or urgency.")]);
        }

        foreach (var record in records.Rest().Where(record => !record.IsEmpty))
        {
            if (record.Problem is { } problem)
            {
                problems.Add(new LabelProblem(record.Line, problem));
            }
            else if (!IsUtf8(record))
            {
                problems.Add(new LabelProblem(record.Line, "The line is not UTF-8."));
            }
            else
            {
                LabelFields.Take(record.Line, name => columns.TryGetValue(name, out var at) && at < record.Fields.Count ? record.Fields[at] : null, lines, problems);
            }
        }

        return new LabelFile(lines, problems);
    }

    /// <summary>Reads a JSON object a line with text and reason, sentiment or urgency; other members are passed over.</summary>
    public static LabelFile ReadJsonLines(Stream file)
    {
        var (lines, problems) = (new List<LabelLine>(), new List<LabelProblem>());
        foreach (var line in BoundedLines.Read(file, LongestLine).Where(line => !line.IsEmpty))
        {
            if (line.IsTooLong)
            {
                problems.Add(new LabelProblem(line.Number, "The line is longer than 1 MiB."));
            }
            else
            {
                TakeJson(line.Number, line.Content, lines, problems);
            }
        }

        return new LabelFile(lines, problems);
    }

    /// <summary>Bytes that are no UTF-8 have come as replacement characters.</summary>
    private static bool IsUtf8(CsvRecord record) => record.Fields.All(field => !field.Contains('\uFFFD', StringComparison.Ordinal));

    private static void TakeJson(int number, ReadOnlyMemory<byte> line, List<LabelLine> lines, List<LabelProblem> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new LabelProblem(number, "The line is not a JSON object."));
            }
            else
            {
                LabelFields.Take(number, name => Member(document.RootElement, name), lines, problems);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            problems.Add(new LabelProblem(number, System.Text.Unicode.Utf8.IsValid(line.Span) ? "The line is not JSON." : "The line is not UTF-8."));
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
        {
            if (names[i].Trim().ToLowerInvariant() is "text" or "reason" or "sentiment" or "urgency")
            {
                columns.TryAdd(names[i].Trim(), i);
            }
        }

        return columns;
    }
}
