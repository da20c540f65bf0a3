using Patella.Kernel.Matching;
using Patella.Platform.Clocks;

namespace Patella.Service.Dispatch;

/// <summary>The supervisor's view of a pool.</summary>
internal static class DispatchBoards
{
    public static DispatchBoard Of(TenantPool pool, BusinessTime clock, long machineNow)
    {
        var snapshot = pool.Pool.Snapshot(machineNow);
        var holders = snapshot.Skills.ToDictionary(line => line.Skill, line => line.Holders);
        var byUnit = pool.Contacts.Values.ToLookup(contact => contact.Unit);
        var units = byUnit.Select(group => group.Key).Union(holders.Keys).Order(StringComparer.Ordinal);
        return new DispatchBoard(units.Select(unit => Line(pool, unit, byUnit[unit], holders.GetValueOrDefault(unit), clock.Now)).ToList(), People(pool, snapshot));
    }

    private static QueueLine Line(TenantPool pool, string unit, IEnumerable<ContactRow> contacts, HelperCounts helpers, long now)
    {
        var (waiting, offered, inProgress) = (0, 0, 0);
        long? oldest = null;
        foreach (var contact in contacts)
        {
            switch (pool.Pool.FindContact(contact.Conversation))
            {
                case ContactState.Waiting: waiting++; break;
                case ContactState.Offered: offered++; break;
                case ContactState.Assigned: inProgress++; continue;
                default: continue;
            }

            oldest = Math.Min(oldest ?? long.MaxValue, contact.EnqueuedAt);
        }

        return new QueueLine(unit, waiting, offered, inProgress, oldest is { } since ? Math.Max(0, (now - since) / 1_000_000.0) : null, helpers.Free, helpers.Busy, helpers.Away, helpers.Free + helpers.Busy);
    }

    private static IReadOnlyList<PersonLine> People(TenantPool pool, Board snapshot)
    {
        var held = pool.Contacts.Values.Where(contact => contact.Staff is not null).ToLookup(contact => contact.Staff!);
        return snapshot.Agents.Where(agent => pool.People.ContainsKey(agent.Id)).Select(agent =>
        {
            var staff = pool.People[agent.Id];
            return new PersonLine(
                agent.Id, staff.Name, PresenceWords.Of(agent.State), Microseconds.ToTime(pool.PresenceSince.GetValueOrDefault(agent.Id)), agent.Load, agent.Capacity, staff.Units, staff.Languages,
                held[agent.Id].Select(contact => new HeldConversation(contact.Conversation, Microseconds.ToTime(contact.EnqueuedAt))).ToList());
        }).ToList();
    }
}
