namespace Patella.Service.Edge;

/// <summary>Collects everything that is wrong with a request, with JSON pointers, before anything is decided.</summary>
public sealed class Validation
{
    private readonly List<FieldError> _errors = [];

    public bool Failed => _errors.Count > 0;

    public Problem Problem => Problem.Invalid([.. _errors]);

    public Validation Must(bool holds, string pointer, ProblemText detail)
    {
        if (!holds)
        {
            _errors.Add(new FieldError(pointer, detail));
        }

        return this;
    }

    /// <summary>Between <paramref name="least"/> and <paramref name="most"/> characters, without control characters.</summary>
    public Validation Text(string? value, string pointer, int least, int most)
        => Must(value is not null || least == 0, pointer, "Is required.")
            .Must(value is null || (value.Length >= least && value.Length <= most), pointer, $"Must be {least} to {most} characters long.")
            .Must(value is null || !value.Any(c => char.IsControl(c) && c is not ('\n' or '\t' or '\r')), pointer, "Must not contain control characters.");

    /// <summary>An id made by the caller: 1 to 100 characters of letters, digits, dot, colon, underscore and hyphen.</summary>
    public Validation Id(string? value, string pointer, bool required = true)
        => Must(value is not null || !required, pointer, "Is required.")
            .Must(value is null || IsId(value), pointer, "Must be 1 to 100 characters of letters, digits, '.', ':', '_' or '-'.");

    public Validation OneOf(string? value, string pointer, IReadOnlyCollection<string> allowed)
        => Must(value is not null && allowed.Contains(value), pointer, $"Must be one of: {string.Join(", ", allowed)}.");

    public static bool IsId(string value) => value.Length is >= 1 and <= 100 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '_' or '-');
}
