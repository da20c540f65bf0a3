using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Parties.Revealing;

namespace Patella.Service.Parties;

/// <summary>Who a consumer is, as staff see it: identities are masked.</summary>
/// <param name="RevealsLeft">Masked fields the caller may still see today; absent for those who may see none.</param>
public sealed record ConsumerPage(
    string Id, string? Name, bool Anonymous, string Language, string? Tier, IReadOnlyList<MaskedIdentity> Identities, DateTimeOffset Since, IReadOnlyDictionary<string, long> Counts,
    int? RevealsLeft = null);

/// <summary>An identity whose value shows only enough to recognise it.</summary>
/// <param name="Field">Its handle, for asking to see it.</param>
/// <param name="Masked">False when the value stands open.</param>
public sealed record MaskedIdentity(string Kind, string Value, string Field, bool Masked);

/// <summary>GET /consumers/{id}; with the conversation at hand, what it needs stands open.</summary>
internal static class FindConsumer
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, PersonStore persons, Reveals reveals, IEnumerable<IPersonCount> counters, string id, string? conversation)
    {
        var caller = http.Caller();
        var found = await store.Read(caller.Tenant, async reader =>
        {
            if (await persons.Find(reader, id) is not { } person)
            {
                return null;
            }

            var ids = await persons.IdsOf(reader, person.Id);
            var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var counter in counters)
            {
                counts[counter.Name] = await counter.Count(reader, ids);
            }

            var left = caller.Has(Permission.Reveal) ? await reveals.LeftToday(reader, caller) : (int?)null;
            return new Found(person, ids, await persons.Identities(reader, person.Id), counts, left);
        }, http.RequestAborted);
        if (found is null)
        {
            return new ProblemResult(Problem.NotFound("This consumer"));
        }

        var open = await reveals.OpenAtHand(caller, found.Ids, found.Person.Id, conversation);
        var identities = new List<MaskedIdentity>();
        foreach (var one in found.Identities)
        {
            var value = open.Contains(one.Kind) ? one.Value : Masking.Identity(one.Kind, one.Value);
            identities.Add(new MaskedIdentity(one.Kind, value, await reveals.HandleOf(caller.Tenant, one), value != one.Value));
        }

        var person = found.Person;
        return Results.Json(new ConsumerPage(person.Id, person.Name, person.Anonymous, person.Language ?? "und", person.Tier, identities, Microseconds.ToTime(person.Since), found.Counts, found.Left), Json.Options);
    }

    private sealed record Found(Person Person, IReadOnlyList<string> Ids, IReadOnlyList<Identity> Identities, IReadOnlyDictionary<string, long> Counts, int? Left);
}
