using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Connectors.Mail;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Registry;
using Patella.Service.Tenants;

namespace Patella.Service.Systems.Following;

/// <summary>
/// Incidents call their owners by themselves, once they are severe enough; a false alarm takes its calls back; whoever is made an owner is told; a verdict that is due is
/// asked for once. Also learns how calls by mail fared.
/// </summary>
internal sealed class IncidentFollower(SystemRegistry registry, SystemCalls calls, StaffNotices notices, IncidentWords words, TenantStore tenants, TimerTable timers, BusinessTime business) : ITimelineReader
{
    /// <summary>What was raised longer ago, microseconds of business time, is history that was sent in, and calls nobody.</summary>
    private const long Stale = 86_400 * Microseconds.PerSecond;

    /// <summary>Business time within which an alert asks for its verdict, as the page of the incident says.</summary>
    private const long VerdictWithin = 86_400 * Microseconds.PerSecond;

    private static readonly string[] CallingKinds = ["obstacle", "anomaly", "coordination"];
    private static readonly string[] Mails = [MailEvents.Sent, MailEvents.Failed, MailEvents.Bounced, MailEvents.Unknown];

    public string Name => "systems";

    public bool Concerns(TimelineEntry entry) => entry.Kind.StartsWith("incident.", StringComparison.Ordinal) || Mails.Contains(entry.Kind);

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            if (Mails.Contains(entry.Kind))
            {
                await Learn(transaction, entry);
            }
            else if (Json.Read<IncidentFact>(entry.Data) is { Incident: not null } fact)
            {
                await Follow(transaction, entry, fact);
            }
        }
    }

    private async Task Follow(ITransaction transaction, TimelineEntry entry, IncidentFact fact)
    {
        var link = "/incidents/" + fact.Incident;
        switch (entry.Kind)
        {
            case IncidentEvents.Raised:
                await AskForVerdict(transaction, fact);
                await CallOwner(transaction, entry, fact, fact.Incident);
                break;
            case IncidentEvents.Worsened:
                await CallOwner(transaction, entry, fact, fact.Incident);
                break;
            case IncidentEvents.Reopened when await LastCall(transaction, fact) is null or { IsOpen: false }:
                await CallOwner(transaction, entry, fact, $"{fact.Incident}:{entry.Id}");
                break;
            case IncidentEvents.Owned:
                await notices.Owned(transaction, fact.Staff, fact.Unit, entry.Id, link, await words.Title(transaction.Tenant, fact.Reason, fact.Stage, fact.Node));
                await (fact.Verdict is null ? AskForVerdict(transaction, fact) : Task.CompletedTask);
                break;
            case IncidentEvents.Judged:
                await timers.Cancel(transaction, SystemTimer.Name, SystemTimer.VerdictKey(fact.Incident));
                await (fact.Verdict == "false" ? Withdraw(transaction, fact) : Task.CompletedTask);
                break;
            case IncidentEvents.Merged:
                await timers.Cancel(transaction, SystemTimer.Name, SystemTimer.VerdictKey(fact.Incident));
                break;
        }
    }

    private async Task CallOwner(ITransaction transaction, TimelineEntry entry, IncidentFact fact, string id)
    {
        if (!CallingKinds.Contains(fact.Kind) || fact.State != "open" || entry.At < business.Now - Stale || fact.Severity < (await registry.Known(transaction)).CallFrom)
        {
            return;
        }

        var language = (await tenants.Profile(transaction)).DefaultLanguage;
        var title = (await words.Title(transaction.Tenant, fact.Reason, fact.Stage, fact.Node))(language);
        await calls.Call(transaction, new SystemCall(
            id, "incident", fact.Incident, title, IncidentWords.Text(language, fact), fact.Severity, fact.Reason.Length > 0 ? fact.Reason : null, fact.Node, null, "/incidents/" + fact.Incident, fact.Stage.Length > 0 ? fact.Stage : null));
    }

    /// <summary>Set again with the owner it has by then; one whose time was over is not asked for twice.</summary>
    private Task AskForVerdict(ITransaction transaction, IncidentFact fact)
    {
        var due = (fact.RaisedAt * Microseconds.PerSecond) + VerdictWithin;
        var wait = new VerdictWait(fact.Incident, fact.Reason, fact.Stage, fact.Node, fact.Staff, fact.Unit);
        return due <= business.Now ? Task.CompletedTask : timers.Set(transaction, SystemTimer.Name, SystemTimer.VerdictKey(fact.Incident), due, Json.Write(wait));
    }

    private static async Task<IReadOnlyList<CallRow>> CallsOf(IReader reader, IncidentFact fact) => await reader.Many<CallRow>(CallStore.Sql["CallsOf"], new { subject = fact.Subject });

    private static async Task<CallRow?> LastCall(IReader reader, IncidentFact fact) => (await CallsOf(reader, fact)).LastOrDefault();

    private async Task Withdraw(ITransaction transaction, IncidentFact fact)
    {
        foreach (var call in (await CallsOf(transaction, fact)).Where(call => call.IsOpen))
        {
            await calls.Withdraw(transaction, call);
        }
    }

    private async Task Learn(ITransaction transaction, TimelineEntry entry)
    {
        if (CallMails.CallOf(Json.Read<MailEventData>(entry.Data)?.Outgoing) is not { } id || await CallStore.Find(transaction, id) is not { } call)
        {
            return;
        }

        await (entry.Kind == MailEvents.Sent ? calls.Taken(transaction, call.Id, null, null) : calls.GiveUp(transaction, call));
    }
}
