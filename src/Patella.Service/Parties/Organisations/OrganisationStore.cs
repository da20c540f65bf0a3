using Patella.Platform.Clocks;
using Patella.Platform.Storage;

namespace Patella.Service.Parties.Organisations;

/// <summary>A carrier.</summary>
/// <param name="ExternalId">The marketplace's id, as it stands in events.</param>
public sealed record Carrier(string Id, string ExternalId, string Name);

/// <summary>One way to know a merchant or a carrier.</summary>
/// <param name="Kind">One of <see cref="OrganisationStore.IdentityKinds"/>.</param>
public sealed record OrganisationIdentity(string Kind, string Value);

/// <summary>Merchants and carriers as parties with identities per channel, for use inside other capabilities' transactions.</summary>
public sealed class OrganisationStore(BusinessTime business)
{
    public const string Merchant = "merchant";
    public const string CarrierKind = "carrier";

    /// <summary>Ways by which an organisation is known. Wire words, append only.</summary>
    public static readonly IReadOnlyList<string> IdentityKinds = ["external", "email", "phone", "account"];

    public async Task<IReadOnlyList<Carrier>> ListCarriers(IReader reader) => (await reader.Many<CarrierRow>(PersonStore.Sql["ListCarriers"])).Select(row => row.ToCarrier()).ToList();

    /// <summary>Carriers by the marketplace's ids; those that are not here are absent.</summary>
    /// <param name="ids">At most 1,000 count.</param>
    public async Task<IReadOnlyList<Carrier>> FindCarriers(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? [] : (await reader.Many<CarrierRow>(PersonStore.Sql["FindCarriers"], new { ids = ids.Take(1_000).ToArray() })).Select(row => row.ToCarrier()).ToList();

    /// <summary>By our id or the marketplace's.</summary>
    public async Task<Carrier?> FindCarrier(IReader reader, string id) => (await reader.One<CarrierRow>(PersonStore.Sql["FindCarrier"], new { id }))?.ToCarrier();

    public Task SaveCarrier(ITransaction transaction, Carrier carrier) => transaction.Execute(PersonStore.Sql["SaveCarrier"], carrier);

    /// <param name="kind"><see cref="Merchant"/> or <see cref="CarrierKind"/>.</param>
    public async Task<IReadOnlyList<OrganisationIdentity>> Identities(IReader reader, string kind, string id)
        => (await reader.Many<IdentityRow>(PersonStore.Sql["OrganisationIdentities"], new { kind, id })).Select(row => new OrganisationIdentity(row.Kind, row.Value)).ToList();

    /// <summary>The id of the organisation known by this; null when nobody is.</summary>
    public Task<string?> Find(IReader reader, string kind, string identityKind, string value)
        => reader.One<string>(PersonStore.Sql["FindOrganisation"], new { kind, identityKind, value = Normal(identityKind, value) });

    /// <summary>Replaces the identities of an organisation.</summary>
    /// <returns>Null, or the identity that is another organisation's; then the transaction must not commit.</returns>
    public async Task<OrganisationIdentity?> Replace(ITransaction transaction, string kind, string id, IReadOnlyList<OrganisationIdentity> identities)
    {
        await transaction.Execute(PersonStore.Sql["DropOrganisationIdentities"], new { kind, id });
        foreach (var one in identities.DistinctBy(one => (one.Kind, Normal(one.Kind, one.Value))))
        {
            if (await transaction.Execute(PersonStore.Sql["AddOrganisationIdentity"], new { kind, id, IdentityKind = one.Kind, Value = Normal(one.Kind, one.Value), at = business.Now }) == 0)
            {
                return one;
            }
        }

        return null;
    }

    private static string Normal(string identityKind, string value) => identityKind == "email" ? value.Trim().ToLowerInvariant() : value.Trim();

    private sealed class CarrierRow
    {
        public string Id { get; init; } = "";

        public string ExternalId { get; init; } = "";

        public string Name { get; init; } = "";

        public Carrier ToCarrier() => new(Id, ExternalId, Name);
    }

    private sealed class IdentityRow
    {
        public string Kind { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
