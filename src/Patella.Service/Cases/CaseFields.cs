using System.Globalization;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>Custom fields: typed by the tenant, kept as texts in one notation.</summary>
public static class CaseFields
{
    public const int TextLimit = 1_000;
    public static readonly IReadOnlyList<string> Types = ["text", "number", "boolean", "date", "choice"];

    /// <summary>New values over the old ones; null or empty takes a value away.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Set(CaseState state, CaseActor actor, CaseFacts facts, IReadOnlyDictionary<string, string?> values)
    {
        if (state.MergedInto is not null || !state.IsOpen)
        {
            return Problem.Conflict("case-closed", "This case is closed. Reopen it first.");
        }

        var check = new Validation();
        var next = state.Fields.ToDictionary();
        foreach (var (code, value) in values)
        {
            if (facts.Settings.Fields.FirstOrDefault(field => field.Code == code) is not { } field)
            {
                check.Must(false, "/values/" + code, "Is no field of this tenant.");
            }
            else if (string.IsNullOrWhiteSpace(value))
            {
                next.Remove(code);
            }
            else
            {
                check.Must(Fits(field, value), "/values/" + code, $"Must be a {field.Type}{(field.Choices is { } choices ? ": " + string.Join(", ", choices) : "")}.");
                next[code] = value;
            }
        }

        return check.Failed ? check.Problem
            : next.Count == state.Fields.Count && next.All(pair => state.Fields.GetValueOrDefault(pair.Key) == pair.Value) ? CaseRules.Events()
            : CaseRules.Events(new CaseFieldsSet { Words = Json.Write(new SortedDictionary<string, string>(next, StringComparer.Ordinal)) });
    }

    /// <summary>Names of the fields that the form of its kind requires and that are empty.</summary>
    public static IReadOnlyList<string> Missing(CaseState state, CaseSettings settings)
        => [.. (settings.Kind(state.Kind)?.Form ?? []).Where(code => settings.Fields.Any(field => field.Code == code && field.Required) && !state.Fields.ContainsKey(code))];

    private static bool Fits(CaseFieldSetting field, string value) => value.Length <= TextLimit && field.Type switch
    {
        "text" => true,
        "number" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "boolean" => value is "true" or "false",
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "choice" => field.Choices?.Contains(value) == true,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Type, "unknown type"),
    };
}
