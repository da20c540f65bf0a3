using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>Checks an automation against the allow-list of events, fields, operators and steps, naming what is wrong and where.</summary>
internal sealed class CheckAutomation(IEnumerable<IAutomationStep> steps)
{
    private const int ListLimit = 50;
    private const int TextLimit = 200;
    private const int TextLimitOfSteps = 4_000;

    public IReadOnlyDictionary<string, IAutomationStep> Steps { get; } = steps.ToDictionary(step => step.Name);

    public Validation Check(AutomationRequest request, string at = "", Validation? into = null)
    {
        var check = (into ?? new Validation()).Id(request.Id, at + "/id", required: false).Text(request.Name?.Trim(), at + "/name", 1, 120)
            .OneOf(request.Trigger?.Event, at + "/trigger/event", Triggers.All.ToList())
            .Must(request.Trigger?.AfterMinutes is null or (>= 0 and <= TriggerSpec.MostMinutes), at + "/trigger/afterMinutes", $"Must be 0 to {TriggerSpec.MostMinutes} minutes.")
            .Must((request.All?.Count ?? 0) + (request.Any?.Count ?? 0) <= AutomationDefinition.ConditionLimit, at + "/all", $"At most {AutomationDefinition.ConditionLimit} conditions in all.")
            .Must(request.Steps is { Count: > 0 and <= AutomationDefinition.StepLimit }, at + "/steps", $"Needs 1 to {AutomationDefinition.StepLimit} steps.");
        CheckGroup(request.All, at + "/all", check);
        CheckGroup(request.Any, at + "/any", check);
        foreach (var (index, step) in (request.Steps ?? []).Take(AutomationDefinition.StepLimit).Index())
        {
            CheckStep(step, $"{at}/steps/{index}", check);
        }

        return check;
    }

    public AutomationGrammarView Grammar() => new(
        Triggers.All,
        [.. Fields.All.Select(field => new FieldView(field.Key, TypeName(field.Value), Operators.For(field.Value), Fields.ValuesOf(field.Key)))],
        [.. Steps.Values.Select(step => new StepView(step.Name, step.Argument))]);

    private static string TypeName(FieldType type) => type == FieldType.YesNo ? "yes-no" : type.ToString().ToLowerInvariant();

    private static void CheckGroup(IReadOnlyList<ConditionSpec>? group, string at, Validation check)
    {
        foreach (var (index, condition) in (group ?? []).Take(AutomationDefinition.ConditionLimit).Index())
        {
            var place = $"{at}/{index}";
            if (condition?.Field is null || !Fields.All.TryGetValue(condition.Field, out var type))
            {
                check.Must(false, place + "/field", $"Must be one of: {string.Join(", ", Fields.All.Keys)}.");
                continue;
            }

            check.OneOf(condition.Is, place + "/is", Operators.For(type).ToList());
            check.Must(Fits(type, condition), place + "/value", Wanted(type, condition));
        }
    }

    private static bool Fits(FieldType type, ConditionSpec condition) => (type, condition.Value) switch
    {
        (_, null) => false,
        (FieldType.Text, { } value) when condition.Is is Operators.OneOf or Operators.NoneOf
            => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= ListLimit && value.EnumerateArray().All(IsText),
        (FieldType.Text or FieldType.Words, { } value) => IsText(value),
        (FieldType.Number, { } value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        (FieldType.YesNo, { } value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= TextLimit };

    private static ProblemText Wanted(FieldType type, ConditionSpec condition) => type switch
    {
        FieldType.Text when condition.Is is Operators.OneOf or Operators.NoneOf => WantedList(),
        FieldType.Text or FieldType.Words => WantedText(),
        FieldType.Number => "Must be a whole number.",
        FieldType.YesNo => "Must be true or false.",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static ProblemText WantedList() => $"Must be a list of 1 to {ListLimit} texts.";

    private static ProblemText WantedText() => $"Must be a text of 1 to {TextLimit} characters.";

    private void CheckStep(StepSpec? step, string at, Validation check)
    {
        if (step?.Do is null || !Steps.TryGetValue(step.Do, out var known))
        {
            check.Must(false, at + "/do", $"Must be one of: {string.Join(", ", Steps.Keys)}.");
            return;
        }

        check.Must(known.Argument != StepArgument.None || step.With is null, at + "/with", "This step takes nothing.")
            .Must(known.Argument == StepArgument.None || step.With is { Length: > 0 and <= TextLimitOfSteps }, at + "/with", $"Needs 1 to {TextLimitOfSteps} characters.")
            .Must(known.Argument != StepArgument.Minutes || SnoozeStep.Minutes(step.With) is not null, at + "/with", $"Must be 1 to {SnoozeStep.Most} minutes.");
    }
}
