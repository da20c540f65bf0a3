using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>POST /automations/{id}/tests: tries an automation on what has happened, changes nothing, and remembers that this version was tried.</summary>
internal sealed class TestAutomation(IStore store, AutomationStore automations, ConversationStore conversations, CheckAutomation grammar, BusinessTime clock)
{
    public const int MostConversations = 2_000;
    private const int AtOnce = 100;
    private const int MostSamples = 20;
    private const int DefaultDays = 14;
    private const int MostDays = 90;
    private const long Day = 86_400 * Microseconds.PerSecond;

    public async Task<Outcome<AutomationTestView>> Run(Caller caller, string id, AutomationTestRequest? request)
    {
        var days = request?.Days ?? DefaultDays;
        if (days is < 1 or > MostDays)
        {
            return Problem.Invalid("/days", $"Must be 1 to {MostDays}.");
        }

        var (automation, all) = await store.Read(caller.Tenant, async reader => (await automations.Find(reader, id), await automations.List(reader)));
        if (automation is null)
        {
            return Problem.NotFound("The automation");
        }

        var tally = new Tally(AutomationStore.Definition(automation));
        var truncated = await Walk(caller, days, tally);
        await store.Write(caller.Tenant, transaction => transaction.Execute(AutomationStore.Sql["MarkTested"], new { id, version = automation.Version }));
        return new AutomationTestView(id, automation.Version, days, tally.Examined, truncated, tally.Conversations, tally.Times, tally.Samples, ChainsThrough(automation, all));
    }

    /// <summary>The circles that this automation would close with those that are on.</summary>
    internal IReadOnlyList<string> ChainsThrough(Automation automation, IReadOnlyList<Automation> all)
        => Chains.Through(Link(automation), [.. all.Where(other => other.IsOn != 0 && other.Id != automation.Id).Select(Link)], grammar.Steps);

    private static Chains.Link Link(Automation automation) => new(automation.Id, automation.Name, AutomationStore.Definition(automation));

    /// <summary>Newest first, some at a time, so that no reading holds the store's past for long. True when not all could be looked at.</summary>
    private async Task<bool> Walk(Caller caller, int days, Tally tally)
    {
        var from = clock.Now - (days * Day);
        var (sort, cursorId) = (long.MaxValue, "~");
        while (tally.Examined < MostConversations)
        {
            var rows = await store.Read(caller.Tenant, async reader =>
            {
                var some = await conversations.Spoken(reader, from, sort, cursorId, AtOnce);
                foreach (var row in some)
                {
                    tally.Take(row, await conversations.ReadEntries(reader, row.Id, 0, RunAutomation.EntryLimit), from, clock.Now);
                }

                return some;
            });
            if (rows.Count < AtOnce)
            {
                return false;
            }

            (sort, cursorId) = (rows[^1].LastAt, rows[^1].Id);
        }

        return true;
    }

    private sealed class Tally(AutomationDefinition definition)
    {
        public int Examined { get; private set; }

        public int Conversations { get; private set; }

        public int Times { get; private set; }

        public List<AutomationSample> Samples { get; } = [];

        public void Take(ConversationRow row, IReadOnlyList<TimelineEntry> entries, long from, long now)
        {
            Examined++;
            var times = 0;
            foreach (var entry in entries.Where(entry => entry.At >= from && Triggers.Of(entry) == definition.Trigger!.Event))
            {
                var moment = entry.At + ((definition.Trigger!.AfterMinutes ?? 0) * 60L * Microseconds.PerSecond);
                var facts = RunAutomation.FactsAt(definition, row, entries, entry, moment);
                if (moment > now || Automations.Conditions.Hold(definition, facts) is not true)
                {
                    continue;
                }

                times++;
                if (times == 1 && Samples.Count < MostSamples)
                {
                    Samples.Add(new AutomationSample(row.Id, row.PersonName, entry.Unit ?? row.Unit, Microseconds.ToTime(moment), entry.Sequence ?? 0, Automations.Conditions.Explain(definition, facts)));
                }
            }

            Times += times;
            Conversations += times > 0 ? 1 : 0;
        }
    }
}
