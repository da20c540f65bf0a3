using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

/// <summary>A line of POST /imports/conversations: a conversation that has already ended, as another system kept it.</summary>
public sealed record PastConversation(
    string? Id, PastPerson? Person, string? EntryUnit, string? Unit, string? OrderNumber, string? Language, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt,
    string? Assignee, IReadOnlyList<PastEntry>? Entries, PastRating? Rating);

public sealed record PastPerson(string? ExternalId, string? Name);

/// <param name="By">consumer, bot or agent.</param>
public sealed record PastEntry(DateTimeOffset? At, string? By, string? Text);

public sealed record PastRating(int? Satisfied, bool? Solved);

/// <summary>How many were loaded; those that were there already count as well.</summary>
public sealed record ImportAnswer(int Accepted);

/// <summary>Loads past conversations from JSON lines, all or nothing; errors name line and field.</summary>
internal sealed class ImportConversations(IStore store, TenantStore tenants, StaffStore people, PersonStore persons, OrderMirror orders, ConversationWaits waits, IIdentifiers identifiers, MachineTime machine)
{
    public const int LineLimit = 5_000;
    private static readonly string[] Speakers = [Party.Consumer, Party.Bot, Party.Agent];

    public async Task<Outcome<ImportAnswer>> Run(Caller caller, HttpContext http)
    {
        var units = (await store.Read(caller.Tenant, tenants.ListUnits)).Select(unit => unit.Code).ToHashSet();
        var (lines, errors) = await ReadLines(http, units);
        if (errors.Count > 0)
        {
            return Problem.Invalid([.. errors]);
        }

        await store.Write(caller.Tenant, async transaction =>
        {
            var staff = (await people.List(transaction)).ToDictionary(person => person.Email);
            var known = await persons.EnsurePersons(transaction, lines.DistinctBy(line => line.Person!.ExternalId).Select(line => new PersonClaims(line.Person!.ExternalId!, line.Person.Name, line.Language)).ToList());
            foreach (var line in lines)
            {
                await Import(transaction, line, known[line.Person!.ExternalId!], staff.GetValueOrDefault(line.Assignee ?? ""));
            }
        });
        return new ImportAnswer(lines.Count);
    }

    private static async Task<(List<PastConversation> Lines, List<FieldError> Errors)> ReadLines(HttpContext http, HashSet<string> units)
    {
        var lines = new List<PastConversation>();
        var errors = new List<FieldError>();
        using var reader = new StreamReader(http.Request.Body);
        for (var number = 1; await reader.ReadLineAsync(http.RequestAborted) is { } text; number++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (lines.Count == LineLimit)
            {
                errors.Add(new FieldError($"line {number}", $"At most {LineLimit} conversations in one call."));
                break;
            }

            Take(text, number, units, lines, errors);
        }

        return (lines, errors);
    }

    private static void Take(string text, int number, HashSet<string> units, List<PastConversation> lines, List<FieldError> errors)
    {
        try
        {
            var line = JsonSerializer.Deserialize<PastConversation>(text, Json.Options) ?? throw new JsonException("null", "$", null, null);
            var check = Check(line, units, $"line {number}");
            if (check.Failed)
            {
                errors.AddRange(check.Problem.Errors!);
            }

            lines.Add(line);
        }
        catch (JsonException broken)
        {
            errors.Add(new FieldError($"line {number}", $"Is not the JSON of a past conversation: {broken.Path}"));
        }
    }

    private static Validation Check(PastConversation line, HashSet<string> units, string at)
    {
        var check = new Validation()
            .Id(line.Id, at + "/id")
            .Text(line.Person?.ExternalId, at + "/person/externalId", 1, 200)
            .Must(line.Unit is not null && units.Contains(line.Unit), at + "/unit", "Must be the code of a unit of this tenant.")
            .Must(line.EntryUnit is null || units.Contains(line.EntryUnit), at + "/entryUnit", "Must be the code of a unit of this tenant.")
            .Must(line.OpenedAt is not null, at + "/openedAt", "Is required.")
            .Must(line.ClosedAt >= line.OpenedAt, at + "/closedAt", "Is required and must not be before openedAt.")
            .Must(line.Entries is { Count: > 0 and <= 1_000 }, at + "/entries", "1 to 1,000 entries.")
            .Must(line.Rating?.Satisfied is null or (>= 1 and <= 5), at + "/rating/satisfied", "Must be 1 to 5.");
        for (var index = 0; index < (line.Entries?.Count ?? 0); index++)
        {
            var entry = line.Entries![index];
            if (entry is null)
            {
                check.Must(false, $"{at}/entries/{index}", "Is required.");
                continue;
            }

            check.OneOf(entry.By, $"{at}/entries/{index}/by", Speakers).Text(entry.Text, $"{at}/entries/{index}/text", 1, NewMessage.TextLimit)
                .Must(entry.At is not null, $"{at}/entries/{index}/at", "Is required.");
        }

        return check;
    }

