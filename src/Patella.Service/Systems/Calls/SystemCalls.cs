using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Systems.Following;
using Patella.Service.Systems.Registry;
using Patella.Service.Tenants;

namespace Patella.Service.Systems.Calls;

/// <summary>Calls and what becomes of them, inside the transactions of whoever asks. Everything is done once: what is asked for again changes nothing.</summary>
internal sealed class SystemCalls(
    SystemRegistry registry, TenantStore tenants, CallMails mails, StaffNotices notices, TimerTable timers, BusinessTime business, MachineTime machine, IIdentifiers identifiers, IBus bus) : ISystemCalls
{
    private const int TitleLimit = 200;
    private const int TextLimit = 2_000;

    public async Task<SystemCallView> Call(ITransaction transaction, SystemCall call)
    {
        var known = await registry.Known(transaction);
        var language = (await tenants.Profile(transaction)).DefaultLanguage;
        if (await CallStore.Find(transaction, call.Id) is { } there)
        {
            return there.View(known, language, business.Now);
        }

        var (system, why) = Routing.Owner(known, call);
        var now = business.Now;
        var row = new CallRow
        {
            Id = call.Id, Subject = $"{call.SubjectKind}/{call.SubjectId}", System = system?.Id, SystemKind = system?.Kind, Connector = system?.Connector, Unit = system?.Unit, Title = Line(call.Title, TitleLimit), Body = Cut(call.Text, TextLimit),
            Severity = Math.Clamp(call.Severity, 1, 4), Place = Json.Write(call.Node), Why = why, Link = call.Link, CalledAt = now,
            DueAt = now + (known.AcknowledgeMinutes[Math.Clamp(call.Severity, 1, 4) - 1] * 60 * Microseconds.PerSecond),
        };
        await transaction.Execute(CallStore.Sql["AddCall"], row);
        await timers.Set(transaction, SystemTimer.Name, SystemTimer.CallKey(row.Id), row.DueAt);
        await Tell(transaction, SystemEvents.Called, row, null, now);
        await notices.Called(transaction, row, system);
        if (system is { Connector: "email" })
        {
            await (await mails.Send(transaction, row, system) ? Task.CompletedTask : GiveUp(transaction, row));
        }
        else if (system is not null)
        {
            await Queue(transaction, row, MessageRow.Call);
        }

        return (await CallStore.Find(transaction, row.Id))!.View(known, language, now);
    }

    public async Task<SystemCallView?> CallOwner(ITransaction transaction, SystemCall call)
        => Routing.Owner(await registry.Known(transaction), call).System is null ? null : await Call(transaction, call);

    public async Task End(ITransaction transaction, string subjectKind, string subjectId, bool isFixed, string by)
    {
        foreach (var call in (await transaction.Many<CallRow>(CallStore.Sql["CallsOf"], new { subject = $"{subjectKind}/{subjectId}" })).Where(call => call.IsOpen))
        {
            await (isFixed ? Fix(transaction, call, by, "person") : Withdraw(transaction, call));
        }
    }

    public async Task<string> NameOf(IReader reader, string system, string? language = null)
        => (await registry.Known(reader)).Find(system)?.Name.In(language ?? (await tenants.Profile(reader)).DefaultLanguage) ?? system;

    public async Task<IReadOnlyList<SystemCallView>> Of(IReader reader, string subjectKind, string subjectId)
    {
        var known = await registry.Known(reader);
        var language = (await tenants.Profile(reader)).DefaultLanguage;
        return [.. (await reader.Many<CallRow>(CallStore.Sql["CallsOf"], new { subject = $"{subjectKind}/{subjectId}" })).Select(row => row.View(known, language, business.Now))];
    }

    /// <param name="by">Who, as it is shown: a name, or the system's id.</param>
    /// <param name="way">person, link, hook or system.</param>
    public Task<bool> Acknowledge(ITransaction transaction, CallRow call, string by, string way) => Move(transaction, call, "Acknowledge", SystemEvents.Acknowledged, MessageRow.Acknowledged, by, way);

    public Task<bool> Fix(ITransaction transaction, CallRow call, string by, string way) => Move(transaction, call, "Fix", SystemEvents.Fixed, MessageRow.Fixed, by, way);

    /// <summary>It was a false alarm: nobody is waited for any more.</summary>
    public async Task Withdraw(ITransaction transaction, CallRow call)
    {
        if (await transaction.Execute(CallStore.Sql["Withdraw"], new { id = call.Id }) == 1)
        {
            await timers.Cancel(transaction, SystemTimer.Name, SystemTimer.CallKey(call.Id));
            await Tell(transaction, SystemEvents.Withdrawn, call, null, business.Now);
            await Queue(transaction, call, MessageRow.Fixed);
        }
    }

    /// <summary>The system cannot be told: the experience group is.</summary>
    public async Task GiveUp(ITransaction transaction, CallRow call)
    {
        if (await transaction.Execute(CallStore.Sql["GiveUp"], new { id = call.Id }) == 1)
        {
            await Tell(transaction, SystemEvents.Unreachable, call, "system", business.Now);
            await Escalate(transaction, call, overdue: false);
        }
    }

    /// <summary>Tells the experience group, once a call; what is overdue stays so until somebody acknowledges it.</summary>
    public async Task Escalate(ITransaction transaction, CallRow call, bool overdue)
    {
        var at = business.Now;
        if (await transaction.Execute(CallStore.Sql["Escalate"], new { id = call.Id, at }) == 1)
        {
            await (overdue ? Tell(transaction, SystemEvents.Overdue, call, null, at) : Task.CompletedTask);
            await notices.Escalated(transaction, call, overdue);
        }
    }

    /// <summary>The system took the message.</summary>
    public Task<int> Taken(ITransaction transaction, string call, string? ticket, string? address) => transaction.Execute(CallStore.Sql["Taken"], new { id = call, at = business.Now, ticket, address });

    private async Task<bool> Move(ITransaction transaction, CallRow call, string statement, string kind, string action, string by, string way)
    {
        var at = business.Now;
        if (await transaction.Execute(CallStore.Sql[statement], new { id = call.Id, at, by = Line(by, TitleLimit) }) == 0)
        {
            return false;
        }

        await timers.Cancel(transaction, SystemTimer.Name, SystemTimer.CallKey(call.Id));
        await Tell(transaction, kind, call, way, at);
        await (way == "hook" ? Task.CompletedTask : Queue(transaction, call, action));
        return true;
    }

    /// <summary>A message to the call's own system; a word that it was taken or fixed goes only where a form for it exists.</summary>
    private async Task Queue(ITransaction transaction, CallRow call, string action)
    {
        if (call.System is not null && call.Connector != "email" && (action == MessageRow.Call || call.Connector == "pagerduty"))
        {
            await transaction.Execute(CallStore.Sql["AddMessage"], new { id = $"{call.Id}:{action}", call = call.Id, system = call.System, action, now = machine.Now });
        }

        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(CallStore.Topic(tenant), call.Subject)));
    }

    /// <param name="at">The moment that is kept, so that what is counted from entries is what is counted from calls.</param>
    private Task Tell(ITransaction transaction, string kind, CallRow call, string? way, long at) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = kind, At = at, RecordedAt = machine.Now, Unit = call.Unit, AuthorParty = way is "person" or "link" ? "agent" : "system",
        Data = Json.Write(new SystemFact(call.Subject, call.Id, call.System, call.SystemKind, (int)call.Severity, call.Why, way)),
    });

    private static string Line(string text, int most) => Cut(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), most);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
}
