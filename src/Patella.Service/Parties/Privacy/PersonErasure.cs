using Microsoft.Extensions.Hosting;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Parties.Privacy;

/// <summary>Erases a person in every capability, and again after a restore.</summary>
internal sealed class PersonErasure(
    IStore store, IEnumerable<IPersonData> parts, ErasureList list, TenantStore tenants, AuditTrail audit, BusinessTime business, MachineTime machine) : IHostedService
{
    // Followers may have written again, in the first pass, from what another part had not erased yet.
    private const int Passes = 2;

    // Capabilities register in their order, lowest first; the highest goes first here.
    private readonly IReadOnlyList<IPersonData> _parts = [.. parts.Reverse()];

    /// <summary>Whose data it is, with everything that is theirs.</summary>
    public async Task<PersonSubject> Subject(IReader reader, IReadOnlyList<string> persons)
    {
        var subject = new PersonSubject(reader.Tenant, persons);
        foreach (var part in parts)
        {
            await part.Collect(reader, subject);
        }

        return subject;
    }

    /// <summary>Erases and tells how many rows changed. Running it again changes nothing more.</summary>
    public async Task<long> Run(TenantId tenant, string request, IReadOnlyList<string> persons)
    {
        await list.Add(new ErasedPerson(tenant.Value, request, persons, machine.Now));
        return await Erase(tenant, persons);
    }

    /// <summary>Before anything is served: what was erased since a restored backup was made is erased again.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var here = (await store.Read(TenantId.System, tenants.ListEcosystems, cancellationToken)).Select(ecosystem => ecosystem.Tenant).ToHashSet();
        foreach (var erased in (await list.Read()).DistinctBy(one => (one.Tenant, one.Request)).Where(one => TenantId.IsValid(one.Tenant) && here.Contains(new TenantId(one.Tenant))))
        {
            await Again(new TenantId(erased.Tenant), erased, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Again(TenantId tenant, ErasedPerson erased, CancellationToken cancellation)
    {
        await store.Prepare(tenant, cancellation);
        var known = await store.Read(tenant, reader => reader.One<PrivacyRow>(PersonStore.Sql["FindRequest"], new { id = erased.Request }), cancellation);
        if (known?.State == "done")
        {
            return;
        }

        await Erase(tenant, erased.Persons);
        await store.Write(tenant, async transaction =>
        {
            await transaction.Execute(PersonStore.Sql["KeepReplay"], new { Id = erased.Request, Person = erased.Persons[0], At = business.Now });
            await audit.Write(transaction, "system", "replay", "parties.erasure-applied-again", "person:" + erased.Persons[0], new { erased.Request });
        }, cancellation: cancellation);
    }

    private async Task<long> Erase(TenantId tenant, IReadOnlyList<string> persons)
    {
        var subject = await store.Read(tenant, reader => Subject(reader, persons));
        var rows = 0L;
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var part in _parts)
            {
                rows += await part.Erase(store, subject);
            }
        }

        await store.Scrub(tenant);
        return rows;
    }
}

/// <summary>A request as it is stored.</summary>
internal sealed class PrivacyRow
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Person { get; init; } = "";

    public long AskedAt { get; init; }

    public long DueAt { get; init; }

    public string AskedBy { get; init; } = "";

    public string State { get; init; } = "";

    public long? FinishedAt { get; init; }

    public string? FinishedBy { get; init; }

    public long RowsErased { get; init; }

    public PrivacyRequest ToRequest() => new(
        Id, Kind, Person, Microseconds.ToTime(AskedAt), Microseconds.ToTime(DueAt), AskedBy, State, FinishedAt is { } at ? Microseconds.ToTime(at) : null, FinishedBy, RowsErased);
}
