using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Service.Systems;

namespace Patella.Service.Improvements.Response;

/// <summary>Opens and moves responses by what the timeline tells of incidents, of calls to systems, of orders at the places of open ones, and of what their people received.</summary>
internal sealed class ResponseFollower(OrderMirror orders, PersonStore persons, ResponseStory story, IBus bus, BusinessTime business) : ITimelineReader
{
    public const string ReaderName = "improvements";
    private const int OrdersAtOnce = 200;
    private static readonly string[] OfOrders = ["order.", "logistics.", "delivery."];

    public string Name => ReaderName;

    public bool Concerns(TimelineEntry entry) => IsOfIncident(entry) || IsOfOrder(entry) || IsRemedy(entry);

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(IsOfIncident))
        {
            // Calls about other things than incidents have other subjects.
            if (Json.Read<Told>(entry.Data) is { Subject: { } subject } told && subject.StartsWith(ResponseStory.Subject, StringComparison.Ordinal))
            {
                await Move(transaction, entry, subject[ResponseStory.Subject.Length..], told);
            }
        }

        await Find(transaction, [.. entries.Where(IsOfOrder).Select(entry => entry.OrderRef!).Distinct()]);
        foreach (var entry in entries.Where(IsRemedy))
        {
            await PutRight(transaction, entry);
        }
    }

    private static bool IsOfIncident(TimelineEntry entry) => entry.Kind is IncidentEvents.Raised or IncidentEvents.Closed or IncidentEvents.Reopened or IncidentEvents.Merged or IncidentEvents.Judged
        or SystemEvents.Called or SystemEvents.Acknowledged or SystemEvents.Fixed;

    private static bool IsOfOrder(TimelineEntry entry) => entry.OrderRef is not null && OfOrders.Any(prefix => entry.Kind.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsRemedy(TimelineEntry entry) => entry is { Kind: RemedyEntries.Confirmed, Person: not null };

    private async Task Move(ITransaction transaction, TimelineEntry entry, string incident, Told told)
    {
        var row = await ResponseRows.Lock(transaction, incident);
        if (entry.Kind == IncidentEvents.Raised && row is null)
        {
            await Open(transaction, entry, incident, told);
            return;
        }

        if (row is null)
        {
            return;
        }

        if (entry.Kind == IncidentEvents.Merged && told.Into is { } into)
        {
            await Merge(transaction, entry, row, into);
            return;
        }

        var (next, said) = ResponseRules.Evolve(row, entry.Kind, entry.At, told.Verdict switch { "real" => true, "false" => false, _ => null });
        if (!ReferenceEquals(next, row))
        {
            await ResponseRows.Save(transaction, next);
            await (said is null ? Task.CompletedTask : transaction.Append(story.Entry(said, incident, at: entry.At)));
            Hint(transaction);
        }
    }

    private async Task Open(ITransaction transaction, TimelineEntry entry, string incident, Told told)
    {
        // Praise and wishes touch nobody.
        if (await IncidentStandings.Find(transaction, incident) is not { } standing || told.Kind == "opportunity")
        {
            return;
        }

        var row = new ResponseRow
        {
            Incident = incident, Stage = standing.Stage, Cause = standing.Reason, Node = Json.Write(standing.Node), Onset = standing.Onset, OpenedAt = Math.Min(entry.At, business.Now), OrderAt = standing.Onset - OrdersOfPlace.MostUnderWay - 1,
        };
        if (await transaction.Execute(ResponseRows.Sql["AddResponse"], row) == 1)
        {
            await transaction.Append(story.Entry(ResponseEvents.Opened, incident, at: entry.At));
            Hint(transaction);
        }
    }

    // Whoever was told as one of the first is told as one of the second: nobody twice.
    private async Task Merge(ITransaction transaction, TimelineEntry entry, ResponseRow row, string into)
    {
        if (row.MergedInto is null && await ResponseRows.Lock(transaction, into) is { } target)
        {
            await ResponseRows.Save(transaction, row with { MergedInto = into });
            await transaction.Execute(ResponseRows.Sql["TakeOverAffected"], new { incident = row.Incident, into, at = business.Now });
            await ResponseRows.Save(transaction, target with { Onset = Math.Min(target.Onset, row.Onset), Strangers = target.Strangers + row.Strangers });
            await transaction.Append(story.Entry(ResponseEvents.Merged, row.Incident, fact => fact with { Into = into }, at: entry.At));
            Hint(transaction);
        }
    }

    /// <summary>Orders at the places of open responses: their people are affected although they have said nothing.</summary>
    private async Task Find(ITransaction transaction, IReadOnlyList<string> ids)
    {
        var open = ids.Count == 0 ? [] : (await ResponseRows.Open(transaction)).Where(row => row.Orders is not null).ToList();
        foreach (var some in open.Count == 0 ? [] : ids.Chunk(OrdersAtOnce))
        {
            var found = await orders.FindMany(transaction, some);
            foreach (var row in open)
            {
                await Survey.AddOrders(transaction, persons, row, found, business.Now);
            }
        }
    }

    private async Task PutRight(ITransaction transaction, TimelineEntry entry)
    {
        if (Json.Read<Given>(entry.Data) is not { Remedy: { } remedy } given || remedy.StartsWith(Delivery.RemedyPrefix, StringComparison.Ordinal))
        {
            return;
        }

        // Whatever somebody gave them for that order since it began puts them right for it.
        var ids = await persons.IdsOf(transaction, entry.Person!);
        foreach (var row in await transaction.Many<AffectedRow>(ResponseRows.Sql["AffectedOfPerson"], new { persons = ids }))
        {
            if (entry.OrderRef is not null && row.OrderRef == entry.OrderRef && await transaction.Execute(ResponseRows.Sql["MarkRight"], new { incident = row.Incident, person = row.Person, at = entry.At, by = "remedy", amount = given.Amount, currency = given.Currency, excuse = (string?)null }) == 1)
            {
                await transaction.Append(story.Entry(ResponseEvents.PutRight, row.Incident, fact => fact with { Amount = given.Amount, Currency = given.Currency, Why = "remedy", Before = (row with { RightAt = entry.At, RightBy = "remedy" }).BeforeAsking }, row.Person));
            }
        }
    }

    private void Hint(ITransaction transaction)
    {
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(ResponseRows.Topic(tenant), "")));
    }

    /// <summary>What is needed of <see cref="IncidentFact"/> and <see cref="SystemFact"/>.</summary>
    private sealed record Told(string? Subject, string? Kind, string? Verdict, string? Into);

    private sealed record Given(string? Remedy, long? Amount, string? Currency);
}
