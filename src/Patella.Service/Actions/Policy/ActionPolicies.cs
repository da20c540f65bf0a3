using Patella.Service.Actions.Kinds;
using Patella.Service.Policies;

namespace Patella.Service.Actions.Policy;

/// <summary>Every kind of action is a policy: the facts its tables may name, and the built-in table in the customer's favour.</summary>
internal static class ActionPolicies
{
    /// <summary>The facts of an action; docs/policy-facts.md is written from here.</summary>
    public static readonly IReadOnlyList<PolicyFact> Facts =
    [
        Known("action.kind", "string", "操作种类", "Kind of action"),
        Asked("action.reason", "string", "提出的原因", "The reason that was given"),
        Asked("action.items", "list", "涉及的商品", "The pieces it names"),
        Asked("action.items[].sku", "string", "商品规格编号", "SKU of the piece"),
        Asked("action.items[].newSku", "string", "换成的规格编号", "SKU it is swapped for"),
        Asked("action.items[].quantity", "number", "件数", "Pieces"),
        Asked("action.items[].product", "string", "商品编号", "Product of the piece"),
        Asked("action.items[].newProduct", "string", "换成的商品编号", "Product it is swapped for"),
        Asked("action.items[].price", "number", "原价（最小货币单位）", "What it was bought for, minor units"),
        Asked("action.items[].newPrice", "number", "新价（最小货币单位）", "What the new one costs, minor units"),
        Asked("action.items[].available", "boolean", "新规格是否有货", "Whether the new one is to be had"),
        Asked("action.itemCount", "number", "涉及的件数", "How many pieces it names"),
        Asked("action.newItemCount", "number", "换成的件数", "How many new pieces it names"),
        Asked("action.instrument", "context", "支付方式", "Means of payment it names"),
        Asked("action.instrument.id", "string", "支付方式编号", "Its id", personal: true),
        Asked("action.instrument.kind", "string", "支付方式种类", "Its kind: card, stored-value, wallet"),
        Asked("action.instrument.available", "number", "余额（最小货币单位）", "What is on it, for stored value, minor units"),
        Asked("action.instrument.used", "boolean", "是否支付过该订单", "Whether it paid for the order"),
        Asked("action.value", "number", "酌情给予的金额（最小货币单位）", "What the consumer gets by judgement, minor units"),
        Asked("action.toConsumer", "number", "退给消费者的金额（最小货币单位）", "Money to the consumer, minor units"),
        Asked("action.fromConsumer", "number", "消费者支付的金额（最小货币单位）", "Money from the consumer, minor units"),
        Maybe("action.currency", "string", "币种", "Currency"),
        Asked("action.address", "context", "新地址", "The new address", personal: true),
        Known("order.number", "string", "订单号", "The marketplace's number", personal: true),
        Known("order.stage", "string", "订单阶段", "unknown, unpaid, paid, shipped, delivered, finished, cancelled, refunding or refunded"),
        Known("order.attributes", "context", "商城告知的其他属性", "Anything else the marketplace tells of it"),
        Maybe("order.merchant", "string", "商家", "The shop"),
        Maybe("order.unit", "string", "业务单元", "The business unit"),
        Maybe("order.category", "string", "商家类目", "The shop's category"),
        Known("order.total", "number", "订单金额（最小货币单位）", "Its total, minor units"),
        Known("order.currency", "string", "订单币种", "Its currency"),
        Known("order.paid", "number", "已付金额（最小货币单位）", "What was paid, minor units"),
        Known("order.leftToGiveBack", "number", "可退金额（最小货币单位）", "What has been paid and not gone back, minor units"),
        Known("order.hoursSincePlaced", "number", "下单后小时数", "Hours since it was placed"),
        Maybe("order.hoursSinceDelivered", "number", "签收后小时数", "Hours since it arrived; null when it has not"),
        Known("order.instruments", "list", "支付过该订单的方式", "Ids of what paid for it", personal: true),
        Known("order.done", "list", "已办理的操作种类", "Kinds of actions done on it"),
        Known("order.lines", "list", "订单行", "Its lines"),
        Known("order.lines[].sku", "string", "商品规格编号", "SKU"),
        Maybe("order.lines[].product", "string", "商品编号", "Product"),
        Known("order.lines[].quantity", "number", "件数", "Pieces"),
        Maybe("order.lines[].price", "number", "单价（最小货币单位）", "Price, minor units"),
        Maybe("consumer.id", "string", "消费者编号", "Whose order it is", personal: true),
        Maybe("consumer.tier", "string", "会员等级", "The marketplace's word for their tier"),
        Maybe("consumer.authenticated", "string", "已核实的人", "Whom the caller has proven to speak for; null when nobody", personal: true),
        Known("consumer.isOwner", "boolean", "是否本人订单", "Whether that is whose order it is"),
        Known("caller.kind", "string", "请求方", "consumer, staff or program"),
        Known("caller.grade", "string", "请求方等级", "trainee, standard, senior; api for programs"),
        Maybe("tenant.limit", "number", "消费者优先限额（最小货币单位）", "The tenant's limit in the action's currency, minor units; null when none is set"),
        Known("time.now", "date and time", "现在", "Business time"),
        Known("time.hour", "number", "当地小时", "Hour of the day where the tenant is"),
        Known("time.weekday", "string", "当地星期", "Monday to Sunday, where the tenant is"),
    ];

    /// <summary>A policy for every kind of action.</summary>
    public static IEnumerable<PolicyKind> All()
    {
        var assembly = typeof(ActionPolicies).Assembly;
        var (dmn, words) = (PolicyKind.Embedded(assembly, "Actions.Policy.built-in.dmn"), PolicyKind.Embedded(assembly, "Actions.Texts.policy-words.json"));
        return ActionKinds.All.Select(kind => new PolicyKind(kind.Name, kind.Title("zh-CN"), kind.Title("en"), Facts, dmn, words, Worth: "action.toConsumer", Currency: "action.currency"));
    }

    private static PolicyFact Known(string path, string type, string chinese, string english, bool personal = false) => new(path, type, false, chinese, english, Personal: personal);

    private static PolicyFact Maybe(string path, string type, string chinese, string english, bool personal = false) => new(path, type, true, chinese, english, Personal: personal);

    private static PolicyFact Asked(string path, string type, string chinese, string english, bool personal = false) => new(path, type, true, chinese, english, Argument: true, Personal: personal);
}
