namespace Patella.BrowserTests.Machine;

/// <summary>Cords that people of the marketplace have pulled.</summary>
internal static class PulledCords
{
    /// <summary>A pull that stands.</summary>
    public const string First = "cord-1";

    /// <summary>A campaign that two people stopped, and a coupon whose change waits for its puller's yes; another one was kept as it is.</summary>
    /// <param name="conversation">In the agent's hands: where the first one showed.</param>
    public static async Task Open(Marketplace marketplace, string agent, string conversation)
    {
        var (pipeline, supervisor, seller) = (await marketplace.Send(HttpMethod.Post, "/api/v1/api-keys", marketplace.Administrator, new { name = "pipeline", scopes = new[] { "launches" } }), await marketplace.SignIn("supervisor"), await marketplace.SignIn("seller"));
        foreach (var (id, title, days) in new[] { ("autumn-hall", "秋日出行会场", 2), ("winter-hall", "冬日暖居会场", 20) })
        {
            await marketplace.Send(HttpMethod.Post, "/api/v1/launches", (string)pipeline["token"]!, new { id, kind = "campaign", title, unit = "travel", owner = "supervisor", at = DateTimeOffset.UtcNow.AddDays(days) });
        }

        Task Pull(string id, string who, string kind, string target, string? title, string harm, string? talk = null)
            => marketplace.Send(HttpMethod.Post, "/api/v1/pulls", who, new { id, target = new { kind, id = target, title }, harm, conversation = talk });
        Task Say(string id, string what, string who, object step) => marketplace.Send(HttpMethod.Post, $"/api/v1/pulls/{id}/{what}", who, step);

        await Pull(First, agent, "campaign", "autumn-hall", null, "会场写“满 300 减 50”，结算时只减 30，顾客说被骗了。", conversation);
        await Pull("cord-2", seller, "campaign", "autumn-hall", null, "预售定金页没写“不退”，顾客要退时才知道。");
        await Say(First, "acknowledgements", supervisor, new { id = "taken" });
        await Say(First, "answers", supervisor, new { id = "looked", answer = "investigating", words = "跨店的那 20 元没有算进去，正在核对是页面写错还是规则配错。" });
        await Pull("cord-3", seller, "coupon", "cp-99-20", "新人券 满 99 减 20", "结算页自动换成了 5 元的小券，新顾客发现时已经付完款。");
        await Say("cord-3", "changes", supervisor, new { id = "done", words = "自动选券改为选减得最多的一张。", link = "https://git.example/promotion/changes/318" });
        await Pull("cord-4", seller, "coupon", "cp-30-8", "夜宵券 满 30 减 8", "夜宵券写满 30 可用，结算时说不适用。");
        await Say("cord-4", "answers", supervisor, new { id = "kept", answer = "rejected-with-reason", words = "券面第二行写明“仅限自营夜宵”，结算页的提示也是对的。" });
        await Say("cord-4", "releases", seller, new { id = "yes", yes = true, words = "明白了。" });
    }
}
