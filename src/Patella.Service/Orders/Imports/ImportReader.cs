using System.Globalization;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Imports;

/// <summary>What was read of a file: events, or what is wrong with it.</summary>
internal sealed record ReadImport(IReadOnlyList<string> Columns, IReadOnlyDictionary<string, string> Mapping, IReadOnlyList<MirrorEvent> Events, IReadOnlyList<ImportError> Errors);

/// <summary>Reads a file of orders into events of the envelope. Changes nothing; a preview and a load read the same way.</summary>
internal sealed class ImportReader(BusinessTime business)
{
    public const int MostLines = 20_000;
    public const int MostErrors = 100;

    /// <summary>Where imported rows come from; rows of the same order are one numbered stream, so that what is loaded later counts.</summary>
    public const string Source = "/imports";

    private static readonly Dictionary<string, string> NoMapping = [];

    public Outcome<ReadImport> Read(ImportRequest request)
    {
        var validation = new Validation().OneOf(request.Format, "/format", ["csv", "jsonl"]).Must(!string.IsNullOrWhiteSpace(request.Content), "/content", "Is required.");
        foreach (var (column, path) in request.Mapping ?? NoMapping)
        {
            validation.Must(path is { Length: 0 } || (path is not null && ImportFields.ValueOf(path) is not null), $"/mapping/{column}", "Is not a field of an event; leave it empty to leave the column out.");
        }

        if (validation.Failed)
        {
            return validation.Problem;
        }

        var errors = new List<ImportError>();
        return request.Format == "csv" ? Csv(request, errors) : Lines(request, errors);
    }

    private ReadImport Csv(ImportRequest request, List<ImportError> errors)
    {
        var reader = new CsvReader(request.Content!, errors);
        var columns = reader.ReadColumns();
        var mapping = Mapping(request, columns);
        return columns.Count == 0 ? new ReadImport([], mapping, [], errors) : Rows(columns, mapping, Bounded(reader.ReadRows(columns), errors), errors);
    }

    /// <summary>Lines are events already, or objects whose names are columns.</summary>
    private ReadImport Lines(ImportRequest request, List<ImportError> errors)
    {
        var lines = JsonLines.Read(request.Content!, MostLines, errors);
        if (lines.Count > 0 && lines.All(line => line.Value.TryGetProperty("specversion", out _)))
        {
            var events = Checked(lines, path => path, errors);
            return new ReadImport([], NoMapping, events, Some(errors));
        }

        var rows = lines.Select(line => JsonLines.Flat(line.Line, line.Value)).ToList();
        var columns = rows.SelectMany(row => row.Values.Keys).Distinct().Take(CsvReader.MostColumns).ToList();
        return Rows(columns, Mapping(request, columns), rows, errors);
    }

    private static IReadOnlyDictionary<string, string> Mapping(ImportRequest request, IReadOnlyList<string> columns)
        => request.Mapping is { Count: > 0 } given ? given : ImportFields.Guess(columns);

    private ReadImport Rows(IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> mapping, IEnumerable<ImportRow> rows, List<ImportError> errors)
    {
        var made = new RowEvents(mapping, Source, business.Now, errors).Of(rows).Select(row => (row.Line, Value: JsonSerializer.SerializeToElement(row.Event, Json.Options))).ToList();
        var columnOf = mapping.Where(pair => pair.Value.Length > 0).DistinctBy(pair => pair.Value).ToDictionary(pair => pair.Value, pair => pair.Key);
        var events = Checked(made, path => columnOf.GetValueOrDefault(path, path), errors);
        if (made.Count == 0 && errors.Count == 0)
        {
            errors.Add(new ImportError(1, null, "There is nothing to load: no line after the columns."));
        }

        return new ReadImport(columns, mapping, events, Some(errors));
    }

    /// <summary>Reads each as an event of the envelope; what is wrong is told by line and by the column it came from.</summary>
    private static List<MirrorEvent> Checked(IEnumerable<(int Line, JsonElement Value)> lines, Func<string, string> columnOf, List<ImportError> errors)
    {
        var events = new List<MirrorEvent>();
        foreach (var (line, value) in lines)
        {
            var wrong = new List<FieldError>();
            events.Add(Envelope.Read(new JsonField(value, "", wrong)));
            errors.AddRange(wrong.Select(error => new ImportError(line, columnOf(PathOf(error.Pointer)), error.Detail)));
        }

        return events;
    }

    private static IEnumerable<ImportRow> Bounded(IEnumerable<ImportRow> rows, List<ImportError> errors)
    {
        var count = 0;
        foreach (var row in rows)
        {
            if (++count > MostLines)
            {
                errors.Add(new ImportError(row.Line, null, $"A file may have at most {MostLines:N0} lines; split it."));
                yield break;
            }

            yield return row;
        }
    }

    private static IReadOnlyList<ImportError> Some(List<ImportError> errors) => [.. errors.OrderBy(error => error.Line).Take(MostErrors)];

    /// <summary>/data/order/items/0/title is the field order.items.title.</summary>
    private static string PathOf(string pointer) => string.Join('.', pointer.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Where((part, index) => !(index == 0 && part == "data") && !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)));
}
