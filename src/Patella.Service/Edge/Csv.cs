using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Patella.Service.Edge;

/// <summary>Tables for spreadsheets: RFC 4180, UTF-8 with mark. A text that a spreadsheet would take for a formula is written as text.</summary>
public static class Csv
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    public static IResult Result(string name, IEnumerable<IReadOnlyList<object?>> rows)
        => Results.File(File(Write(rows)), "text/csv; charset=utf-8", name);

    /// <summary>A written table as a file's bytes.</summary>
    public static byte[] File(string table) => [.. Mark, .. Encoding.UTF8.GetBytes(table)];

    public static string Write(IEnumerable<IReadOnlyList<object?>> rows)
    {
        var output = new StringBuilder();
        foreach (var row in rows)
        {
            output.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        }

        return output.ToString();
    }

    internal static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(Safe(text)),
        DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(Safe(value.ToString() ?? "")),
    };

    private static string Safe(string text) => IsFormula(text) ? "'" + text : text;

    // Spreadsheets also start a formula after leading blanks, and take the full-width signs for the narrow ones.
    private static bool IsFormula(string text)
        => text.Length > 0 && (text[0] is '\t' or '\r' or '\n' || (text.TrimStart() is { Length: > 0 } start && start[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'));

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
