using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Orders;
using Patella.Service.Parties.Organisations;
using Patella.Service.Tenants;

namespace Patella.Service.Voices.Reading;

/// <summary>One value of a dimension, as voices tell it.</summary>
public readonly record struct VoicePlace(string Dimension, string Value);

/// <summary>What shops, products and carriers are called whose ids voices tell.</summary>
public interface IPlaceNames
{
    /// <summary>The names that are known; values without one are absent.</summary>
    Task<IReadOnlyDictionary<VoicePlace, string>> Of(TenantId tenant, IEnumerable<VoicePlace> places);
}

/// <summary>Names as the mirrors of the marketplace know them.</summary>
internal sealed class PlaceNames(IStore store, TenantStore tenants, Goods goods, OrganisationStore organisations) : IPlaceNames
{
    public async Task<IReadOnlyDictionary<VoicePlace, string>> Of(TenantId tenant, IEnumerable<VoicePlace> places)
    {
        var ids = places.Where(place => place.Value.Length > 0).Distinct().ToLookup(place => place.Dimension, place => place.Value);
        string[] Ids(string dimension) => [.. ids[dimension]];
        if (!ids.Contains("merchant") && !ids.Contains("product") && !ids.Contains("carrier"))
        {
            return new Dictionary<VoicePlace, string>();
        }

        return await store.Read(tenant, async reader =>
        {
            var names = new Dictionary<VoicePlace, string>();
            var products = await goods.TitlesOf(reader, Ids("product"));
            foreach (var merchant in await tenants.FindMerchants(reader, [.. Ids("merchant"), .. products.Select(product => product.Merchant).OfType<string>().Distinct()]))
            {
                names[new VoicePlace("merchant", merchant.ExternalId)] = merchant.Name;
            }

            foreach (var product in products)
            {
                // Many shops sell a product of the same title: whose it is belongs to its name.
                names[new VoicePlace("product", product.Product)] = names.TryGetValue(new VoicePlace("merchant", product.Merchant ?? ""), out var shop) ? $"{product.Title} · {shop}" : product.Title;
            }

            foreach (var carrier in await organisations.FindCarriers(reader, Ids("carrier")))
            {
                names[new VoicePlace("carrier", carrier.ExternalId)] = carrier.Name;
            }

            return (IReadOnlyDictionary<VoicePlace, string>)names;
        });
    }
}

/// <summary>Where no mirror of the marketplace is: ids stand for themselves.</summary>
internal sealed class NoPlaceNames : IPlaceNames
{
    public Task<IReadOnlyDictionary<VoicePlace, string>> Of(TenantId tenant, IEnumerable<VoicePlace> places) => Task.FromResult<IReadOnlyDictionary<VoicePlace, string>>(new Dictionary<VoicePlace, string>());
}
