using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// What can be done with a conversation from the desk, inside the caller's transaction: for one command, for a macro, for each item of a bulk action.
/// A refusal leaves the transaction as <see cref="RefusedException"/>; a client id that was used already as <see cref="DuplicateEntryException"/>.
/// </summary>
internal sealed class DeskActions(ConversationStore conversations, ConversationSteps steps, StaffStore people, TimerTable timers, BusinessTime clock)
{
    public const int TagLimit = 20;
    public const int WhatLimit = 500;

    /// <summary>The longest time something may be put away: a year, in microseconds.</summary>
    public const long LongestSnooze = 366L * 86_400 * Microseconds.PerSecond;

    public static Actor Of(Caller caller) => new(Party.Agent, caller.Id, caller.Name);

    public async Task Tag(ITransaction transaction, Caller caller, string id, string clientId, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        var known = (await TagList.All(transaction)).ToDictionary(tag => tag.Id);
        foreach (var tag in add.Where(tag => !known.TryGetValue(tag, out var found) || found.Archived))
        {
            throw new RefusedException(Problem.Invalid("/add", $"There is no tag '{tag}'. Tags are made in the settings."));
        }

        await Step(transaction, id, DeskEvents.Tagged, Of(caller), clientId, about: new Dictionary<string, string> { ["added"] = string.Join(",", add), ["removed"] = string.Join(",", remove) });
        foreach (var tag in add)
        {
            await transaction.Execute(DeskReading.Sql["AddTag"], new { conversation = id, tag, staff = caller.Id, at = clock.Now });
        }

        foreach (var tag in remove)
        {
            await transaction.Execute(DeskReading.Sql["RemoveTag"], new { conversation = id, tag });
        }

        if (await transaction.One<long>(DeskReading.Sql["CountTags"], new { conversation = id }) > TagLimit)
        {
            throw new RefusedException(Problem.Refused("too-many-tags", $"A conversation has at most {TagLimit} tags. Take one off first."));
        }
    }

    public async Task Snooze(ITransaction transaction, Caller caller, string id, string clientId, DateTimeOffset? until, bool onReply, string? what)
    {
        var now = clock.Now;
        long? untilAt = until is { } moment ? Microseconds.From(moment) : null;
        if (untilAt is not null && (untilAt <= now || untilAt > now + LongestSnooze))
        {
            throw new RefusedException(Problem.Invalid("/until", "Must be later than now and within a year."));
        }

        var step = await Step(transaction, id, DeskEvents.Snoozed, Of(caller), clientId, what, new Dictionary<string, string> { ["until"] = until?.UtcDateTime.ToString("O") ?? "", ["onReply"] = onReply ? "true" : "false" });
        await PutAway(transaction, step, caller.Id, untilAt, onReply, what);
    }

    /// <summary>Puts one tag on by a rule, not by a person; false when there is no room for it, and then nothing was changed.</summary>
    public async Task<bool> TagByRule(ITransaction transaction, Actor rule, string id, string clientId, string tag)
    {
        if (await transaction.Execute(DeskReading.Sql["AddTag"], new { conversation = id, tag, staff = "system", at = clock.Now }) == 0)
        {
            return true;
        }

        if (await transaction.One<long>(DeskReading.Sql["CountTags"], new { conversation = id }) > TagLimit)
        {
            await transaction.Execute(DeskReading.Sql["RemoveTag"], new { conversation = id, tag });
            return false;
        }

        await Step(transaction, id, DeskEvents.Tagged, rule, clientId, about: new Dictionary<string, string> { ["added"] = tag, ["removed"] = "" });
        return true;
    }

    /// <summary>Puts it away by a rule, for the one who has it.</summary>
    public async Task SnoozeByRule(ITransaction transaction, Actor rule, string id, string clientId, string staff, long until)
    {
        var step = await Step(transaction, id, DeskEvents.Snoozed, rule, clientId, about: new Dictionary<string, string> { ["until"] = Microseconds.ToTime(until).UtcDateTime.ToString("O"), ["onReply"] = "true" });
        await PutAway(transaction, step, staff, until, onReply: true, null);
    }

