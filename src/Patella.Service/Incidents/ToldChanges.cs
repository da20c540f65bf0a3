using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Incidents.Reading;

namespace Patella.Service.Incidents;

/// <summary>Something that changes in the marketplace, told by whoever changes it.</summary>
/// <param name="Id">The teller's own: the same again changes nothing.</param>
/// <param name="Kind">One of <see cref="ToldChanges.Kinds"/>.</param>
/// <param name="Node">Dimension to value; empty for the whole marketplace.</param>
public sealed record ToldChange(string Id, string Kind, DateTimeOffset At, string Title, IReadOnlyDictionary<string, string> Node);

/// <summary>Writes down what changes in the marketplace, for the causes of incidents. For higher capabilities, inside their own transactions.</summary>
public sealed class ToldChanges(AuditTrail audit, BusinessTime business, IBus bus)
{
    /// <summary>What can change; stored and sent, append only.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["launch", "price", "campaign", "carrier", "other"];

    public async Task<Outcome<ChangeView>> Tell(ITransaction transaction, Caller caller, ToldChange change)
    {
        var row = new ChangeRow { Id = change.Id, Kind = change.Kind, At = Microseconds.From(change.At), Title = change.Title, Node = NodeOf(change.Node), ById = caller.Id };
        if (await transaction.Execute(IncidentStore.Sql["AddChange"], new { row.Id, row.Kind, row.At, row.Title, row.Node, by = caller.Id, madeAt = business.Now }) == 0)
        {
            var known = (await transaction.One<ChangeRow>(IncidentStore.Sql["FindChange"], new { row.Id }))!;
            return known with { ById = row.ById } == row ? known.View : Problem.Conflict("change-taken", "There is another change of this id.");
        }

        await audit.Write(transaction, caller, "incidents.change-told", "incident-change:" + row.Id);
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(IncidentStore.Topic(tenant), "")));
        return row.View;
    }

    /// <summary>A node as it is kept: its dimensions in order, so that equal ones are equal texts.</summary>
    internal static string NodeOf(IReadOnlyDictionary<string, string>? node)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (dimension, value) in node ?? new Dictionary<string, string>())
        {
            sorted[dimension] = value;
        }

        return JsonSerializer.Serialize(sorted);
    }
}
