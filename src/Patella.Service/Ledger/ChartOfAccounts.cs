using Patella.Kernel.Ledger;

namespace Patella.Service.Ledger;

/// <summary>A place in the chart of accounts.</summary>
/// <param name="Code">The bookkeepers' number: 1 what others owe, 2 what we owe others, 3 the platform's own, 4 income, 5 expense, 9 not yet known.</param>
/// <param name="Limited">Which side may not outgrow the other.</param>
/// <param name="ByHand">Whether finance may post on it directly. What consumers receive goes through Remedies alone.</param>
public sealed record AccountKind(string Name, string Code, BalanceLimit Limited, bool ByHand);

/// <summary>The kinds of accounts. Names are stored and sent, append only.</summary>
public static class ChartOfAccounts
{
    /// <summary>A consumer's card or wallet outside: what was paid out to it.</summary>
    public const string BuyerInstrument = "buyer-instrument";

    /// <summary>Stored value a consumer has with the platform, vouchers too.</summary>
    public const string BuyerValue = "buyer-value";

    /// <summary>What was paid for an order and not given back: refunds draw on it and can never exceed it.</summary>
    public const string OrderPaid = "order-paid";

    public const string MerchantSettlement = "merchant-settlement";
    public const string MerchantDeposit = "merchant-deposit";
    public const string MerchantReceivable = "merchant-receivable";
    public const string CarrierReceivable = "carrier-receivable";

    /// <summary>What the platform has paid for others in a case and has not got back: its balance is what is outstanding.</summary>
    public const string Advance = "advance";

    /// <summary>A programme's budget.</summary>
    public const string Fund = "fund";

    public const string WriteOff = "write-off";
    public const string Fees = "fees";
    public const string Suspense = "suspense";

    /// <summary>The platform's own means, from which budgets come.</summary>
    public const string Platform = "platform";

    /// <summary>Money at a payment provider, on its way in or out.</summary>
    public const string Provider = "provider";

    public static readonly IReadOnlyList<AccountKind> Kinds =
    [
        new(BuyerInstrument, "1010", BalanceLimit.None, false),
        new(Provider, "1020", BalanceLimit.None, false),
        new(MerchantReceivable, "1210", BalanceLimit.CreditsWithinDebits, true),
        new(CarrierReceivable, "1220", BalanceLimit.CreditsWithinDebits, true),
        new(Advance, "1300", BalanceLimit.CreditsWithinDebits, false),
        new(BuyerValue, "2010", BalanceLimit.DebitsWithinCredits, false),
        new(OrderPaid, "2020", BalanceLimit.DebitsWithinCredits, false),
        new(MerchantSettlement, "2110", BalanceLimit.DebitsWithinCredits, true),
        new(MerchantDeposit, "2120", BalanceLimit.DebitsWithinCredits, true),
        new(Platform, "3000", BalanceLimit.None, true),
        new(Fund, "3100", BalanceLimit.DebitsWithinCredits, true),
        new(Fees, "4000", BalanceLimit.None, true),
        new(WriteOff, "5000", BalanceLimit.None, true),
        new(Suspense, "9000", BalanceLimit.None, true),
    ];

    public static AccountKind? Find(string? name) => Kinds.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The id of a kind's account of an owner and currency, such as <c>merchant-deposit:shop-1:CNY</c>.</summary>
    public static string Id(string kind, string currency, string? owner = null) => owner is null ? $"{kind}:{currency}" : $"{kind}:{owner}:{currency}";
}
