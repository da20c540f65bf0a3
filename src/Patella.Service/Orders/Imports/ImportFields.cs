namespace Patella.Service.Orders.Imports;

/// <summary>How the text of a column becomes a value of the envelope.</summary>
internal enum ImportValue
{
    Text = 0,
    Time = 1,
    Amount = 2,
    Whole = 3,
    Stage = 4,
    Kind = 5,
}

/// <summary>The fields a column can become, and the names by which shops call them in Chinese and English.</summary>
internal static class ImportFields
{
    private const string Attributes = "order.attributes.";

    private static readonly (string Path, ImportValue Value, string[] Names)[] Known =
    [
        ("type", ImportValue.Kind, ["type", "event", "event type", "事件", "事件类型"]),
        ("time", ImportValue.Time, ["time", "event time", "occurred", "occurred at", "发生时间", "事件时间"]),
        ("subject", ImportValue.Text, ["subject"]),
        ("unit", ImportValue.Text, ["unit", "business unit", "业务", "业务线", "业务单元"]),
        ("order.number", ImportValue.Text, ["order", "number", "order number", "order no", "order id", "订单", "订单号", "订单编号", "交易号"]),
        ("order.state", ImportValue.Stage, ["state", "status", "order state", "order status", "订单状态", "状态", "交易状态"]),
        ("order.placedAt", ImportValue.Time, ["placed at", "placed", "created", "created at", "order date", "order time", "date", "下单时间", "创建时间", "订单创建时间", "日期"]),
        ("order.shipBy", ImportValue.Time, ["ship by", "最晚发货时间", "承诺发货时间"]),
        ("order.arriveBy", ImportValue.Time, ["arrive by", "deliver by", "promised delivery", "预计送达时间", "承诺送达时间"]),
        ("order.total.amount", ImportValue.Amount, ["total", "amount", "total amount", "order total", "paid", "订单金额", "实付金额", "总金额", "合计", "金额"]),
        ("order.total.currency", ImportValue.Text, ["currency", "币种", "货币"]),
        ("order.consumer.externalId", ImportValue.Text, ["customer", "customer id", "consumer", "consumer id", "buyer", "buyer id", "user id", "买家", "买家id", "会员名", "买家会员名", "顾客编号", "用户id"]),
        ("order.consumer.name", ImportValue.Text, ["customer name", "consumer name", "buyer name", "name", "收货人", "收货人姓名", "买家姓名", "姓名"]),
        ("order.consumer.language", ImportValue.Text, ["language", "语言"]),
        ("order.consumer.tier", ImportValue.Text, ["tier", "member tier", "会员等级"]),
        ("order.merchant.externalId", ImportValue.Text, ["merchant id", "shop id", "seller id", "店铺id", "商家编号"]),
        ("order.merchant.name", ImportValue.Text, ["merchant", "shop", "shop name", "seller", "店铺", "店铺名称", "商家"]),
        ("order.unit", ImportValue.Text, []),
        ("order.address", ImportValue.Text, ["address", "shipping address", "delivery address", "收货地址", "地址"]),
        ("order.items.title", ImportValue.Text, ["title", "item", "product", "product name", "item title", "goods", "商品", "商品名称", "宝贝标题", "商品标题"]),
        ("order.items.sku", ImportValue.Text, ["sku", "item id", "product id", "商品编码", "商家编码", "货号"]),
        ("order.items.quantity", ImportValue.Whole, ["quantity", "qty", "count", "数量", "购买数量", "宝贝总数量"]),
        ("order.items.price.amount", ImportValue.Amount, ["price", "unit price", "单价", "商品价格"]),
        ("parcel.carrier", ImportValue.Text, ["carrier", "courier", "物流公司", "快递公司", "承运商"]),
        ("parcel.trackingNumber", ImportValue.Text, ["tracking", "tracking number", "tracking no", "waybill", "物流单号", "快递单号", "运单号"]),
        ("parcel.order", ImportValue.Text, []),
        ("text", ImportValue.Text, ["text", "note", "description", "物流信息", "说明"]),
        ("place", ImportValue.Text, ["place", "location", "city", "地点"]),
        ("refund.id", ImportValue.Text, ["refund", "refund id", "refund number", "退款编号", "退款单号"]),
        ("refund.order", ImportValue.Text, []),
        ("refund.amount.amount", ImportValue.Amount, ["refund amount", "退款金额"]),
        ("refund.reason", ImportValue.Text, ["reason", "refund reason", "退款原因"]),
    ];

    private static readonly Dictionary<string, ImportValue> ByPath = Known.ToDictionary(field => field.Path, field => field.Value);

    private static readonly Dictionary<string, string> ByName = Known.SelectMany(field => field.Names.Append(field.Path).Select(name => (Name: Plain(name), field.Path)))
        .DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.Path);

    /// <summary>How a path's text is read; null for a path that no event has.</summary>
    public static ImportValue? ValueOf(string path) => ByPath.TryGetValue(path, out var value) ? value : IsAttribute(path) ? ImportValue.Text : null;

    /// <summary>The fields that columns probably mean, each field once, by their names in Chinese or English; "" for the others.</summary>
    public static IReadOnlyDictionary<string, string> Guess(IReadOnlyList<string> columns)
    {
        var used = new HashSet<string>();
        var mapping = new Dictionary<string, string>();
        foreach (var column in columns.Where(column => column.Length > 0))
        {
            mapping[column] = ByName.TryGetValue(Plain(column), out var path) && used.Add(path) ? path : "";
        }

        return mapping;
    }

    private static bool IsAttribute(string path)
        => path.StartsWith(Attributes, StringComparison.Ordinal) && path.Length > Attributes.Length && path.Length < 100 && !path[Attributes.Length..].Contains('.', StringComparison.Ordinal);

    private static string Plain(string name) => new([.. name.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
}
