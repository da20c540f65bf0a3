namespace Patella.Kernel.Dmn;

/// <summary>How bad a problem is.</summary>
public enum DmnSeverity
{
    /// <summary>Worth knowing; the result stands.</summary>
    Note = 0,

    /// <summary>A part of the logic gave null because of it.</summary>
    Error = 1,
}

/// <summary>Something wrong in a model or met while evaluating it.</summary>
/// <param name="Place">Where: the element, for example <c>decision 'Routing', rule 3, input 2</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record DmnProblem(string Place, string Message, DmnSeverity Severity = DmnSeverity.Error)
{
    /// <inheritdoc />
    public override string ToString() => Place.Length == 0 ? Message : $"{Place}: {Message}";
}
