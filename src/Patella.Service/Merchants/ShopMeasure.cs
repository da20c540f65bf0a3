using Patella.Platform.Storage;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>What can be done about a shop; policy keys, stored and sent, append only.</summary>
public static class MeasureKinds
{
    /// <summary>It takes no new orders; those it has go on.</summary>
    public const string Suspend = "shop-suspend";

    /// <summary>Something the marketplace gives to a shop that serves well.</summary>
    public const string Reward = "shop-reward";

    public static readonly IReadOnlyList<string> All = [Suspend, Reward];
}

/// <summary>How far a measure is; stored and sent, append only.</summary>
public static class MeasureState
{
    public const string Proposed = "proposed";
    public const string Declined = "declined";
    public const string Withdrawn = "withdrawn";

    /// <summary>Decided, and on its way to the marketplace.</summary>
    public const string Applying = "applying";

    /// <summary>The marketplace did not take it.</summary>
    public const string Refused = "refused";

    public const string InForce = "in-force";

    /// <summary>Being taken back at the marketplace.</summary>
    public const string Lifting = "lifting";

    public const string Lifted = "lifted";

    public static readonly IReadOnlyList<string> All = [Proposed, Declined, Withdrawn, Applying, Refused, InForce, Lifting, Lifted];
}

/// <summary>How a merchant's appeal stands; stored and sent, append only.</summary>
public static class AppealState
{
    public const string Open = "open";
    public const string Granted = "granted";
    public const string Upheld = "upheld";

    public static readonly IReadOnlyList<string> All = [Open, Granted, Upheld];
}

/// <summary>A measure as it is kept. Times are UTC microseconds of business time but for SentAt and NextAt, which are the machine's.</summary>
internal sealed record ShopMeasure
{
    public string Id { get; init; } = "";

    /// <summary>Hash of what was proposed and by whom: what makes the same id the same command.</summary>
    public string Content { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>The marketplace's own id of the shop, as orders have it.</summary>
    public string Shop { get; init; } = "";

    public string Rule { get; init; } = "";

    public string Clause { get; init; } = "{}";

    public string Words { get; init; } = "";

    public string Evidence { get; init; } = "[]";

    public long? Days { get; init; }

    public string? Reward { get; init; }

    public string State { get; init; } = MeasureState.Proposed;

    public string? Code { get; init; }

    public string? Detail { get; init; }

    public string ProposedBy { get; init; } = "";

    public long ProposedAt { get; init; }

    public long DecideBy { get; init; }

    public string? DecidedBy { get; init; }

    public long? DecidedAt { get; init; }

    public string? DecidedWords { get; init; }

    public long? InForceAt { get; init; }

    public long? EndsAt { get; init; }

    public string? LiftWhy { get; init; }

    public string? LiftedBy { get; init; }

    public string? LiftWords { get; init; }

    public long? LiftedAt { get; init; }

    public string? AppealedBy { get; init; }

    public long? AppealedAt { get; init; }

    public string? AppealWords { get; init; }

    public long? AppealDue { get; init; }

    public long AppealLate { get; init; }

    public string? AppealState { get; init; }

    public string? AppealDecidedBy { get; init; }

    public long? AppealDecidedAt { get; init; }

    public string? AppealAnswer { get; init; }

    public long Lifts { get; init; }

    public long? SentAt { get; init; }

    public long? NextAt { get; init; }

    public long Asked { get; init; }

    /// <summary>Under which the marketplace takes what is under way: one for doing it, one for each time it is taken back.</summary>
    public string Key => State == MeasureState.Lifting ? $"{Id}.lift-{Lifts}" : Id + ".apply";

    /// <summary>Whether it stands at the marketplace, or will.</summary>
    public bool Holds => State is MeasureState.Applying or MeasureState.InForce or MeasureState.Lifting;
}

/// <summary>Reads, locks and writes measures.</summary>
internal static class MeasureRows
{
    internal static readonly Statements Sql = new(typeof(MeasureRows).Assembly, "Merchants.shops.sql");

    public static Task<ShopMeasure?> Find(IReader reader, string id) => reader.One<ShopMeasure>(Sql["Find"], new { id });

    /// <summary>The measure, kept from changing until this transaction ends.</summary>
    public static Task<ShopMeasure?> Lock(ITransaction transaction, string id)
        => transaction.One<ShopMeasure>(Sql["Find"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id });

    /// <summary>A shop by our id or by the marketplace's own.</summary>
    public static async Task<Merchant?> Shop(TenantStore tenants, IReader reader, string? id)
        => id is null ? null : await tenants.FindMerchant(reader, id) ?? await tenants.FindMerchantByExternalId(reader, id);

    /// <summary>From here to the commit nobody else decides about the shop.</summary>
    public static Task HoldShop(ITransaction transaction, string shop) => transaction.Execute(Sql["HoldShop"], new { shop });

    public static async Task<ShopMeasure> Save(ITransaction transaction, ShopMeasure measure)
        => await transaction.Execute(Sql["Save"], measure) == 1 ? measure : throw new InvalidOperationException($"Measure {measure.Id} is not here.");
}
