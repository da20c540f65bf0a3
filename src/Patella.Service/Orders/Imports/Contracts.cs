using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;

namespace Patella.Service.Orders.Imports;

/// <summary>POST /imports/previews and POST /imports.</summary>
/// <param name="Id">The caller's own id of this import; needed to load, so that asking again loads once.</param>
/// <param name="Format">csv or jsonl.</param>
/// <param name="Content">The file's text.</param>
/// <param name="Mapping">Column to the path of a field, such as <c>order.total.amount</c>; an empty path leaves the column out. Guessed when absent.</param>
public sealed record ImportRequest(string? Id, string? Format, string? Content, IReadOnlyDictionary<string, string>? Mapping);

/// <summary>What a file would become.</summary>
/// <param name="Rows">The first 20 as events.</param>
/// <param name="Errors">What stops it from being loaded, up to 100.</param>
/// <param name="Events">How many events it would be.</param>
public sealed record ImportPreview(IReadOnlyList<string> Columns, IReadOnlyDictionary<string, string> Mapping, IReadOnlyList<JsonElement> Rows, IReadOnlyList<ImportError> Errors, int Events);

/// <summary>What is wrong in which line and field.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Field">The column as the file names it, or the field's path.</param>
public sealed record ImportError(int Line, string? Field, ProblemText Detail);

/// <summary>What was loaded; <paramref name="Duplicates"/> were there already.</summary>
public sealed record ImportResult(int Accepted, int Duplicates, int Unknown)
{
    internal static ImportResult From(IntakeResult result) => new(result.Accepted, result.Duplicates, result.Unknown);
}

/// <summary>One record of a file: its line and its values by column.</summary>
internal sealed record ImportRow(int Line, IReadOnlyDictionary<string, string> Values);
