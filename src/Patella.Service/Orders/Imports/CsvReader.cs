using System.Text;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Imports;

/// <summary>
/// Reads comma-separated values as in RFC 4180: quotes double inside quotes, a quoted field may hold line breaks, the first record names the columns.
/// Semicolons and tabs are understood as well; the one the first line has most of is taken.
/// </summary>
internal sealed class CsvReader(string text, List<ImportError> errors)
{
    public const int MostColumns = 200;
    public const int MostField = 20_000;
    private readonly char _separator = SeparatorOf(text);
    private int _place = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;

    /// <summary>Columns of the first record; empty with an error when they cannot be used.</summary>
    public IReadOnlyList<string> ReadColumns()
    {
        var columns = ReadRecord().Fields.Select(name => name.Trim()).ToList();
        if (columns.Count > MostColumns || columns.All(name => name.Length == 0))
        {
            errors.Add(new ImportError(1, null, columns.Count > MostColumns ? TooManyColumns() : "The first line must name the columns."));
            return [];
        }

        var doubled = columns.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (doubled is not null)
        {
            errors.Add(new ImportError(1, doubled.Key, "Two columns have this name."));
        }

        return columns;
    }

    private static ProblemText TooManyColumns() => $"There may be at most {MostColumns} columns.";

    /// <summary>The records after the columns; those that do not fit the columns are told and left out.</summary>
    public IEnumerable<ImportRow> ReadRows(IReadOnlyList<string> columns)
    {
        while (_place < text.Length)
        {
            var (line, fields) = ReadRecord();
            if (fields is [""])
            {
                continue;
            }

            if (fields.Count != columns.Count)
            {
                errors.Add(new ImportError(line, null, $"There are {fields.Count} fields; the first line names {columns.Count} columns."));
                continue;
            }

            var values = new Dictionary<string, string>();
            for (var index = 0; index < columns.Count; index++)
            {
                if (fields[index].Length > 0 && columns[index].Length > 0)
                {
                    values.TryAdd(columns[index], fields[index]);
                }
            }

            yield return new ImportRow(line, values);
        }
    }

    private static char SeparatorOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        return new[] { ',', ';', '\t' }.MaxBy(candidate => first.Count(c => c == candidate));
    }

    private (int Line, List<string> Fields) ReadRecord()
    {
        var line = _line;
        var fields = new List<string>();
        do
        {
            fields.Add(ReadField(line, fields.Count));
        }
        while (Take(_separator));

        // CR LF, LF, or CR alone: each ends a line once.
        var ended = Take('\r');
        ended |= Take('\n');
        _line += ended ? 1 : 0;
        return (line, fields);
    }

    private string ReadField(int line, int number)
    {
        var value = _place < text.Length && text[_place] == '"' ? ReadQuoted(line) : ReadPlain();
        if (value.Length > MostField)
        {
            errors.Add(new ImportError(line, $"field {number + 1}", $"A field may have at most {MostField:N0} characters."));
            return "";
        }

        return value;
    }

    private string ReadPlain()
    {
        var end = text.AsSpan(_place).IndexOfAny(_separator, '\r', '\n');
        var value = end < 0 ? text[_place..] : text.Substring(_place, end);
        _place += value.Length;
        return value.Trim();
    }

    private string ReadQuoted(int line)
    {
        var value = new StringBuilder();
        for (_place++; _place < text.Length; _place++)
        {
            var c = text[_place];
            _line += c == '\n' ? 1 : 0;
            if (c != '"')
            {
                value.Append(c);
            }
            else if (_place + 1 < text.Length && text[_place + 1] == '"')
            {
                value.Append('"');
                _place++;
            }
            else
            {
                _place++;
                if (ReadPlain().Length > 0)
                {
                    errors.Add(new ImportError(line, null, "A quoted field goes on after its closing quote."));
                }

                return value.ToString();
            }
        }

        errors.Add(new ImportError(line, null, "A quoted field is not closed."));
        return value.ToString();
    }

    private bool Take(char c)
    {
        if (_place >= text.Length || text[_place] != c)
        {
            return false;
        }

        _place++;
        return true;
    }
}
