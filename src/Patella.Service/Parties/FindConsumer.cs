using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Parties;

/// <summary>Who a consumer is, as staff see it: identities are masked.</summary>
public sealed record ConsumerPage(
    string Id, string? Name, bool Anonymous, string Language, string? Tier, IReadOnlyList<MaskedIdentity> Identities, DateTimeOffset Since, IReadOnlyDictionary<string, long> Counts);

/// <summary>An identity whose value shows only enough to recognise it.</summary>
public sealed record MaskedIdentity(string Kind, string Value);

/// <summary>GET /consumers/{id}</summary>
internal static class FindConsumer
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, PersonStore persons, IEnumerable<IPersonCount> counters, string id)
    {
        var page = await store.Read(http.Caller().Tenant, async reader =>
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

            var identities = (await persons.Identities(reader, person.Id)).Select(identity => new MaskedIdentity(identity.Kind, Masking.Identity(identity.Kind, identity.Value)));
            return new ConsumerPage(person.Id, person.Name, person.Anonymous, person.Language ?? "und", person.Tier, [.. identities], Microseconds.ToTime(person.Since), counts);
        }, http.RequestAborted);
        return page is null ? new ProblemResult(Problem.NotFound("This consumer")) : Results.Json(page, Json.Options);
    }
}
