using Patella.Service.Tenants;

namespace Patella.Service.Cases;

/// <summary>A status of the tenant, mapped onto a category.</summary>
/// <param name="WaitsFor">Of a waiting one: consumer, merchant, carrier or other. Waiting for the consumer pauses the clock of the resolution.</param>
public sealed record CaseStatusSetting(string Code, LocalName Name, string Category, string? WaitsFor = null);

/// <summary>A kind of problem: which unit owns it when it is not the order's, how soon the first promise is due, which fields its form has.</summary>
/// <param name="Reasons">Codes of the reason classifier that lead to it.</param>
/// <param name="Unit">Owner unit of every case of this kind; null: the order's unit, else the conversation's.</param>
/// <param name="PromiseMinutes">Minutes of business time until the first promised word.</param>
public sealed record CaseKindSetting(string Code, LocalName Name, IReadOnlyList<string> Reasons, string? Unit = null, int? PromiseMinutes = null, IReadOnlyList<string>? Form = null);

/// <summary>A custom field.</summary>
/// <param name="Type">text, number, boolean, date or choice.</param>
/// <param name="Required">Must be filled before a case whose form has it is closed.</param>
public sealed record CaseFieldSetting(string Code, LocalName Name, string Type, IReadOnlyList<string>? Choices = null, bool Required = false);

/// <summary>How a tenant wants its cases.</summary>
/// <param name="ExperienceUnit">Settles what two units refused; null: the rule that finds owners does.</param>
/// <param name="ClosedUnits">Units that take no cases any more.</param>
/// <param name="KeptTiers">Tiers of members who get one named person.</param>
/// <param name="TransferMinutes">Minutes after which silence accepts a transfer, where no clause of Standards says otherwise.</param>
/// <param name="TimeZone">IANA name of the zone in which times are told in words; null: the ecosystem's own.</param>
public sealed record CaseSettings(
    IReadOnlyList<CaseStatusSetting> Statuses, IReadOnlyList<CaseKindSetting> Kinds, IReadOnlyList<CaseFieldSetting> Fields, string? ExperienceUnit, IReadOnlyList<string> ClosedUnits,
    IReadOnlyList<string> KeptTiers, int ReopenDays, int PromiseMinutes, int TransferMinutes, string? TimeZone = null)
{
    /// <summary>The status of a case that goes on in another; every tenant has it.</summary>
    public const string MergedStatus = "merged";

    public const int StatusLimit = 40;
    public const int KindLimit = 60;
    public const int FieldLimit = 60;
    public const string OtherKind = "other";

    /// <summary>What a tenant has before it says anything.</summary>
    public static readonly CaseSettings Default = new(
        [
            new("new", new LocalName("新建", "New"), CaseCategory.Open),
            new("understanding", new LocalName("核实中", "Looking into it"), CaseCategory.Understanding),
            new("waiting-consumer", new LocalName("等消费者回复", "Waiting for the customer"), CaseCategory.Waiting, "consumer"),
            new("waiting-merchant", new LocalName("等商家回复", "Waiting for the merchant"), CaseCategory.Waiting, "merchant"),
            new("waiting-carrier", new LocalName("等物流回复", "Waiting for the carrier"), CaseCategory.Waiting, "carrier"),
            new("decided", new LocalName("已有方案", "Decided"), CaseCategory.Decided),
            new("closed", new LocalName("已关闭", "Closed"), CaseCategory.Closed),
        ],
        [
            new("parcel", new LocalName("物流", "Parcel"), ["parcel_status"], PromiseMinutes: 24 * 60),
            new("damaged", new LocalName("破损、错发、少件", "Damaged, wrong or missing goods"), ["damaged_item"]),
            new("refund", new LocalName("退款", "Refund"), ["refund_status"]),
            new("return", new LocalName("退换货", "Return or exchange"), ["return_request"]),
            new("order", new LocalName("订单", "Order"), ["order_status", "cancel_order", "change_address"]),
            new("payment", new LocalName("支付", "Payment"), ["payment_problem"]),
            new("coupon", new LocalName("优惠", "Coupon or discount"), ["coupon_problem"]),
            new("complaint", new LocalName("投诉", "Complaint"), ["complaint"]),
            new(OtherKind, new LocalName("其他", "Other"), []),
        ],
        [], null, [], [], ReopenDays: 7, PromiseMinutes: 24 * 60, TransferMinutes: 30);

    public CaseStatusSetting? Status(string code) => Statuses.FirstOrDefault(status => status.Code == code);

    /// <summary>The tenant's first status of a category; a category without one is written by its own name.</summary>
    public CaseStatusSetting FirstOf(string category) => Statuses.FirstOrDefault(status => status.Category == category) ?? new CaseStatusSetting(category, new LocalName(category, category), category);

    public CaseKindSetting? Kind(string code) => Kinds.FirstOrDefault(kind => kind.Code == code);

    /// <summary>The kind a guessed reason leads to.</summary>
    public string KindOfReason(string? reason) => Kinds.FirstOrDefault(kind => reason is not null && kind.Reasons.Contains(reason))?.Code ?? OtherKind;

    public long PromiseMicroseconds(string kind) => (Kind(kind)?.PromiseMinutes ?? PromiseMinutes) * 60_000_000L;
}

/// <summary>Who owns a problem: the unit of its kind where the tenant names one, else the unit of the order, else where the consumer is talked to. Never the entrance.</summary>
public static class OwnerRule
{
    public static string UnitOf(CaseSettings settings, string kind, string? orderUnit, string fallback, IReadOnlySet<string> units)
    {
        var wanted = settings.Kind(kind)?.Unit ?? orderUnit;
        return wanted is not null && units.Contains(wanted) && !settings.ClosedUnits.Contains(wanted) ? wanted : fallback;
    }
}
