using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Patella.Tests.Cluster;

/// <summary>
/// People who speak without pause to whichever process answers, each batch under ids of its own that is sent again until it is acknowledged.
/// At first they speak of this and that; then coupons begin to fail for one version.
/// </summary>
internal sealed class VoiceSpeakers(LiveInstallation installation, int processes)
{
    /// <summary>The version whose coupons fail.</summary>
    public const string Broken = "9.9.9";

    private static readonly string[] Ordinary =
    [
        "包装很仔细，比想象中好，谢谢", "快递太慢了，比承诺的晚了好几天", "味道一般，太咸了", "怎么退货，退货的运费谁出", "颜色跟图片差太多，跟描述不符",
        "退款说好三天到账还没有到", "客服一直不回消息", "想换大一码，怎么操作", "麻烦开一张发票", "穿了两次就起球，质量不行",
    ];

    private static readonly string[] Failing = ["优惠券点了使用没有反应", "领了满减券，结算的时候提示不可用", "我的券用不了，一直显示系统繁忙", "优惠券明明没过期，下单说不能用", "用券的时候报错，付款还是原价"];

    private readonly ConcurrentDictionary<string, byte> _acknowledged = new();
    private readonly CancellationTokenSource _stop = new();
    private (DateTimeOffset Business, long Machine, double Rate) _clock;
    private Task[] _speaking = [];
    private volatile bool _broken;
    private string _key = "";

    /// <summary>Ids of all voices that were acknowledged.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    public DateTimeOffset BusinessNow => _clock.Business + (Stopwatch.GetElapsedTime(_clock.Machine) * _clock.Rate);

    /// <summary>Tells a day of the past, so that there is something to compare with, and begins to speak.</summary>
    public async Task Begin(int count)
    {
        var session = (await installation.Ask(0, HttpMethod.Get, "/api/v1/session", installation.AdminToken))!;
        _clock = ((DateTimeOffset)session["businessNow"]!, Stopwatch.GetTimestamp(), (double)session["timeRate"]!);
        _key = (string)(await installation.Ask(0, HttpMethod.Post, "/api/v1/api-keys", installation.AdminToken, new { name = "voices", scopes = new[] { "events" } }))!["token"]!;
        var random = new Random(1);
        var now = BusinessNow;
        foreach (var chunk in Enumerable.Range(0, 3_000).Chunk(500))
        {
            await Send(0, [.. chunk.Select(index => Voice($"past-{index}", now.AddMinutes(-1_440 + (index * 0.47)), random, fails: false))]);
        }

        _speaking = [.. Enumerable.Range(0, count).Select(speaker => Task.Run(() => Speak(speaker)))];
    }

    /// <summary>From now on coupons fail for one version.</summary>
    public void Break() => _broken = true;

    public async Task End()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_speaking);
    }

    private async Task Speak(int speaker)
    {
        var random = new Random(100 + speaker);
        for (var round = 0; !_stop.IsCancellationRequested; round++)
        {
            var now = BusinessNow;
            var voices = Enumerable.Range(0, _broken ? 12 : 8).Select(index => Voice($"s{speaker}-{round}-{index}", now, random, fails: index >= 8)).ToArray();
            await Send(speaker, voices);
            await Task.Delay(200);
        }
    }

    private static JsonObject Voice(string id, DateTimeOffset at, Random random, bool fails) => new()
    {
        ["id"] = id, ["source"] = "review", ["time"] = at.ToString("O"), ["channel"] = "app", ["author"] = "consumer", ["customer"] = $"c-{random.Next(5_000)}", ["language"] = "zh-CN",
        ["text"] = (fails ? Failing : Ordinary)[random.Next(fails ? Failing.Length : Ordinary.Length)] + random.Next(1_000), ["order"] = id, ["merchant"] = $"m-{random.Next(20)}", ["version"] = fails ? Broken : random.Next(3) == 0 ? Broken : "9.9.8",
    };

    /// <summary>Until it is acknowledged, by whichever process, or the speaking ended.</summary>
    private async Task Send(int speaker, JsonObject[] voices)
    {
        var body = new JsonObject { ["voices"] = new JsonArray([.. voices]) };
        for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
        {
            try
            {
                var answer = (await installation.AskBriefly((speaker + attempt) % processes, HttpMethod.Post, "/api/v1/voices", _key, body))!;
                Assert.Empty(answer["refused"]!.AsArray());
                foreach (var voice in voices)
                {
                    _acknowledged[(string)voice["id"]!] = 0;
                }

                return;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
            {
                await Task.Delay(100);
            }
        }
    }
}
