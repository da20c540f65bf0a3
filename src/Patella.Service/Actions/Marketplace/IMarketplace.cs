using System.Text.Json;
using Patella.Platform.Identifiers;

namespace Patella.Service.Actions.Marketplace;

/// <summary>What a marketplace says of a change.</summary>
public enum MarketplaceWord
{
    Done = 1,
    Refused = 2,

    /// <summary>It has it and has not decided.</summary>
    Underway = 3,

    /// <summary>It has nothing under that key.</summary>
    Absent = 4,
}

/// <summary>A change of an order, or of a whole shop, at the marketplace. The key is the same on every try, for ever.</summary>
/// <param name="Kind">Of <see cref="ChangeKinds"/>.</param>
/// <param name="Order">The marketplace's own number of it; empty where a shop is meant.</param>
/// <param name="Arguments">camelCase JSON as <see cref="ChangeKinds"/> says.</param>
public sealed record MarketplaceChange(string Key, string Kind, string Order, JsonElement Arguments);

/// <summary>A marketplace's answer.</summary>
/// <param name="Code">Why it refused: a word of letters, digits and hyphens.</param>
/// <param name="Detail">The same in a sentence.</param>
/// <param name="Events">CloudEvents of what changed; they go into the mirror of orders in the transaction that ends the action.</param>
public sealed record MarketplaceAnswer(MarketplaceWord Word, string? Code = null, string? Detail = null, JsonElement? Events = null);

/// <summary>
/// The other side of service actions: the marketplace that owns orders and goods. Whatever it throws means that the outcome is unknown.
/// It must take the same key twice without changing anything twice.
/// </summary>
public interface IMarketplace
{
    /// <summary>Hands a change over under its key.</summary>
    Task<MarketplaceAnswer> Change(TenantId tenant, MarketplaceChange change, CancellationToken cancellation);

    /// <summary>Asks what became of a key.</summary>
    Task<MarketplaceAnswer> Query(TenantId tenant, string key, CancellationToken cancellation);
}

/// <summary>What a marketplace is asked to change; wire values.</summary>
public static class ChangeKinds
{
    /// <summary>{reason, items?: [{sku, quantity}]}; without items the whole order.</summary>
    public const string Cancel = "cancel";

    /// <summary>{address: {...}}.</summary>
    public const string ChangeAddress = "change-address";

    /// <summary>{items: [{sku, newSku}], instrument}.</summary>
    public const string ChangeItems = "change-items";

    /// <summary>{instrument}.</summary>
    public const string ChangePayment = "change-payment";

    /// <summary>{items: [{sku, quantity}], instrument}.</summary>
    public const string Return = "return";

    /// <summary>{items: [{sku, newSku}], instrument}.</summary>
    public const string Exchange = "exchange";

    /// <summary>{items: [{sku, quantity}]}.</summary>
    public const string Reship = "reship";

    /// <summary>{from, until, address?}.</summary>
    public const string Pickup = "pickup";

    /// <summary>{shop, rule, days?}: it takes no new orders. The order of the change is empty, as for all that concerns a whole shop.</summary>
    public const string SuspendShop = "suspend-shop";

    /// <summary>{shop, rule}: it takes orders again.</summary>
    public const string OpenShop = "open-shop";

    /// <summary>{shop, rule, reward, days?}.</summary>
    public const string RewardShop = "reward-shop";

    /// <summary>{shop, rule, reward}: what was given ends.</summary>
    public const string TakeReward = "take-reward";

    /// <summary>Those of orders.</summary>
    public static readonly IReadOnlyList<string> All = [Cancel, ChangeAddress, ChangeItems, ChangePayment, Return, Exchange, Reship, Pickup];
}
