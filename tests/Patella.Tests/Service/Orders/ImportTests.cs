using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Imports;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Orders;

public class ImportTests
{
    private const string Chinese = """"
        订单编号,买家会员名,收货人姓名,商品标题,数量,单价,实付金额,订单状态,下单时间,物流公司,运单号
        A100,tea_lover,李华,龙井茶,2,39.00,¥117.00,卖家已发货,2026-11-10 09:30,顺丰,SF001
        A100,tea_lover,李华,"茶壶,""紫砂""",1,39.00,¥117.00,卖家已发货,2026-11-10 09:30,顺丰,SF001
        A101,王五,王五,茶杯,1,20,20,待付款,2026/11/9 8:00,,
        """";

    [Theory, OnSqlite, OnPostgres]
    public async Task An_export_of_a_shop_becomes_orders_without_code(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        var imports = world.Get<ImportOrders>();
        var preview = imports.Preview(new ImportRequest(null, "csv", Chinese, null), "en").Value;
        Assert.Empty(preview.Errors);
        Assert.Equal("order.total.amount", preview.Mapping["实付金额"]);
        Assert.Equal(3, preview.Events);
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from orders where tenant = @tenant")));
        var request = new ImportRequest("i1", "csv", Chinese, preview.Mapping);
        Assert.Equal(new ImportResult(3, 0, 0), (await imports.Load(world.Staff(), request)).Value);
        var order = (await world.Order("A100"))!;
        Assert.Equal((OrderStage.Shipped, new Money(11700, "CNY"), 3), (OrderView.StageOf(order.State), order.State.Total, OrderView.ItemCount(order.State)));
        Assert.Equal("茶壶,\"紫砂\"", order.State.Items[1].Title);
        Assert.Equal(("SF001", ParcelStage.Unknown), (order.State.Parcels[0].TrackingNumber, order.State.Parcels[0].Stage));
        Assert.Equal("李华", (await world.Read(reader => world.Get<PersonStore>().FindByExternalId(reader, "tea_lover")))!.Name);
        Assert.Equal(OrderStage.Unpaid, OrderView.StageOf((await world.Order("A101"))!.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Loading_twice_doubles_nothing_and_a_later_file_counts(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        var imports = world.Get<ImportOrders>();
        await imports.Load(world.Staff(), new ImportRequest("i1", "csv", Chinese, null));
        Assert.Equal(3, (await imports.Load(world.Staff(), new ImportRequest("i1", "csv", Chinese, null))).Value.Accepted);
        Assert.Equal("idempotency-conflict", (await imports.Load(world.Staff(), new ImportRequest("i1", "csv", Chinese + "\n", null))).Problem!.Code);
        Assert.Equal(new ImportResult(0, 3, 0), (await imports.Load(world.Staff(), new ImportRequest("i2", "csv", Chinese, null))).Value);
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await imports.Load(world.Staff(), new ImportRequest("i3", "csv", Chinese.Replace("待付款", "已取消", StringComparison.Ordinal), null));
        Assert.Equal(OrderStage.Cancelled, OrderView.StageOf((await world.Order("A101"))!.State));
    }

    [Fact]
    public async Task Everything_wrong_is_named_by_line_and_column_and_nothing_is_loaded()
    {
        await using var world = await OrdersWorld.Create(StoreKind.Sqlite);
        const string Wrong = "order,customer,title,total,date,status\nA1,c1,Tea,12.345,2026-11-10,paid\nA2,c2,Tea,12,soon,paid\nA3,c3,Tea\nA4,c4,,12,2026-11-10,lost in space\n\"A5,c5";
        var outcome = await world.Get<ImportOrders>().Load(world.Staff(), new ImportRequest("i1", "csv", Wrong, null));
        var errors = outcome.Problem!.Errors!.Select(error => (error.Line, error.Field)).ToList();
        Assert.Contains((2, "total"), errors);
        Assert.Contains((3, "date"), errors);
        Assert.Contains((4, null), errors);
        Assert.Contains((5, "status"), errors);
        Assert.Contains((6, null), errors);
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from order_event where tenant = @tenant")));
    }

    [Fact]
    public async Task A_missing_customer_is_told_at_its_column()
    {
        await using var world = await OrdersWorld.Create(StoreKind.Sqlite);
        var errors = world.Get<ImportOrders>().Preview(new ImportRequest(null, "csv", "order,title,total\nA1,Tea,12", null), "en").Value.Errors;
        Assert.Equal([(2, "order.consumer")], errors.Select(error => (error.Line, error.Field)));
    }

    [Fact]
    public async Task Json_lines_are_events_or_flat_objects()
    {
        await using var world = await OrdersWorld.Create(StoreKind.Sqlite);
        var imports = world.Get<ImportOrders>();
        var events = string.Join('\n', new[] { OrdersWorld.Created("N1"), OrdersWorld.Paid("N1") }.Select(one => Json.Write(one)));
        Assert.Equal(2, (await imports.Load(world.Staff(), new ImportRequest("i1", "jsonl", events, null))).Value.Accepted);
        const string Flat = """
            {"order":"F1","buyer":{"id":"c-7"},"title":"Cup","total":"8.50","currency":"USD"}

            {"order":"F2","buyer":{"id":"c-8"},"title":"Pot","total":9,"currency":"USD"}
            """;
        Assert.Equal(2, (await imports.Load(world.Staff(), new ImportRequest("i2", "jsonl", Flat, null))).Value.Accepted);
        Assert.Equal(new Money(850, "USD"), (await world.Order("F1"))!.State.Total);
        var errors = imports.Preview(new ImportRequest(null, "jsonl", "{\"a\":1}\nnot json\n[1]", null), "en").Value.Errors;
        Assert.Equal([1, 2, 3], errors.Select(error => error.Line));
    }

    [Theory]
    [InlineData("type,order,time,carrier,tracking\nlogistics.in-transit,A1,2026-11-10,Swift,T1", "/imports", "patella.logistics.in-transit.v1")]
    [InlineData("refund id,order number,refund amount\nR1,,12", "/imports", null)]
    public async Task A_row_with_a_type_is_that_event(string csv, string source, string? type)
    {
        await using var world = await OrdersWorld.Create(StoreKind.Sqlite);
        var preview = world.Get<ImportOrders>().Preview(new ImportRequest(null, "csv", csv, null), "en").Value;
        if (type is null)
        {
            Assert.Equal("refund.order", preview.Errors[0].Field);
            return;
        }

        Assert.Empty(preview.Errors);
        Assert.Equal((source, type), (preview.Rows[0].GetProperty("source").GetString(), preview.Rows[0].GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_mapping_to_no_field_is_refused()
    {
        await using var world = await OrdersWorld.Create(StoreKind.Sqlite);
        var problem = world.Get<ImportOrders>().Preview(new ImportRequest(null, "xml", "", new Dictionary<string, string> { ["a"] = "order.password" }), "en").Problem!;
        Assert.Equal(["/content", "/format", "/mapping/a"], problem.Errors!.Select(error => error.Pointer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_is_thrown_at_the_reader_is_answered()
    {
        var random = new Random(5);
        const string Alphabet = "a,;\t\"\n\r 1é茶{}[]:=+-@\u202E\0";
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var errors = new List<ImportError>();
            var reader = new CsvReader(text, errors);
            var columns = reader.ReadColumns();
            Assert.All(reader.ReadRows(columns), row => Assert.InRange(row.Line, 1, 100));
        }
    }
}
