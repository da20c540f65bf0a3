using System.Text;
using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Voices;

namespace Patella.Simulator.Ecosystem;

/// <summary>What people have proposed and filed before, with the voices by which its effect shows, and a fund for gestures: each thing sent as the person who did it, and once.</summary>
internal sealed class ImprovementHistory(PatellaConnection connection, string apiKey, DemoEcosystem ecosystem)
{
    private const int Days = 28;
    private const int Week = 7;

    /// <summary>Looks for the past to be heard: four minutes with their pauses, on a machine that has everything else to load.</summary>
    private const int Looks = 480;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const string Campaign = "double-11-2026";
    private readonly StaffSessions _people = new(connection);

    /// <summary>Small ecosystems have no history, and nobody to have one.</summary>
    public async Task Send(CancellationToken cancellation)
    {
        if (!ShopHistory.Has(ecosystem) || ecosystem.Merchants.Count < 8 || ecosystem.Agents.Count < 5)
        {
            return;
        }

        await Fund(cancellation);
        await Obstacles(cancellation);
        var old = await Past(cancellation);

        // A baseline is what was heard when it is taken: without the past there would be none.
        if (await IsHeard(old, cancellation))
        {
            await Projects(cancellation);
        }
    }

    private string Id(string name) => DeterministicId.Of(ecosystem.Seed, "improvement-" + name).ToString();

    private Task<string> As(string email, CancellationToken cancellation) => _people.As(email, cancellation);

