using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Tenants;

namespace Patella.Service.Automations;

/// <summary>A tag on the conversation; one that is there already stays.</summary>
internal sealed class TagStep(IDeskByRule desk) : IAutomationStep
{
    public string Name => "tag";

    public string Argument => StepArgument.Tag;

    public (string Event, Facts After)? Causes(string? with) => null;

    public Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with) => desk.Tag(transaction, actor, row.Id, key, with!);
}

/// <summary>Puts it away for whoever has it, until so many minutes have passed or the consumer says something.</summary>
internal sealed class SnoozeStep(IDeskByRule desk, BusinessTime clock) : IAutomationStep
{
    /// <summary>30 days.</summary>
    public const int Most = 30 * 24 * 60;

    public string Name => "snooze";

    public string Argument => StepArgument.Minutes;

    /// <summary>The minutes that an argument says; null when it says none.</summary>
    public static int? Minutes(string? with) => int.TryParse(with, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= Most ? minutes : null;

    public (string Event, Facts After)? Causes(string? with) => null;

    public Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
        => desk.Snooze(transaction, actor, row, key, clock.Now + (Minutes(with)!.Value * 60 * Microseconds.PerSecond));
}

/// <summary>Calls somebody of the staff to the conversation: a note that mentions them, and an item on their desk.</summary>
internal sealed class MentionStep(IDeskByRule desk) : IAutomationStep
{
    public string Name => "mention";

    public string Argument => StepArgument.Staff;

    public (string Event, Facts After)? Causes(string? with) => null;

    public Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with) => desk.Mention(transaction, actor, row.Id, key, with!);
}

/// <summary>Says a canned reply with its variables filled in; one that has no value here is never sent.</summary>
internal sealed class CannedReplyStep(ConversationStore conversations, TenantStore tenants, OrderMirror orders, OrderCards cards) : IAutomationStep
{
    public string Name => "canned-reply";

    public string Argument => StepArgument.CannedReply;

    /// <summary>The ecosystem's own words: nobody of the staff has spoken, so they trigger nothing and answer no clock.</summary>
    public (string Event, Facts After)? Causes(string? with) => null;

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with)
    {
        if ((await CannedReplies.List(transaction)).FirstOrDefault(reply => reply.Id == with) is not { } reply)
        {
            return Problem.Refused("unknown-canned-reply", $"There is no canned reply '{with}'.");
        }

        var profile = await tenants.Profile(transaction);
        var (text, missing) = ReplyVariables.Fill(reply.Text, await ReplyVariables.Of(transaction, profile.Name, row, tenants, orders, cards));
        return missing.Count > 0
            ? Problem.Refused("unfilled", $"The text needs {missing[0]}, which has no value here.")
            : (await conversations.SystemSays(transaction, row.Id, new NewMessage(key, text, new EntryContent { Name = profile.Name, Canned = true }))).Problem;
    }
}
