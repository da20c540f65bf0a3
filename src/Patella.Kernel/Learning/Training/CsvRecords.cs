using System.Text;

namespace Patella.Kernel.Learning.Training;

/// <summary>One record of a table: the line it begins on, its fields, and what is wrong with it.</summary>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Problem);

/// <summary>Comma-separated values as in RFC 4180, record by record; one that is not UTF-8 is told and the next goes on.</summary>
public static class CsvRecords
{
    /// <summary>Bytes of one record at most; an open quote takes no more with it.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>All records in order.</summary>
    public static IReadOnlyList<CsvRecord> Read(ReadOnlySpan<byte> bytes)
    {
        var records = new List<CsvRecord>();
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var line = 1;
        while (bytes.Length > 0)
        {
            var (length, lines) = Measure(bytes);
            var record = bytes[..length].TrimEnd("\r\n"u8);
            var tooLong = length >= MostBytes;
            var valid = System.Text.Unicode.Utf8.IsValid(record);
            var problem = tooLong ? "The line is longer than 1 MiB." : valid ? null : "The line is not UTF-8.";
            records.Add(new CsvRecord(line, problem is null ? Split(Encoding.UTF8.GetString(record)) : [], problem));
            line += lines;
            bytes = bytes[length..];
        }
        return records;
    }

    /// <summary>Bytes of the next record with its end, and how many lines they are. A quote that stays open past the bound ends with its line.</summary>
    private static (int Length, int Lines) Measure(ReadOnlySpan<byte> bytes)
    {
        var (quoted, lines) = (false, 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '"') quoted = !quoted;
            if (bytes[at] != '\n') continue;
            lines++;
            if (!quoted || at >= MostBytes) return (at + 1, lines);
        }
        return (bytes.Length, lines + 1);
    }

    private static List<string> Split(string record)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < record.Length; at++)
        {
            var c = record[at];
            if (quoted && c == '"' && at + 1 < record.Length && record[at + 1] == '"') field.Append(record[++at]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }
        fields.Add(field.ToString());
        return fields;
    }
}
