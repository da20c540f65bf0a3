using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Automations;

/// <summary>What kind of argument a step takes; wire values.</summary>
public static class StepArgument
{
    public const string None = "none";
    public const string Unit = "unit";
    public const string Staff = "staff";
    public const string Text = "text";

    /// <summary>The id of a tag.</summary>
    public const string Tag = "tag";

    /// <summary>Minutes of business time, as a whole number.</summary>
    public const string Minutes = "minutes";

    /// <summary>The code of a kind of case.</summary>
    public const string CaseKind = "case-kind";

    /// <summary>The id of a canned reply.</summary>
    public const string CannedReply = "canned-reply";
}

/// <summary>One kind of step. It acts through the contracts of lower capabilities and has no more right than they give to the system.</summary>
public interface IAutomationStep
{
    /// <summary>Wire value; never change it.</summary>
    string Name { get; }

    /// <summary>One of <see cref="StepArgument"/>.</summary>
    string Argument { get; }

    /// <summary>The trigger that its effect is, with what is surely known after it; null when it triggers nothing. For finding chains.</summary>
    (string Event, Facts After)? Causes(string? with);

    /// <summary>Does it; a problem means that it cannot be done now, and nothing was changed.</summary>
    Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with);
}

/// <summary>Into the queue of a unit.</summary>
internal sealed class TransferStep(ConversationStore conversations, TenantStore tenants) : IAutomationStep
{
    public string Name => "transfer";

    public string Argument => StepArgument.Unit;

    public (string Event, Facts After)? Causes(string? with)
        => (Triggers.Transferred, new Facts().With(Fields.Unit, with).With(Fields.State, ConversationState.Queued).With(Fields.Assigned, false));

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
    {
        if ((await tenants.ListUnits(transaction)).All(unit => unit.Code != with))
        {
            return Problem.Refused("unknown-unit", $"There is no unit '{with}'.");
        }

        return row.State == ConversationState.Queued && row.Unit == with ? null : (await conversations.Requeue(transaction, row.Id, actor, with, actor.Name ?? "")).Problem;
    }
}

/// <summary>To one person of the staff.</summary>
internal sealed class AssignStep(ConversationStore conversations, StaffStore people) : IAutomationStep
{
    public string Name => "assign";

    public string Argument => StepArgument.Staff;

    public (string Event, Facts After)? Causes(string? with)
        => (Triggers.AgentJoined, new Facts().With(Fields.State, ConversationState.Agent).With(Fields.Assigned, true));

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
    {
        if (await people.Find(transaction, with!) is not { Active: true } person || !person.Has(Permission.Serve))
        {
            return Problem.Refused("unknown-staff", "This person does not serve consumers, or has left.");
        }

        return row.Assignee == person.Id ? null : (await conversations.Join(transaction, row.Id, person.Id, person.Name, bySupervisor: true)).Problem;
    }
}

/// <summary>A person is asked for, as if the consumer had.</summary>
internal sealed class WantPersonStep(ConversationStore conversations) : IAutomationStep
{
    public string Name => "ask-for-person";

    public string Argument => StepArgument.None;

    public (string Event, Facts After)? Causes(string? with) => (Triggers.PersonRequested, new Facts().With(Fields.State, ConversationState.Queued).With(Fields.Assigned, false));

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
        => (await conversations.WantPerson(transaction, row.Id, actor, null, null)).Problem;
}

/// <summary>A note that only staff see.</summary>
internal sealed class NoteStep(ConversationStore conversations) : IAutomationStep
{
    public string Name => "note";

    public string Argument => StepArgument.Text;

    public (string Event, Facts After)? Causes(string? with) => null;

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
        => (await conversations.Note(transaction, row.Id, actor, new NewMessage(key, with, new EntryContent()))).Problem;
}

/// <summary>The end of the conversation; the consumer can always go on.</summary>
internal sealed class CloseStep(ConversationStore conversations) : IAutomationStep
{
    public string Name => "close";

    public string Argument => StepArgument.None;

    public (string Event, Facts After)? Causes(string? with) => (Triggers.Closed, new Facts().With(Fields.State, ConversationState.Closed).With(Fields.Assigned, false));

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
        => (await conversations.Close(transaction, row.Id, actor)).Problem;
}
