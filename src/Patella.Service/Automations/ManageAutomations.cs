using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>Making, changing, switching and deleting automations, and reading what they did.</summary>
internal sealed class ManageAutomations(IStore store, AutomationStore automations, CheckAutomation grammar, TestAutomation tests, TimerTable timers, AuditTrail audit, IIdentifiers identifiers, BusinessTime clock)
{
    public async Task<Page<AutomationView>> List(Caller caller)
        => new([.. (await store.Read(caller.Tenant, automations.List)).Select(AutomationStore.View)]);

    public async Task<Outcome<AutomationView>> Save(Caller caller, AutomationRequest request)
    {
        var check = grammar.Check(request);
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, async Task<Outcome<AutomationView>> (transaction) =>
        {
            var id = request.Id ?? identifiers.New();
            if (await automations.Find(transaction, id) is null && await automations.Count(transaction) >= AutomationStore.Most)
            {
                return Problem.Refused("too-many-automations", $"There are {AutomationStore.Most} automations, as many as there can be. Delete one that is not needed.");
            }

            var changed = await automations.Save(transaction, id, request.Name!.Trim(), request.Definition);
            var saved = (await automations.Find(transaction, id))!;
            if (changed)
            {
                await audit.Write(transaction, caller, "automations.saved", "automation:" + id, new { saved.Version });
            }

            return AutomationStore.View(saved);
        });
    }

    public async Task<Outcome<AutomationView>> Switch(Caller caller, string id, SwitchRequest request)
    {
        if (request.On is not { } on)
        {
            return Problem.Invalid("/on", "Must be true or false.");
        }

        return await store.Write(caller.Tenant, async Task<Outcome<AutomationView>> (transaction) =>
        {
            if (await automations.Find(transaction, id) is not { } automation)
            {
                return Problem.NotFound("The automation");
            }

            if (on && await Refuse(transaction, automation, request.Version) is { } problem)
            {
                return problem;
            }

            if (on != (automation.IsOn != 0))
            {
                await automations.Switch(transaction, id, on, null);
                await timers.Set(transaction, AutomationFollower.Capability, AutomationTimers.Forget, clock.Now);
                await audit.Write(transaction, caller, on ? "automations.switched-on" : "automations.switched-off", "automation:" + id, new { automation.Version });
            }

            return AutomationStore.View((await automations.Find(transaction, id))!);
        });
    }

    public Task<bool> Delete(Caller caller, string id) => store.Write(caller.Tenant, async transaction =>
    {
        if (await transaction.Execute(AutomationStore.Sql["Delete"], new { id }) == 0)
        {
            return false;
        }

        await audit.Write(transaction, caller, "automations.deleted", "automation:" + id);
        return true;
    });

    public async Task<Outcome<Page<AutomationRunView>>> Runs(Caller caller, string id, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var cursorId))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var size = Paging.Limit(limit);
        var rows = await store.Read(caller.Tenant, reader => reader.Many<AutomationRun>(AutomationStore.Sql["ListRuns"], new { automation = id, sort, cursorId, limit = size + 1 }));
        return new Page<AutomationRunView>(
            [.. rows.Take(size).Select(run => new AutomationRunView(run.Conversation, run.Sequence, run.Version, Microseconds.ToTime(run.At), run.Depth, Json.Read<List<StepOutcome>>(run.Outcome) ?? []))],
            rows.Count > size ? Paging.Cursor(rows[size - 1].At, rows[size - 1].Conversation) : null);
    }

    private async Task<Problem?> Refuse(IReader reader, Automation automation, long? version)
    {
        if (version is { } seen && seen != automation.Version)
        {
            return Problem.Conflict("changed-meanwhile", "Somebody else has changed this automation. Look at it again.", automation.Version);
        }

        if (automation.TestedVersion != automation.Version)
        {
            return Problem.Conflict("test-first", "This version has not been tried on history yet. Test it, look at what it would have done, then switch it on.", automation.Version);
        }

        var chains = tests.ChainsThrough(automation, await automations.List(reader));
        return chains.Count > 0
            ? Problem.Refused("triggers-itself", $"It would trigger itself without end: {chains[0]}. Add a condition that does not hold any more once the steps have been taken.")
            : null;
    }
}
