using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Listening.Targets;

/// <summary>Sessions of one person in a quarter that were closed, debrief and all.</summary>
internal sealed class DoneRow
{
    public string Listener { get; init; } = "";

    public long Count { get; init; }
}

/// <summary>Reminds whoever is behind their target when the last month of a quarter begins, once a person and quarter.</summary>
internal sealed class ListeningReminders(ListeningStore seats, StaffStore people, TenantStore tenants, TimerTable timers, ListeningMails mails, BusinessTime clock)
{
    /// <summary>Key of the tenant's one timer; no session has an id with a space.</summary>
    public const string Key = "targets of the quarter";

    /// <summary>Marks in the table that a quarter's reminders were sent.</summary>
    private const string Everybody = "";

    public async Task<Quarter> QuarterOf(IReader reader, long at) => Quarter.Of(at, SpokenTime.Of(await tenants.Profile(reader), at).Zone);

    public static async Task<IReadOnlyDictionary<string, long>> Done(IReader reader, Quarter quarter)
        => (await reader.Many<DoneRow>(ListeningStore.Sql["DoneOf"], new { from = quarter.From, until = quarter.Until })).ToDictionary(row => row.Listener, row => row.Count);

    /// <summary>Sets the timer to the next moment at which somebody may have to be reminded; at once where this quarter's has passed unseen.</summary>
    public async Task Arrange(ITransaction transaction)
    {
        var quarter = await QuarterOf(transaction, clock.Now);
        var sent = await transaction.One<long?>(ListeningStore.Sql["FindReminder"], new { staff = Everybody, quarter = quarter.Name }) is not null;
        await timers.Set(transaction, ListeningStore.Capability, Key, sent ? (await QuarterOf(transaction, quarter.Until)).LastMonth : quarter.LastMonth);
    }

    public async Task Run(ITransaction transaction)
    {
        var quarter = await QuarterOf(transaction, clock.Now);
        if (clock.Now >= quarter.LastMonth)
        {
            var (settings, done) = (await ListeningStore.Settings(transaction), await Done(transaction, quarter));
            foreach (var person in (await people.List(transaction)).Where(person => person.Active && person.Has(Permission.ListenIn)))
            {
                if (settings.TargetOf(person) is { } target && done.GetValueOrDefault(person.Id) is var count && count < target)
                {
                    await Remind(transaction, person, quarter, count, target);
                }
            }

            await Mark(transaction, Everybody, quarter, 0, 0);
        }

        await Arrange(transaction);
    }

    private async Task Remind(ITransaction transaction, Staff person, Quarter quarter, long done, int target)
    {
        if (await Mark(transaction, person.Id, quarter, done, target))
        {
            await seats.Tell(transaction, ListeningEvents.Reminded, new ListeningFact(null, person.Id, null, "", null, null, null, quarter.Name), person.Id, null, null);
            await mails.Remind(transaction, person, quarter, done, target);
        }
    }

    private async Task<bool> Mark(ITransaction transaction, string staff, Quarter quarter, long done, long target)
        => await transaction.Execute(ListeningStore.Sql["AddReminder"], new { staff, quarter = quarter.Name, done, target, now = clock.Now }) == 1;
}
