using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>A call about a case, from the capability that keeps it.</summary>
/// <param name="Number">As people write it.</param>
/// <param name="Conversation">Where its consumer is met.</param>
/// <param name="Entry">The timeline entry that called.</param>
public sealed record StaffCall(string Case, string Number, string? Conversation, string Entry);

/// <summary>A call about something else than a case, from the capability that keeps it.</summary>
/// <param name="Link">The page of the console where it stands, such as /andon/p1; up to 200 characters.</param>
/// <param name="About">What it is about in a few words of staff, up to 300 characters; nothing of a consumer.</param>
/// <param name="Conversation">Where its consumer is met, if there is one.</param>
/// <param name="Entry">The timeline entry that called.</param>
/// <param name="By">Who did what calls.</param>
public sealed record StaffNotice(string Link, string About, string? Conversation, string Entry, Actor? By = null);

/// <summary>Calls people of the staff: an item on their desk. For higher capabilities, inside their own transactions.</summary>
public interface IStaffCalls
{
    /// <summary>A case calls for somebody; the same call again changes nothing.</summary>
    /// <param name="kind">promise-due or promise-broken.</param>
    /// <param name="key">What makes it one call, such as the case and the date that was promised.</param>
    Task Call(ITransaction transaction, string staff, string kind, StaffCall call, string key);

    /// <summary>Something else calls for somebody; the same notice again changes nothing.</summary>
    /// <param name="kind">A word of the one who calls, 1 to 40 characters; the console has words for it as desk.item.{kind}.</param>
    /// <param name="key">What makes it one call.</param>
    Task Notice(ITransaction transaction, string staff, string kind, StaffNotice notice, string key);
}

/// <summary>What the desk does with a conversation when a rule wants it and not a person. For higher capabilities, inside their own transactions; a problem means that nothing was changed.</summary>
public interface IDeskByRule
{
    /// <summary>One tag; one that is there already stays.</summary>
    Task<Problem?> Tag(ITransaction transaction, Actor rule, string conversation, string key, string tag);

    /// <summary>Away for the one who has it, until a moment or the consumer's reply.</summary>
    /// <param name="until">UTC microseconds of business time.</param>
    Task<Problem?> Snooze(ITransaction transaction, Actor rule, ConversationRow row, string key, long until);

    /// <summary>A note that mentions somebody of the staff, and an item on their desk.</summary>
    Task<Problem?> Mention(ITransaction transaction, Actor rule, string conversation, string key, string staff);
}

internal sealed class DeskByRule(ConversationStore conversations, DeskActions actions, DeskItemStore items, StaffStore people) : IDeskByRule
{
    public async Task<Problem?> Tag(ITransaction transaction, Actor rule, string conversation, string key, string tag)
        => (await TagList.All(transaction)).All(known => known.Id != tag || known.Archived)
            ? Problem.Refused("unknown-tag", $"There is no tag '{tag}'. Tags are made in the settings.")
            : await actions.TagByRule(transaction, rule, conversation, key, tag)
                ? null
                : Problem.Refused("too-many-tags", $"A conversation has at most {DeskActions.TagLimit} tags. Take one off first.");

    public async Task<Problem?> Snooze(ITransaction transaction, Actor rule, ConversationRow row, string key, long until)
    {
        if (row.Assignee is not { } owner || row.State != ConversationState.Agent)
        {
            return Problem.Refused("not-with-person", "Nobody has this conversation, so nobody would get it back.");
        }

        await actions.SnoozeByRule(transaction, rule, row.Id, key, owner, until);
        return null;
    }

    public async Task<Problem?> Mention(ITransaction transaction, Actor rule, string conversation, string key, string staff)
    {
        if (await people.Find(transaction, staff) is not { Active: true } person || !person.Has(Permission.Serve | Permission.Supervise))
        {
            return Problem.Refused("unknown-staff", $"'{staff}' is nobody who serves here.");
        }

        var step = await conversations.DeskStep(transaction, conversation, DeskEvents.Note, rule, key, "@" + person.Name, new Dictionary<string, string> { ["mentions"] = person.Id });
        if (step.Succeeded)
        {
            await items.Add(transaction, $"{step.Value.Id}:{person.Id}", person.Id, "mention", step.Value, rule);
        }

        return step.Problem;
    }
}
