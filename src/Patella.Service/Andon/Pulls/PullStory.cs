using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Andon.Gate;
using Patella.Service.Edge;

namespace Patella.Service.Andon.Pulls;

/// <summary>Who said what with a step.</summary>
/// <param name="Id">Of the command.</param>
internal sealed record Said(string Id, string? By, string? ByName, string? Words, string? Link = null, string? File = null, string? Content = null);

/// <summary>What a timeline entry of a pull tells; no words of anybody.</summary>
/// <param name="Gate">How the target's gate stands from then on: clear or blocked.</param>
internal sealed record PullEntryData(
    string Pull, PullTarget Target, string State, string Gate, string Puller, string? By, string? Answer, string? Outcome, string? Conversation, string? Case, string? Incident, DateTimeOffset AcknowledgeBy, DateTimeOffset DecideBy);

/// <summary>Writes a pull's story: its steps, the timeline (from which webhooks go out), its clocks, and who is told.</summary>
internal sealed class PullStory(PullCalls calls, PullSystems systems, TimerTable timers, BusinessTime business, MachineTime machine, IIdentifiers identifiers, IBus bus)
{
    public static string Topic(TenantId tenant) => "andon:" + tenant.Value;

    /// <summary>A new pull: told to all, its clocks started, its owners and the system that owns its target called.</summary>
    /// <param name="launch">What a registered target touches.</param>
    public async Task Begin(ITransaction transaction, Pull pull, Said said, IReadOnlyDictionary<string, string>? launch)
    {
        var entry = await Tell(transaction, pull, new PullStep(PullEvents.Pulled, pull.State, pull.Puller, pull.PulledAt), said with { Words = null }, pull.Conversation);
        await timers.Set(transaction, PullTimers.Name, PullTimers.AcknowledgeOf(pull.Id), pull.AcknowledgeBy);
        await timers.Set(transaction, PullTimers.Name, PullTimers.DecideOf(pull.Id), pull.DecideBy);
        await calls.NoteInConversation(transaction, pull, said, PullEvents.Pulled, null);
        await calls.CallOwners(transaction, pull, "pull-waiting", entry.Id, said);
        await systems.Call(transaction, pull, launch);
    }

    /// <summary>A step of a pull that stands.</summary>
    public async Task Go(ITransaction transaction, Pull after, PullStep step, Said said)
    {
        var entry = await Tell(transaction, after, step, said, after.Conversation);
        if (!after.Lives || after.AcknowledgedAt is not null)
        {
            await timers.Cancel(transaction, PullTimers.Name, PullTimers.AcknowledgeOf(after.Id));
        }

        if (step.Kind == PullEvents.Refused)
        {
            await timers.Set(transaction, PullTimers.Name, PullTimers.DecideOf(after.Id), after.DecideBy);
        }
        else if (!after.Lives || !after.Undecided)
        {
            await timers.Cancel(transaction, PullTimers.Name, PullTimers.DecideOf(after.Id));
        }

        if (!after.Lives)
        {
            await systems.End(transaction, after, said.ByName ?? "");
        }

        await (step.Kind switch
        {
            PullEvents.Acknowledged or PullEvents.Answered or PullEvents.Changed => calls.TellPuller(transaction, after, step, said, entry.Id),
            PullEvents.Released when said.By != after.Puller => calls.TellPuller(transaction, after, step, said, entry.Id),
            PullEvents.Refused or PullEvents.Released => calls.CallOwners(transaction, after, step.Kind == PullEvents.Refused ? "pull-refused" : "pull-released", entry.Id, said),
            PullEvents.Overdue => calls.Escalate(transaction, after, step, entry.Id),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>Writes the step and its entry.</summary>
    public async Task<TimelineEntry> Tell(ITransaction transaction, Pull pull, PullStep step, Said said, string? conversation)
    {
        await transaction.Execute(PullRows.Sql["AddStep"], new StepRow
        {
            Pull = pull.Id, Id = said.Id, Content = said.Content ?? PullDesk.Hash(said.Id), Kind = step.Kind["pull.".Length..], Answer = step.Answer, ById = said.By, ByName = said.ByName, Words = said.Words, Link = said.Link,
            File = said.File, At = step.At,
        });
        var gate = (await PullRows.LiveOf(transaction, pull.Kind, pull.Target)).Count > 0 ? GateStates.Blocked : GateStates.Clear;
        var entry = Entry(step.Kind, pull.Unit, said.By is null || PullSystems.IsSystem(said.By) ? "system" : "agent", said.By, Json.Write(new PullEntryData(
            pull.Id, new PullTarget(pull.Kind, pull.Target, pull.Title), pull.State, gate, pull.Puller, said.By, step.Answer, step.Outcome, conversation, pull.CaseRef, pull.Incident,
            Microseconds.ToTime(pull.AcknowledgeBy), Microseconds.ToTime(pull.DecideBy)))) with { At = step.At };
        await transaction.Append(entry);
        Hint(transaction);
        return entry;
    }

    /// <summary>What happened to a registered launch.</summary>
    /// <param name="party">staff or program.</param>
    public async Task TellLaunch(ITransaction transaction, LaunchRow launch, string kind, string party, string by)
    {
        var pulls = (await PullRows.LiveOf(transaction, launch.Kind, launch.Id)).Count;
        await transaction.Append(Entry(kind, launch.Unit, party == "staff" ? "agent" : "system", by, Json.Write(new
        {
            launch = launch.Id, target = new PullTarget(launch.Kind, launch.Id, launch.Title), launch.State, gate = pulls > 0 ? GateStates.Blocked : GateStates.Clear, pulls,
            at = launch.At is { } at ? Microseconds.ToTime(at) : (DateTimeOffset?)null,
        })));
        Hint(transaction);
    }

    private TimelineEntry Entry(string kind, string? unit, string party, string? by, string data) => new()
    {
        Id = identifiers.New(), Kind = kind, At = business.Now, RecordedAt = machine.Now, Unit = unit, Staff = party == "agent" ? by : null, AuthorParty = party, AuthorId = by, Data = data,
    };

    private static void Publish(IBus bus, TenantId tenant) => bus.Publish(new BusMessage(Topic(tenant), ""));

    private void Hint(ITransaction transaction)
    {
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => Publish(bus, tenant));
    }
}