    private async Task PutAway(ITransaction transaction, TimelineEntry step, string staff, long? untilAt, bool onReply, string? what)
    {
        var id = step.Conversation!;
        var before = await transaction.One<SnoozeRow>(DeskReading.Sql["FindSnooze"], new { conversation = id });
        var row = new SnoozeRow { Conversation = id, Staff = staff, Since = Math.Max(clock.Now, (before?.Since ?? 0) + 1), UntilAt = untilAt, OnReply = onReply ? 1 : 0, What = what, Sequence = step.Sequence ?? 0 };
        await transaction.Execute(DeskReading.Sql["SaveSnooze"], row);
        if (untilAt is { } due)
        {
            await timers.Set(transaction, SnoozeTimer.Name, id, due, Json.Write(new { row.Since }));
        }
        else
        {
            await timers.Cancel(transaction, SnoozeTimer.Name, id);
        }
    }

    /// <summary>Takes it out again by hand; what is not put away stays as it is.</summary>
    public async Task Wake(ITransaction transaction, Caller caller, string id, string clientId)
    {
        await Step(transaction, id, DeskEvents.Woken, Of(caller), clientId, about: new Dictionary<string, string> { ["why"] = "hand" });
        if (await transaction.One<SnoozeRow>(DeskReading.Sql["FindSnooze"], new { conversation = id }) is { } row)
        {
            await transaction.Execute(DeskReading.Sql["RemoveSnooze"], new { conversation = id, row.Since });
            await timers.Cancel(transaction, SnoozeTimer.Name, id);
        }
    }

    public async Task Topic(ITransaction transaction, Caller caller, string id, string clientId, string topic)
        => Take(await conversations.DeskStep(transaction, id, DeskEvents.Moved, Of(caller), clientId, about: new Dictionary<string, string> { ["topic"] = topic }, decide: row => row with { Topic = topic }));

    public async Task Transfer(ITransaction transaction, Caller caller, ConversationRow row, string? unit, string? staff, string reason)
        => Take(await steps.TransferInside(transaction, caller, row, new TransferRequest(null, unit, staff, reason)));

    public async Task Assign(ITransaction transaction, ConversationRow row, string staff)
    {
        if (row.Assignee != staff || row.State != ConversationState.Agent)
        {
            Take(await steps.GiveTo(transaction, row, staff));
        }
    }

    public async Task Close(ITransaction transaction, Caller caller, ConversationRow row)
        => Take(ConversationSteps.MayAct(caller, row) ? await conversations.Close(transaction, row.Id, Of(caller)) : ConversationSteps.NotYours());

    /// <summary>Takes a closing back: to whom it was with, or to the one who asks.</summary>
    public async Task Reopen(ITransaction transaction, Caller caller, ConversationRow row, string clientId)
    {
        if (row.Assignee != caller.Id && !caller.Has(Permission.Supervise))
        {
            throw new RefusedException(ConversationSteps.NotYours());
        }

        var staff = row.Assignee is { } before && await people.Find(transaction, before) is { Active: true } person ? (person.Id, person.Name) : (caller.Id, caller.Name);
        Take(await conversations.Reopen(transaction, row.Id, clientId, staff.Id, staff.Name));
    }

    /// <summary>Only notes that something was done, once for the client id.</summary>
    public async Task<TimelineEntry> Step(
        ITransaction transaction, string id, string what, Actor by, string clientId, string? text = null, IReadOnlyDictionary<string, string>? about = null)
        => Take(await conversations.DeskStep(transaction, id, what, by, clientId, text, about));

    public static T Take<T>(Outcome<T> outcome) => outcome.Problem is { } problem ? throw new RefusedException(problem) : outcome.Value;
}
