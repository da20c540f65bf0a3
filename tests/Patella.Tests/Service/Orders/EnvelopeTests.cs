using System.Globalization;
using System.Text;
using Patella.Service.Orders.Intake;

namespace Patella.Tests.Service.Orders;

public class EnvelopeTests
{
    [Theory]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"patella.order.paid.v1","time":"2026-11-11T08:00:00Z","data":{}}""", "/data/order")]
    [InlineData("""[{"specversion":"1.0","id":"1","source":"/s","type":"any","time":"2026-11-11T08:00:00Z"},{"specversion":"1.0","id":"","source":"/s","type":"any","time":"2026-11-11T08:00:00Z"}]""", "/1/id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"any","time":"yesterday"}""", "/time")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"any","time":"2026-11-11T08:00:00"}""", "/time")]
    [InlineData("""{"specversion":"1.0","id":1,"source":"/s","type":"any","time":"2026-11-11T08:00:00Z"}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":"\ud800","source":"/s","type":"any","time":"2026-11-11T08:00:00Z"}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":"\u0000","source":"/s","type":"any","time":"2026-11-11T08:00:00Z"}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"any","time":"2026-11-11T08:00:00Z","subjectversion":-1}""", "/subjectversion")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"patella.refund.created.v1","time":"2026-11-11T08:00:00Z","data":{"refund":{"id":"r","order":"N","amount":{"amount":1.5,"currency":"CNY"}}}}""", "/data/refund/amount/amount")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"patella.refund.created.v1","time":"2026-11-11T08:00:00Z","data":{"refund":{"id":"r","order":"N","amount":{"amount":1,"currency":"yuan"}}}}""", "/data/refund/amount/currency")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"patella.order.changed.v1","time":"2026-11-11T08:00:00Z","data":{"order":{"number":"N","state":"3"}}}""", "/data/order/state")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"patella.order.changed.v1","time":"2026-11-11T08:00:00Z","data":{"order":{"number":"N","items":[{"title":"x","image":"javascript:alert(1)"}]}}}""", "/data/order/items/0/image")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"patella.order.changed.v1","time":"2026-11-11T08:00:00Z","data":[]}""", "/data")]
    [InlineData("""[7]""", "/0")]
    [InlineData("""null""", "")]
    [InlineData("""{"a":""", "")]
    [InlineData("", "")]
    public void What_is_wrong_is_named_with_its_pointer(string body, string pointer)
    {
        var problem = OrdersWorld.Read(body).Problem;
        Assert.Equal((400, "invalid"), (problem!.Status, problem.Code));
        Assert.Contains(problem.Errors!, error => error.Pointer == pointer && error.Detail.ToString().Length > 5);
    }

    [Fact]
    public void More_than_a_thousand_events_are_too_many()
        => Assert.Equal(413, OrdersWorld.Read($"[{string.Join(',', Enumerable.Repeat("{}", 1_001))}]").Problem!.Status);

    [Fact]
    public void Errors_are_bounded()
        => Assert.Equal(50, OrdersWorld.Read($"[{string.Join(',', Enumerable.Repeat("{}", 1_000))}]").Problem!.Errors!.Count);

    [Fact]
    public void An_event_that_was_kept_reads_as_when_it_came()
    {
        foreach (var one in OrdersWorld.Events([.. OrderHistory.Of(3, 2, 20)]))
        {
            var again = Envelope.ReadKept(one.Raw);
            Assert.Equal((one.Kind, one.Entity, one.At, one.Version), (again.Kind, again.Entity, again.At, again.Version));
            Assert.Equal(one.Raw, again.Raw);
        }
    }

    [Fact]
    public void A_webhook_signature_holds_for_its_body_its_id_and_five_minutes()
    {
        var secret = WebhookSignature.NewSecret();
        var seconds = ServiceWorld.Start.ToUnixTimeSeconds();
        var now = seconds * 1_000_000;
        byte[] body = Encoding.UTF8.GetBytes("{}");
        var signature = "v1," + WebhookSignature.Sign(secret, "m1", seconds, body);
        var timestamp = seconds.ToString(CultureInfo.InvariantCulture);
        Assert.Null(WebhookSignature.Refusal(secret, "m1", timestamp, "v1,AAAA " + signature, body, now + 299_000_000));
        Assert.NotNull(WebhookSignature.Refusal(secret, "m1", timestamp, signature, body, now + 302_000_000));
        Assert.NotNull(WebhookSignature.Refusal(secret, "m2", timestamp, signature, body, now));
        Assert.NotNull(WebhookSignature.Refusal(secret, "m1", timestamp, signature, "{ }"u8, now));
        Assert.NotNull(WebhookSignature.Refusal(WebhookSignature.NewSecret(), "m1", timestamp, signature, body, now));
        Assert.NotNull(WebhookSignature.Refusal(secret, "m1", timestamp, null, body, now));
    }
}
