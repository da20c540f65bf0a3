using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Intake;

/// <summary>What became of a call's events.</summary>
/// <param name="Accepted">New ones, unknown types included.</param>
/// <param name="Duplicates">Known already by (source, id); they changed nothing.</param>
/// <param name="Unknown">Of the accepted, those that are kept without being understood.</param>
public sealed record IntakeResult(int Accepted, int Duplicates, int Unknown);

/// <summary>Takes events into the mirror: keeps them raw, folds what they concern and writes the timeline, all in one transaction.</summary>
internal sealed class EventIntake(PersonIntake persons, ProductIntake products, OrderIntake orders, TimelineWriter timeline, MachineTime machine)
{
    internal static readonly Statements Sql = new(typeof(EventIntake).Assembly, "Orders.orders.sql");

    public async Task<IntakeResult> Accept(ITransaction transaction, IReadOnlyList<MirrorEvent> events)
    {
        var fresh = await Keep(transaction, events);
        var people = await persons.Fold(transaction, Of(fresh, EntityKind.Person));
        await products.Fold(transaction, Of(fresh, EntityKind.Product));
        var folded = await orders.Fold(transaction, Of(fresh, EntityKind.Order));
        await timeline.Write(transaction, fresh, folded, people);
        return new IntakeResult(fresh.Count, events.Count - fresh.Count, fresh.Count(one => one.Kind is null));
    }

    private static List<MirrorEvent> Of(List<MirrorEvent> events, EntityKind kind) => events.Where(one => one.EntityKind == kind).ToList();

    private async Task<List<MirrorEvent>> Keep(ITransaction transaction, IReadOnlyList<MirrorEvent> events)
    {
        var recordedAt = machine.Now;
        var fresh = new List<MirrorEvent>(events.Count);
        foreach (var one in events)
        {
            var added = await transaction.Execute(Sql["AddEvent"], new
            {
                one.Source, one.Id, one.Type, one.Entity, one.Subject, one.Version, one.Unit, one.At, RecordedAt = recordedAt, one.Raw,
            });
            if (added == 1)
            {
                fresh.Add(one);
            }
        }

        return fresh;
    }

    /// <summary>All kept events of some entities, by entity.</summary>
    internal static async Task<ILookup<string, MirrorEvent>> Load(IReader reader, IReadOnlyCollection<string> entities)
    {
        var events = new List<(string Entity, MirrorEvent Event)>();
        foreach (var chunk in entities.Chunk(200))
        {
            var rows = await reader.Many<EventRow>(Sql["EventsOf"], new { entities = chunk });
            events.AddRange(rows.Select(row => (row.Entity, Envelope.ReadKept(row.Raw))));
        }

        return events.ToLookup(pair => pair.Entity, pair => pair.Event);
    }

    private sealed class EventRow
    {
        public string Entity { get; init; } = "";

        public string Raw { get; init; } = "";
    }
}
