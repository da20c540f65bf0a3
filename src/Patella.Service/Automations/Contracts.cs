using System.Text.Json;

namespace Patella.Service.Automations;

/// <summary>When an automation looks: at once when something happens, or so many minutes of business time after it.</summary>
/// <param name="Event">One of <see cref="Triggers.All"/>.</param>
/// <param name="AfterMinutes">0 or absent: at once; at most <see cref="MostMinutes"/>.</param>
public sealed record TriggerSpec(string? Event, int? AfterMinutes = null)
{
    /// <summary>30 days.</summary>
    public const int MostMinutes = 30 * 24 * 60;
}

/// <summary>One condition: a field, how it is compared, and with what.</summary>
/// <param name="Field">One of <see cref="Fields.All"/>.</param>
/// <param name="Is">An operator that fits the field's type; see <see cref="Operators"/>.</param>
/// <param name="Value">A text, number or yes/no as the operator asks for; a list for one-of and none-of.</param>
public sealed record ConditionSpec(string? Field, string? Is, JsonElement? Value = null);

/// <summary>A step: what is done, and with what.</summary>
/// <param name="Do">The name of a step; see <see cref="IAutomationStep"/>.</param>
/// <param name="With">Its one argument, such as the code of a unit or the words of a note; absent for steps without one.</param>
public sealed record StepSpec(string? Do, string? With = null);

/// <summary>What an automation is: trigger, conditions, steps.</summary>
/// <param name="All">All of these hold.</param>
/// <param name="Any">At least one of these holds; an empty list asks nothing.</param>
public sealed record AutomationDefinition(TriggerSpec? Trigger, IReadOnlyList<ConditionSpec>? All, IReadOnlyList<ConditionSpec>? Any, IReadOnlyList<StepSpec>? Steps)
{
    public const int ConditionLimit = 20;
    public const int StepLimit = 10;
}

/// <summary>POST /automations: makes one, or changes the one that has this id into its next version, which is off.</summary>
public sealed record AutomationRequest(string? Id, string? Name, TriggerSpec? Trigger, IReadOnlyList<ConditionSpec>? All, IReadOnlyList<ConditionSpec>? Any, IReadOnlyList<StepSpec>? Steps)
{
    public AutomationDefinition Definition => new(Trigger, All ?? [], Any ?? [], Steps);
}

/// <summary>POST /automations/{id}/tests.</summary>
/// <param name="Days">How far back, 1 to 90 days of business time; 14 when absent.</param>
public sealed record AutomationTestRequest(int? Days = null);

/// <summary>POST /automations/{id}/switches.</summary>
/// <param name="Version">The version that was seen: another one is not switched by accident.</param>
public sealed record SwitchRequest(bool? On, long? Version);

/// <summary>An automation on the wire.</summary>
/// <param name="State">off, on or stopped.</param>
/// <param name="Tested">Whether this version has been tried on history.</param>
public sealed record AutomationView(
    string Id, string Name, TriggerSpec Trigger, IReadOnlyList<ConditionSpec> All, IReadOnlyList<ConditionSpec> Any, IReadOnlyList<StepSpec> Steps,
    long Version, string State, bool Tested, string? StoppedBecause, DateTimeOffset ChangedAt);

/// <summary>What one step came to.</summary>
/// <param name="Refused">The code of why it could not be done, such as not-with-person; absent when it was done.</param>
public sealed record StepOutcome(string Do, string? With, string? Refused);

/// <summary>One time that an automation acted.</summary>
public sealed record AutomationRunView(string Conversation, long Sequence, long Version, DateTimeOffset At, long Depth, IReadOnlyList<StepOutcome> Steps);

/// <summary>A condition with what was found.</summary>
public sealed record ConditionFinding(string Field, string Is, JsonElement? Value, string? Found, bool? Holds);

/// <summary>A conversation in which the automation would have acted.</summary>
public sealed record AutomationSample(string Conversation, string? PersonName, string Unit, DateTimeOffset At, long Sequence, IReadOnlyList<ConditionFinding> Because);

/// <summary>What a test on history found.</summary>
/// <param name="Examined">Conversations looked at.</param>
/// <param name="Truncated">True when there were more than could be looked at; the newest were.</param>
/// <param name="Conversations">Those in which it would have acted.</param>
/// <param name="Times">How often in all.</param>
/// <param name="Chains">Chains of automations that could come back to where they began, by name; it cannot be switched on while there is one.</param>
public sealed record AutomationTestView(
    string Automation, long Version, int Days, int Examined, bool Truncated, int Conversations, int Times,
    IReadOnlyList<AutomationSample> Samples, IReadOnlyList<string> Chains);

/// <summary>What automations can be built from, for those who draw an editor.</summary>
public sealed record AutomationGrammarView(IReadOnlyList<string> Events, IReadOnlyList<FieldView> Fields, IReadOnlyList<StepView> Steps);

/// <param name="Type">text, words, number or yes-no.</param>
/// <param name="Values">The values there are, when they are few.</param>
public sealed record FieldView(string Name, string Type, IReadOnlyList<string> Operators, IReadOnlyList<string>? Values);

/// <param name="Argument">unit, staff, text or none.</param>
public sealed record StepView(string Name, string Argument);

/// <summary>An automation as it is kept.</summary>
internal sealed class Automation
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Definition { get; init; } = "";

    public long Version { get; init; }

    public long TestedVersion { get; init; }

    public long IsOn { get; init; }

    public string? StoppedBecause { get; init; }

    public long ChangedAt { get; init; }
}

internal sealed class AutomationRun
{
    public string Conversation { get; init; } = "";

    public long Sequence { get; init; }

    public long Version { get; init; }

    public long At { get; init; }

    public long Depth { get; init; }

    public string Outcome { get; init; } = "[]";
}
