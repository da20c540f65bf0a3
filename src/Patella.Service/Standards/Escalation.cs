using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Standards;

/// <summary>Who is told when a clock is at risk or broken: the supervisors of the unit that owes it, or those of all units when it has none.</summary>
public sealed class Escalation(StaffStore people)
{
    /// <summary>Told at most; a unit with more supervisors has a board.</summary>
    public const int Most = 10;

    /// <summary>How long, in machine time, a list of supervisors is kept: on a bad day thousands of clocks break in a minute.</summary>
    private const long KeptMilliseconds = 5_000;

    private readonly ConcurrentDictionary<TenantId, (long ReadAt, IReadOnlyList<Staff> Supervisors)> _kept = new();

    public async Task<IReadOnlyList<string>> Told(IReader reader, Clock clock)
    {
        if (!_kept.TryGetValue(reader.Tenant, out var kept) || Environment.TickCount64 - kept.ReadAt >= KeptMilliseconds)
        {
            kept = (Environment.TickCount64, [.. (await people.List(reader)).Where(person => person.Active && person.Roles.Contains(Roles.Supervisor))]);
            _kept[reader.Tenant] = kept;
        }

        var ofUnit = kept.Supervisors.Where(person => person.Units.Contains(clock.Unit)).ToList();
        return [.. (ofUnit.Count > 0 ? ofUnit : kept.Supervisors).Take(Most).Select(person => person.Id)];
    }
}
