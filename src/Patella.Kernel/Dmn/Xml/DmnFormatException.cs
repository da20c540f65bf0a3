namespace Patella.Kernel.Dmn.Xml;

/// <summary>A file is not a DMN model this engine can read. Line and column count from 1; 0 when unknown.</summary>
public sealed class DmnFormatException(string message, string place, int line, int column, Exception? cause = null)
    : Exception(Describe(message, place, line, column), cause)
{
    /// <summary>The element, for example <c>decision 'Routing' / decisionTable / rule 3</c>.</summary>
    public string Place { get; } = place;

    /// <summary>Line in the file.</summary>
    public int Line { get; } = line;

    /// <summary>Column in the line.</summary>
    public int Column { get; } = column;

    private static string Describe(string message, string place, int line, int column) =>
        (place.Length == 0 ? message : $"{place}: {message}") + (line > 0 ? $" (line {line}, column {column})" : "");
}
