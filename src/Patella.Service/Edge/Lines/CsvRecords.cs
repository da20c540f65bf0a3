using System.Text;

namespace Patella.Service.Edge.Lines;

/// <summary>One record of a table.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Fields">Its fields; one empty field for an empty line. A field that is longer than the reader keeps has one character more than that.</param>
/// <param name="Problem">What is wrong with the record itself; null when it can be used.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, ProblemText? Problem)
{
    /// <summary>Whether nothing stands on the line.</summary>
    public bool IsEmpty => Fields is [""];
}

/// <summary>
/// Reads comma-separated values as in RFC 4180, record by record in bounded memory: quotes double inside quotes, a quoted field may hold line breaks, CR LF, LF and CR end a record.
/// One that cannot be read is told with the line it begins on, and the next one is read; an open quote takes about a million characters with it and no more.
/// </summary>
/// <param name="reader">The table; a byte order mark before it is passed over.</param>
/// <param name="separator">Between fields.</param>
/// <param name="longest">Characters of a field.</param>
public sealed class CsvRecords(TextReader reader, char separator = ',', int longest = 1 << 20)
{
    /// <summary>Characters after which a quote that is still open ends with its line.</summary>
    public const int OpenQuote = 1 << 20;

    private ProblemText? _problem;
    private int _characters;

    /// <summary>Lines read so far.</summary>
    public int Line { get; private set; }

    /// <summary>The next record; null at the end.</summary>
    public CsvRecord? Next()
    {
        if (Line == 0 && reader.Peek() == '\uFEFF')
        {
            reader.Read();
        }

        if (reader.Peek() < 0)
        {
            return null;
        }

        var begin = ++Line;
        (_problem, _characters) = (null, 0);
        var fields = new List<string>();
        bool more;
        do
        {
            fields.Add(reader.Peek() == '"' ? Quoted(out more) : Plain(out more));
        }
        while (more);
        return new CsvRecord(begin, fields, _problem);
    }

    /// <summary>All that follow.</summary>
    public IEnumerable<CsvRecord> Rest()
    {
        while (Next() is { } record)
        {
            yield return record;
        }
    }

    private string Plain(out bool more)
    {
        var field = new StringBuilder();
        for (int next; (next = reader.Read()) >= 0;)
        {
            if (next == separator || next is '\n' or '\r')
            {
                if (next == '\r' && reader.Peek() == '\n')
                {
                    reader.Read();
                }

                more = next == separator;
                return field.ToString();
            }

            Keep(field, (char)next);
        }

        more = false;
        return field.ToString();
    }

    private string Quoted(out bool more)
    {
        reader.Read();
        var field = new StringBuilder();
        for (int next; (next = reader.Read()) >= 0;)
        {
            _characters++;
            if (next == '"' && reader.Peek() != '"')
            {
                if (Plain(out more).AsSpan().Trim().Length > 0)
                {
                    _problem = "A quoted field goes on after its closing quote.";
                }

                return field.ToString();
            }

            if (next == '\n' && _characters > OpenQuote)
            {
                break;
            }

            Line += next == '\n' ? 1 : 0;
            Keep(field, (char)(next == '"' ? reader.Read() : next));
        }

        _problem = "A quoted field is not closed.";
        more = false;
        return field.ToString();
    }

    private void Keep(StringBuilder field, char next)
    {
        if (field.Length <= longest)
        {
            field.Append(next);
        }
    }
}