    /// <summary>The programme from which people touched by a fault receive a gesture, with what each grade may give.</summary>
    private async Task Fund(CancellationToken cancellation)
    {
        var finance = await As(DemoPersonas.Emails["finance"], cancellation);
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "fund", currency = "CNY", owner = "gestures" } })
        {
            await connection.RequireAsync(HttpMethod.Post, "/api/v1/ledger/accounts", finance, account, cancellation);
        }

        await connection.RequireAsync(HttpMethod.Post, "/api/v1/ledger/postings", finance, new
        {
            transfers = new[] { new { id = "gestures-budget-" + (ecosystem.Seed % 100_000), debit = "platform:CNY", credit = "fund:gestures:CNY", amount = new Money(20_000_000, "CNY"), reason = "gestures" } },
        }, cancellation);
        await connection.RequireAsync(HttpMethod.Put, "/api/v1/ledger/funds/fund:gestures:CNY/limits", finance, new
        {
            limits = new[] { Limit("trainee", 500, 20_000), Limit("standard", 2_000, 1_000_000), Limit("senior", 10_000, 5_000_000), Limit("api", 2_000, 1_000_000) },
        }, cancellation);

        static object Limit(string grade, long mostOnce, long mostADay) => new { grade, mostOnce, mostADay };
    }

    /// <summary>Four weeks of two shops' voices: at one of them, far fewer after the middle; at the other, as many as before.</summary>
    /// <returns>How many of them are older than a week.</returns>
    private async Task<int> Past(CancellationToken cancellation)
    {
        var old = 0;
        var random = new SeededRandom(ecosystem.Seed).Fork("improvement-voices");
        var lines = new StringBuilder();
        for (var ago = Days; ago >= 1; ago--)
        {
            foreach (var (merchant, topic, count) in new[] { (Better, "broken", ago > Days / 2 ? 24 : 3), (Same, "not-as-described", 7) })
            {
                for (var number = 0; number < count + random.Next(3) - 1; number++)
                {
                    old += ago > Week ? 1 : 0;
                    lines.AppendLine(JsonSerializer.Serialize(VoiceOf(merchant, topic, ago, number, random), Wire.Json));
                }
            }
        }

        var sent = await connection.SendBytesAsync(HttpMethod.Post, $"/api/v1/voices/imports?id={Id("voices")}", apiKey, Encoding.UTF8.GetBytes(lines.ToString()), "application/x-ndjson", cancellation);
        if (!sent.IsSuccess)
        {
            throw new ApiFailureException($"/api/v1/voices/imports {sent.Code}", sent.Body.ToString());
        }

        return old;
    }

    private async Task<bool> IsHeard(int old, CancellationToken cancellation)
    {
        var until = Uri.EscapeDataString(ecosystem.Now.UtcDateTime.Date.AddDays(1 - Week).ToString("yyyy-MM-dd'T'00:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture));
        for (var look = 0; look < Looks; look++)
        {
            var figures = await connection.RequireAsync(HttpMethod.Get, "/api/v1/voice-figures?source=review&until=" + until, apiKey, null, cancellation);
            if (figures.Body.GetProperty("total").GetInt32() >= old)
            {
                return true;
            }

            await Task.Delay(Pause, cancellation);
        }

        return false;
    }

    private SimulatedMerchant Better => ecosystem.Merchants[3];

    private SimulatedMerchant Same => ecosystem.Merchants[7];

    private SimulatedVoice VoiceOf(SimulatedMerchant merchant, string topic, int ago, int number, SeededRandom random)
    {
        var product = ecosystem.Products.First(one => one.Merchant == merchant);
        var place = new VoicePlace(merchant, product, "app", "9.2.0", null, "杭州", $"guest-{random.Next(20_000)}", Languages.Chinese);
        var day = new DateTimeOffset(ecosystem.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-ago);
        return new SimulatedVoice(
            $"past-{ecosystem.Seed % 100_000}-{topic}-{ago}-{number}", "review", day.AddMinutes(600 + (number * 11)), "app", "consumer", place.Customer, place.Language, place.Words(VoiceTopic.Of(topic), random), product.Id,
            merchant.ExternalId, merchant.Unit.Code, null, null, "9.2.0");
    }

    private async Task Projects(CancellationToken cancellation)
    {
        var middle = ecosystem.Now.AddDays(-(Days / 2));
        await Project("packaging", ecosystem.Agents[0].Email, "易碎品改用双层气柱袋", "同一家店连续三周有人说收到就是碎的。换成双层气柱袋，每单多两角钱。", "broken", Better,
            "顾客收到一盒碎片，还要拍照、等审核、再等一次快递。她说：我只是想喝杯茶。", cancellation, ("accepted", middle.AddHours(-30)), ("in-progress", middle.AddHours(-28)), ("shipped", middle));
        await Project("size-chart", ecosystem.Agents[1].Email, "详情页补充实物尺寸图", "描述和实物对不上，退货时顾客和商家都委屈。", "not-as-described", Same,
            "看图以为是大号，到手像玩具。", cancellation, ("accepted", middle.AddHours(-30)), ("shipped", middle));
        await Project("coupon-words", ecosystem.Agents[2].Email, "优惠券用不了时说明原因", "结算页只写“不可用”，顾客不知道差在哪里，只能来问我们。", "coupon-fails", null,
            "我在收银台前站了十分钟，不知道为什么不能用。", cancellation, ("accepted", ecosystem.Now.AddDays(-1)), ("in-progress", ecosystem.Now.AddHours(-20)));
        await Project("night-parcels", ecosystem.Agents[3].Email, "夜间不再派送电话确认", "晚上十点以后的派送电话，顾客投诉比包裹晚到还多。", "parcel-late", null, null, cancellation);
    }

    private async Task Project(string name, string email, string title, string text, string reason, SimulatedMerchant? merchant, string? statement, CancellationToken cancellation, params (string To, DateTimeOffset At)[] steps)
    {
        var (id, analyst) = (Id(name), await As(DemoPersonas.Emails["analyst"], cancellation));
        var node = merchant is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["merchant"] = merchant.ExternalId };
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/improvements", await As(email, cancellation), new { id, title, text, aim = new { reason, node }, campaign = Campaign, windowDays = merchant is null ? 3 : 12, statement }, cancellation);
        foreach (var (to, at) in steps)
        {
            // A step that was taken before answers with a conflict once the project has gone on.
            var answer = await connection.SendAsync(HttpMethod.Post, $"/api/v1/improvements/{id}/steps", analyst, new { to, at }, cancellation);
            if (!answer.IsSuccess && answer.Code != "wrong-step")
            {
                throw new ApiFailureException($"/api/v1/improvements/{name}/steps {answer.Code}", answer.Body.ToString());
            }
        }
    }

    private async Task Obstacles(CancellationToken cancellation)
    {
        var analyst = await As(DemoPersonas.Emails["analyst"], cancellation);
        await File("refund-words", DemoPersonas.Emails["finance"], "退款短信里写“原路退回”，老人看不懂，打电话来问钱去哪儿了。", "payments", cancellation);
        await File("gift-receipt", DemoPersonas.Emails["executive"], "朋友说送礼的包裹里放着价格单，很尴尬。", "market", cancellation);
        await File("elevator", ecosystem.Agents[4].Email, "送货上门要顾客自己在楼下等，大件根本搬不动。", "furniture", cancellation);
        await connection.RequireAsync(HttpMethod.Post, $"/api/v1/obstacles/{Id("gift-receipt")}/takings", analyst, null, cancellation);
        await connection.SendAsync(HttpMethod.Post, $"/api/v1/obstacles/{Id("refund-words")}/answers", analyst, new { answer = "已改为“退到您付款的那张银行卡（尾号）”，下周起全部短信生效。谢谢您替顾客想到这一点。" }, cancellation);
    }

    private async Task File(string name, string email, string text, string unit, CancellationToken cancellation)
        => await connection.RequireAsync(HttpMethod.Post, "/api/v1/obstacles", await As(email, cancellation), new { id = Id(name), text, unit }, cancellation);
}
