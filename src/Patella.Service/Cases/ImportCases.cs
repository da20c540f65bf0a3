using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>A line of POST /imports/cases: a case that has already ended, as another system kept it.</summary>
/// <param name="Person">The marketplace's id of the consumer.</param>
/// <param name="Units">Units it was with, in order; the last closed it.</param>
/// <param name="FirstAgent">Mail address.</param>
/// <param name="PromiseKept">Whether the word given to the consumer was kept.</param>
public sealed record PastCase(
    string? Id, string? Person, string? Subject, string? Asked, string? Kind, IReadOnlyList<string>? Units, string? OrderNumber, string? Conversation, string? FirstAgent,
    DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, string? Outcome, bool? PromiseKept, IReadOnlyList<string>? Tags);

/// <summary>Loads past cases from JSON lines, all or nothing; errors name line and field. Nobody is told, no clock runs; the standard measures them by what held then.</summary>
internal sealed class ImportCases(
    IStore store, CaseStore cases, CaseOwners owners, ConversationStore conversations, StaffStore people, PersonStore persons, OrderMirror orders, ServiceClocks clocks)
{
    public const int LineLimit = 2_000;
    private const long Hour = 3_600_000_000;

    public async Task<Outcome<ImportAnswer>> Run(Caller caller, HttpContext http)
    {
        var (settings, units) = await store.Read(caller.Tenant, async reader => (await owners.Settings(reader), await owners.Units(reader)));
        var lines = new List<PastCase>();
        var check = new Validation();
        using var body = new StreamReader(http.Request.Body);
        for (var number = 1; await body.ReadLineAsync(http.RequestAborted) is { } text; number++)
        {
            if (!string.IsNullOrWhiteSpace(text) && check.Must(lines.Count < LineLimit, $"line {number}", $"At most {LineLimit} cases in one call.") is not null && lines.Count < LineLimit)
            {
                lines.Add(Take(text, $"line {number}", settings, units, check));
            }
        }

        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<ImportAnswer>> (transaction) =>
        {
            var staff = (await people.List(transaction)).DistinctBy(person => person.Email).ToDictionary(person => person.Email, person => new StaffName(person.Id, person.Name));
            var known = await persons.EnsurePersons(transaction, [.. lines.Select(line => line.Person!).Distinct().Select(id => new PersonClaims(id))]);
            foreach (var line in lines)
            {
                await Import(transaction, line, known[line.Person!], staff.GetValueOrDefault(line.FirstAgent ?? ""), settings);
            }

            return new ImportAnswer(lines.Count);
        });
    }

    private static PastCase Take(string text, string at, CaseSettings settings, IReadOnlySet<string> units, Validation check)
    {
        try
        {
            var line = JsonSerializer.Deserialize<PastCase>(text, Json.Options) ?? throw new JsonException("null", "$", null, null);
            check.Id(line.Id, at + "/id").Text(line.Person, at + "/person", 1, 200).Text(line.Subject, at + "/subject", 1, CaseRules.SubjectLimit)
                .Text(line.Asked ?? "", at + "/asked", 0, CaseRules.WordsLimit).Text(line.Outcome ?? "", at + "/outcome", 0, CaseRules.WordsLimit)
                .Must(line.Kind is null || settings.Kind(line.Kind) is not null, at + "/kind", "Must be one of this tenant's kinds.")
                .Must(line.Units is { Count: > 0 and <= CaseRules.ListLimit } && line.Units.All(units.Contains), at + "/units", "Must be codes of units.")
                .Must(line.OpenedAt is not null, at + "/openedAt", "Is required.")
                .Must(line.ClosedAt >= line.OpenedAt, at + "/closedAt", "Is required and must not be before openedAt.");
            return line;
        }
        catch (JsonException broken)
        {
            check.Must(false, at, $"Is not the JSON of a past case: {broken.Path}");
            return new PastCase(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        }
    }

    private async Task Import(ITransaction transaction, PastCase line, Person person, StaffName? first, CaseSettings settings)
    {
        if (await cases.Find(transaction, line.Id!) is not null)
        {
            return;
        }

        var order = line.OrderNumber is null ? null : await orders.FindOrder(transaction, line.OrderNumber);
        var thread = line.Conversation is null ? null : await conversations.Find(transaction, line.Conversation);
        var (opened, closed) = (Microseconds.From(line.OpenedAt!.Value), Microseconds.From(line.ClosedAt!.Value));
        var events = new List<(CaseEvent Change, long At)>
        {
            (new CaseOpened(
                await cases.NextNumber(transaction), line.Kind ?? CaseSettings.OtherKind, settings.FirstOf(CaseCategory.Open).Code, CaseCategory.Open, CasePriority.Normal, line.Units![0], first, first,
                person.Id, person.Tier, order?.Id, order?.Number, order?.Merchant, thread?.EntryUnit, thread?.Language ?? person.Language ?? "zh-CN", "import", null) { Words = line.Subject }, opened),
        };
        Add(line.Asked is { Length: > 0 }, new CaseAsked { Words = line.Asked });
        Add(thread is not null, new CaseConversationLinked(thread?.Id ?? ""));
        Add(line.Tags is { Count: > 0 }, new CaseTagged(line.Tags ?? []));
        var due = line.PromiseKept == false ? Math.Max(opened, closed - Hour) : closed + Hour;
        events.Add((new CasePromised(due, null), opened));
        for (var hop = 1; hop < line.Units.Count; hop++)
        {
            var at = opened + ((closed - opened) / line.Units.Count * hop);
            events.Add((new TransferProposed($"{line.Id}-{hop}", line.Units[hop - 1], line.Units[hop]), at));
            events.Add((new TransferAccepted($"{line.Id}-{hop}", line.Units[hop - 1], line.Units[hop], null, false), at));
        }

        if (line.PromiseKept == false)
        {
            events.Add((new PromiseBroken(due), due));
        }

        events.Add((new CaseClosed(settings.FirstOf(CaseCategory.Closed).Code, line.PromiseKept == false ? null : true, null, false) { Words = line.Outcome }, closed));
        await cases.AddPast(transaction, line.Id!, events);
        var scope = new ClockScope(line.Units[^1], thread?.EntryUnit, person.Tier, thread?.Id, line.Id, person.Id, order?.Id);
        await clocks.Import(transaction, ClockSubject.Case(line.Id!), Measures.Resolution, scope, opened, closed, closed);

        void Add(bool there, CaseEvent change)
        {
            if (there)
            {
                events.Add((change, opened));
            }
        }
    }
}
