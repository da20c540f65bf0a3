using Patella.Simulator.Ecosystem;
using Patella.Simulator.Marketplace;

namespace Patella.Simulator.Systems;

/// <summary>A system of the demonstration that is called when something it owns goes wrong.</summary>
/// <param name="Routes">Each: reasons, stages and dimensions that must hold.</param>
/// <param name="Minutes">Business minutes until somebody there takes a call.</param>
public sealed record SimulatedSystem(string Id, string Chinese, string English, string Kind, string Connector, string Unit, int Minutes, IReadOnlyList<SimulatedRoute> Routes)
{
    /// <summary>What both sides sign with; everybody may know it.</summary>
    public string Secret => Connector == "pagerduty" ? Signature.SecretOf(Id)[^33..^1].Replace('+', 'a').Replace('/', 'b') : Signature.SecretOf("demonstration system " + Id);

    /// <summary>Six business and seven technical systems.</summary>
    public static IReadOnlyList<SimulatedSystem> All { get; } =
    [
        new("shop-centre", "商家中心", "Merchant centre", "business", "feishu", "market", 4,
            [new(["broken", "packaging", "defect", "size-wrong", "not-as-described", "wrong-item", "missing-item"], null, "merchant"), new(["broken", "packaging", "defect", "not-as-described"], null, "product"), new(null, ["quality", "fulfil"]), new(null, null, "target", ["listing"])]),
        new("carrier-desk", "运力调度", "Carrier desk", "business", "dingtalk", "logistics", 3, [new(null, ["deliver", "receive"])]),
        new("campaign-desk", "大促运营", "Campaign desk", "business", "wecom", "market", 5, [new(null, ["promotion", "pre-sale"]), new(null, null, "target", ["campaign"])]),
        new("after-sales", "售后中心", "After-sales centre", "business", "slack", "market", 6, [new(null, ["return", "after-sale"])]),
        new("trust", "安全与打假", "Trust and safety", "business", "webhook", "market", 4, [new(["fake", "harm", "not-fresh", "account-stolen", "personal-data"], null)]),
        new("settlement", "资金结算", "Settlement", "business", "webhook", "payments", 7, [new(null, ["refund"])]),
        new("coupon-service", "优惠券服务", "Coupon service", "technical", "pagerduty", "market", 2, [new(["coupon-fails", "price-changed", "points-missing", "rules-unclear"], null, "version"), new(["coupon-fails"], null), new(null, null, "target", ["coupon"])]),
        new("app", "客户端", "App", "technical", "github", "market", 8, [new(null, null, "version"), new(null, null, "target", ["launch"])]),
        new("payment-gateway", "支付网关", "Payment gateway", "technical", "pagerduty", "payments", 2, [new(null, ["pay"])]),
        new("parcel-tracking", "物流轨迹", "Parcel tracking", "technical", "jira", "logistics", 5, [new(["parcel-stuck", "parcel-late", "parcel-lost", "not-shipped"], null, "carrier"), new(["parcel-stuck", "parcel-late"], null, "region"), new(null, null, "carrier")]),
        new("search", "搜索推荐", "Search", "technical", "jira", "digital", 9, [new(null, ["browse"])]),
        new("order-core", "订单中心", "Order core", "technical", "webhook", "market", 3, [new(null, ["order"])]),
        new("accounts", "账户中心", "Accounts", "technical", "webhook", "payments", 6, [new(null, ["account"])]),
    ];

    /// <summary>The section <c>systems</c> of a settings document.</summary>
    /// <param name="desk">Where all of them listen.</param>
    public static object Settings(Uri desk) => new
    {
        systems = All.Select(system => new
        {
            id = system.Id, name = new Dictionary<string, string> { [Languages.Chinese] = system.Chinese, [Languages.English] = system.English }, kind = system.Kind, connector = system.Connector,
            address = system.Address(desk), secret = system.Connector is "wecom" or "slack" ? null : system.Secret, hookSecret = system.Connector is "jira" or "github" or "pagerduty" ? system.Secret : null,
            account = system.Connector == "jira" ? "ops@demo.example" : null, project = system.Connector switch { "jira" => "OPS", "github" => "demo/app", _ => null }, unit = system.Unit, language = Languages.Chinese,
            routes = system.Routes.Select(route => new { reasons = route.Reasons, stages = route.Stages, dimensions = route.Dimension is { } name ? new Dictionary<string, string[]> { [name] = [.. route.Values ?? ["*"]] } : null }),
        }).ToList(),
    };

    private string Address(Uri desk) => $"{desk}{Id}" + Connector switch
    {
        "dingtalk" => "/robot/send?access_token=demo",
        "wecom" => "/cgi-bin/webhook/send?key=demo",
        "feishu" => "/open-apis/bot/v2/hook/demo",
        "slack" => "/services/T/B/demo",
        "pagerduty" => "/v2/enqueue",
        "webhook" => "/hook",
        _ => "",
    };
}

/// <param name="Dimension">One that must be named.</param>
/// <param name="Values">Of it; null: whatever its value.</param>
public sealed record SimulatedRoute(IReadOnlyList<string>? Reasons, IReadOnlyList<string>? Stages, string? Dimension = null, IReadOnlyList<string>? Values = null);