    private async Task Import(ITransaction transaction, PastConversation line, Person person, Staff? assignee)
    {
        var order = line.OrderNumber is null ? null : await orders.FindOrder(transaction, line.OrderNumber);
        var entries = line.Entries!.OrderBy(entry => entry.At).ToList();
        var (said, bot, agent) = (At(entries, Party.Consumer), At(entries, Party.Bot), At(entries, Party.Agent));
        var last = entries[^1];
        var row = new
        {
            Id = line.Id!,
            Person = person.Id,
            PersonName = person.Name,
            person.Tier,
            EntryUnit = line.EntryUnit ?? line.Unit!,
            Unit = line.Unit!,
            OrderId = order?.Id,
            Language = line.Language ?? person.Language ?? "zh-CN",
            Assignee = assignee?.Id,
            AssigneeName = assignee?.Name,
            OpenedAt = Microseconds.From(line.OpenedAt!.Value),
            AskedPersonAt = agent is null ? null : bot ?? said,
            SpokeAt = said,
            FirstReplyAt = Least(bot, agent),
            FirstPersonReplyAt = agent,
            ClosedAt = Microseconds.From(line.ClosedAt!.Value),
            LastSequence = (long)entries.Count,
            LastAt = Microseconds.From(last.At!.Value),
            LastBy = last.By!,
            LastText = last.Text!.Length > 200 ? last.Text[..200] : last.Text,
            Satisfied = (long?)line.Rating?.Satisfied,
            Solved = line.Rating?.Solved is { } solved ? solved ? 1L : 0L : (long?)null,
        };
        if (await transaction.Execute(ConversationStore.Sql["InsertImported"], row) == 0)
        {
            return;
        }

        await waits.Import(transaction, new ConversationRow
        {
            Id = row.Id, Person = row.Person, Tier = row.Tier, EntryUnit = row.EntryUnit, Unit = row.Unit, OrderId = row.OrderId,
            AskedPersonAt = row.AskedPersonAt, FirstPersonReplyAt = row.FirstPersonReplyAt, ClosedAt = row.ClosedAt,
        });
        for (var index = 0; index < entries.Count; index++)
        {
            await transaction.Append(EntryOf(row.Id, index + 1, entries[index], person.Id, order?.Id, row.Unit, assignee));
        }
    }

    private TimelineEntry EntryOf(string conversation, long sequence, PastEntry entry, string person, string? order, string unit, Staff? assignee) => new()
    {
        Id = identifiers.New(),
        Kind = "conversation.message",
        At = Microseconds.From(entry.At!.Value),
        RecordedAt = machine.Now,
        Conversation = conversation,
        Sequence = sequence,
        Person = person,
        OrderRef = order,
        Unit = unit,
        Staff = entry.By == Party.Agent ? assignee?.Id : null,
        AuthorParty = entry.By!,
        AuthorId = entry.By == Party.Agent ? assignee?.Id : entry.By == Party.Consumer ? person : null,
        ClientId = "import:" + sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Text = entry.Text,
        Data = Json.Write(new EntryContent { Name = entry.By == Party.Agent ? assignee?.Name : null, Useful = entry.By == Party.Consumer ? null : true, About = Imported }),
    };

    private static readonly Dictionary<string, string> Imported = new() { ["imported"] = "true" };

    private static long? At(List<PastEntry> entries, string by) => entries.Find(entry => entry.By == by)?.At is { } at ? Microseconds.From(at) : null;

    private static long? Least(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
