using Patella.Service.Edge;
using Patella.Service.Edge.Lines;

namespace Patella.Service.Orders.Imports;

/// <summary>A table of orders whose first record names the columns. Between fields stand commas, semicolons or tabs; the one the first line has most of is taken.</summary>
internal sealed class CsvReader(string text, List<ImportError> errors)
{
    public const int MostColumns = 200;
    public const int MostField = 20_000;
    private readonly CsvRecords _records = new(new StringReader(text), SeparatorOf(text), MostField);

    /// <summary>Columns of the first record; empty with an error when they cannot be used.</summary>
    public IReadOnlyList<string> ReadColumns()
    {
        var columns = _records.Next() is { } head ? Values(head) : [];
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
        foreach (var record in _records.Rest().Where(record => !record.IsEmpty))
        {
            var fields = Values(record);
            if (fields.Count != columns.Count)
            {
                errors.Add(new ImportError(record.Line, null, $"There are {fields.Count} fields; the first line names {columns.Count} columns."));
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

            yield return new ImportRow(record.Line, values);
        }
    }

    private static char SeparatorOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        return new[] { ',', ';', '\t' }.MaxBy(candidate => first.Count(c => c == candidate));
    }

    /// <summary>A record's fields, those that are too long told and emptied.</summary>
    private List<string> Values(CsvRecord record)
    {
        if (record.Problem is { } problem)
        {
            errors.Add(new ImportError(record.Line, null, problem));
        }

        return [.. record.Fields.Select((value, index) =>
        {
            if (value.Length <= MostField)
            {
                return value.Trim();
            }

            errors.Add(new ImportError(record.Line, $"field {index + 1}", $"A field may have at most {MostField:N0} characters."));
            return "";
        })];
    }
}
