using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Audit;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>One automation on one conversation: judges the facts and takes the steps, inside the transaction that came to it.</summary>
internal sealed class RunAutomation(
    AutomationStore automations, ConversationStore conversations, CheckAutomation grammar, AuditTrail audit, BusinessTime clock, MachineTime machine, IIdentifiers identifiers)
{
    /// <summary>Entries that the facts are folded from.</summary>
    public const int EntryLimit = 2_000;

    /// <summary>Links of a chain of automations that trigger each other.</summary>
    public const int MostDepth = 3;

    /// <summary>What stands at the steps that were not taken because the chain before them was long enough.</summary>
    public const string ChainEnded = "chain-ended";

    /// <summary>Times that one automation may act on one conversation within a day.</summary>
    public const int MostADay = 10;

    private const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>Looks at one moment and acts when the conditions hold. Doing it twice changes nothing.</summary>
    /// <param name="moment">The moment judged: the trigger's, or so long after it.</param>
    public async Task At(ITransaction transaction, Automation automation, string conversation, long sequence, TimelineEntry? trigger, long moment)
    {
        if (await conversations.Find(transaction, conversation) is not { Imported: 0 } row)
        {
            return;
        }

        var entries = await conversations.ReadEntries(transaction, conversation, 0, EntryLimit);
        var cause = trigger ?? entries.FirstOrDefault(entry => entry.Sequence == sequence);
        if (cause is null || Judge(AutomationStore.Definition(automation), row, entries, cause, moment) is not true)
        {
            return;
        }

        var depth = 1 + (trigger is { Sequence: null } ? 0 : await DepthOf(transaction, conversation, sequence));
        // The chain ends here; that it did stands among the runs of the automation that would have been next.
        var ended = depth > MostDepth;
        var definition = AutomationStore.Definition(automation);
        var untaken = Json.Write((definition.Steps ?? []).Select(step => new StepOutcome(step.Do!, step.With, ended ? ChainEnded : null)));
        var run = new { Automation = automation.Id, Conversation = conversation, Sequence = sequence, automation.Version, At = clock.Now, Depth = depth, Outcome = ended ? untaken : "[]" };
        if (await transaction.Execute(AutomationStore.Sql["AddRun"], run) == 0 || ended)
        {
            return;
        }

        if (await CountRecent(transaction, automation.Id, conversation) > MostADay)
        {
            await Stop(transaction, automation, conversation);
            return;
        }

        var outcome = await Take(transaction, automation, definition, row, sequence, depth);
        await transaction.Execute(AutomationStore.Sql["SaveOutcome"], new { automation = automation.Id, conversation, sequence, outcome = Json.Write(outcome) });
    }

    /// <summary>Whether it would act: the facts as they stood at the moment.</summary>
    public static bool? Judge(AutomationDefinition definition, ConversationRow row, IReadOnlyList<TimelineEntry> entries, TimelineEntry trigger, long moment)
        => Conditions.Hold(definition, FactsAt(definition, row, entries, trigger, moment));

    /// <summary>An event is judged with the entries up to it; so long after an event with all up to then.</summary>
    public static Facts FactsAt(AutomationDefinition definition, ConversationRow row, IReadOnlyList<TimelineEntry> entries, TimelineEntry trigger, long moment)
        => Facts.At(row, entries.TakeWhile(entry => definition.Trigger!.AfterMinutes is > 0 || trigger.Sequence is null ? entry.At <= moment : entry.Sequence <= trigger.Sequence), trigger, moment);

    private static async Task<long> DepthOf(IReader reader, string conversation, long sequence)
        => (await reader.One<NumberRow>(AutomationStore.Sql["FindDepth"], new { conversation, sequence }))?.Number ?? 0;

    private async Task<long> CountRecent(IReader reader, string automation, string conversation)
        => (await reader.One<NumberRow>(AutomationStore.Sql["CountRecent"], new { automation, conversation, since = clock.Now - Day, depth = MostDepth }))?.Number ?? 0;

    private async Task<IReadOnlyList<StepOutcome>> Take(ITransaction transaction, Automation automation, AutomationDefinition definition, ConversationRow row, long sequence, long depth)
    {
        // Locked, so that no message of the consumer comes between the steps and is taken for an effect of them.
        var before = (await conversations.Lock(transaction, row.Id))!.LastSequence;
        var actor = new Actor(Party.System, null, automation.Name);
        var outcomes = new List<StepOutcome>();
        foreach (var (index, step) in (definition.Steps ?? []).Index())
        {
            var current = (await conversations.Find(transaction, row.Id))!;
            var problem = await grammar.Steps[step.Do!].Do(transaction, current, $"automation:{automation.Id}:{sequence}:{index}", actor, step.With);
            outcomes.Add(new StepOutcome(step.Do!, step.With, problem?.Code));
        }

        var after = (await conversations.Find(transaction, row.Id))!.LastSequence;
        if (after > before)
        {
            await transaction.Execute(AutomationStore.Sql["AddEffect"], new { conversation = row.Id, first = before + 1, last = after, depth, at = clock.Now });
        }

        return outcomes;
    }

    /// <summary>It runs in circles: off, with the reason where its owner looks.</summary>
    private async Task Stop(ITransaction transaction, Automation automation, string conversation)
    {
        await automations.Switch(transaction, automation.Id, on: false, "too-often");
        await audit.Write(transaction, "system", "automations", "automations.stopped", "automation:" + automation.Id, new { conversation, MostADay });
        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(),
            Kind = "automation.stopped",
            At = clock.Now,
            RecordedAt = machine.Now,
            AuthorParty = Party.System,
            Data = Json.Write(new { automation = automation.Id, automation.Version, conversation, because = "too-often" }),
        });
    }
}
