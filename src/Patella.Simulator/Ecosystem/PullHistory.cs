using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>
/// Launches that are coming, and cords that people of the floor have pulled: one led to a change, one was answered with a reason and let go by the one who pulled, one waits
/// for the yes of the agent to be, and a campaign stands still. Each thing is sent as the person who did it, and once.
/// </summary>
public sealed class PullHistory(PatellaConnection connection, string apiKey, DemoEcosystem ecosystem)
{
    private const string Mark = "demo-pull-";

    private readonly StaffSessions _people = new(connection);

    /// <summary>Whether a pull is one of these, and not of somebody who uses the demonstration.</summary>
    public static bool Has(string? pull) => pull?.StartsWith(Mark, StringComparison.Ordinal) == true;

    /// <summary>Small ecosystems have no history, and nobody to have one.</summary>
    public async Task Send(CancellationToken cancellation)
    {
        if (!ShopHistory.Has(ecosystem) || ecosystem.Agents.Count < 5)
        {
            return;
        }

        await Launches(cancellation);
        await Changed(cancellation);
        await Kept(cancellation);
        await Standing(cancellation);
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/launches/app-9-5-0/passes", apiKey, null, cancellation);
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/launches/refund-page-2/passes", apiKey, null, cancellation);
    }

    private static string Supervisor => DemoPersonas.Emails["supervisor"];

    private async Task Launches(CancellationToken cancellation)
    {
        var owner = ecosystem.Staff.First(person => person.Email == Supervisor).Id;
        await Launch("double-12-warm-up", "campaign", "双十二预热会场", 2, "market");
        await Launch("new-year-gifts", "campaign", "新年送礼会场", 24, "market");
        await Launch("app-9-5-0", "launch", "App 9.5.0 灰度放量", 1, "digital");
        await Launch("refund-page-2", "launch", "退款进度页改版", 1, "market");
        await Launch("supper-30-8", "coupon", "夜宵券 满 30 减 8", null, "takeaway");

        Task Launch(string id, string kind, string title, int? days, string unit) => connection.RequireAsync(
            HttpMethod.Post, "/api/v1/launches", apiKey, new { id, kind, title, at = days is { } ahead ? ecosystem.Now.AddDays(ahead) : (DateTimeOffset?)null, unit, owner, node = new Dictionary<string, string> { ["channel"] = "app" } }, cancellation);
    }

    /// <summary>Two pulls that led to changes, of one person: what they are recognised for.</summary>
    private async Task Changed(CancellationToken cancellation)
    {
        var puller = ecosystem.Agents[1].Email;
        await Pull("app-950", puller, "launch", "app-9-5-0", null, "付完款一直转圈，顾客以为没付成功，又付了一次。", cancellation);
        await Say("app-950", "answers", Supervisor, new { id = "looked", answer = "investigating", words = "复现了：9.5.0 把等待支付结果的时间从 8 秒改成了 30 秒。" }, cancellation);
        await Say("app-950", "answers", Supervisor, new { id = "agreed", answer = "change-agreed", words = "改回 8 秒，超时就查一次支付结果；灰度先停在 1%。" }, cancellation);
        await Say("app-950", "changes", Supervisor, new { id = "done", words = "新包已在灰度机上，等待改回 8 秒，超时自动查询。", link = "https://git.example/app/changes/4711" }, cancellation);
        await Say("app-950", "releases", puller, new { id = "yes", yes = true, words = "我在灰度机上付了三次，都一次成功。" }, cancellation);

        var product = ecosystem.Products.First(one => one.Merchant == ecosystem.Merchants[3]);
        await Pull("no-soup", puller, "listing", product.Id, product.Title.Chinese, "页面写着送例汤，送到没有汤。顾客说被糊弄了。", cancellation);
        await Say("no-soup", "changes", Supervisor, new { id = "done", words = "页面改为“例汤另点”；本周没收到汤的顾客，店铺已逐一补偿。", link = "https://listing.example/changes/208" }, cancellation);
        await Say("no-soup", "releases", puller, new { id = "yes", yes = true, words = "看过了，现在不会误会。" }, cancellation);
    }

    /// <summary>Nothing had to be changed, and that was said plainly; it counts against nobody.</summary>
    private async Task Kept(CancellationToken cancellation)
    {
        var puller = ecosystem.Agents[0].Email;
        await Pull("supper", puller, "coupon", "supper-30-8", null, "夜宵券写满 30 可用，结算时说不适用，顾客问了三遍。", cancellation);
        await Say("supper", "answers", Supervisor, new { id = "kept", answer = "rejected-with-reason", words = "券面第二行写明“仅限自营夜宵”，结算页的提示也是对的。文案会把这句提到第一行，券本身不改。" }, cancellation);
        await Say("supper", "releases", puller, new { id = "yes", yes = true, words = "明白了，是我没看到第二行。" }, cancellation);
    }

    /// <summary>A campaign that two people stopped, one of them a minute ago; and what waits for the agent to be.</summary>
    private async Task Standing(CancellationToken cancellation)
    {
        await Pull("warm-up", ecosystem.Agents[2].Email, "campaign", "double-12-warm-up", null, "会场写“满 300 减 50”，结算时只减 30，顾客说被骗了。", cancellation);
        await Say("warm-up", "acknowledgements", Supervisor, new { id = "taken" }, cancellation);
        await Say("warm-up", "answers", Supervisor, new { id = "looked", answer = "investigating", words = "跨店的那 20 元没有算进去，正在和结算核对是页面写错还是规则配错。" }, cancellation);
        await Pull("warm-up-2", ecosystem.Agents[3].Email, "campaign", "double-12-warm-up", null, "预售定金页没写“不退”，顾客要退时才知道。", cancellation);

        await Pull("new-user", DemoPersonas.Emails["agent"], "coupon", "new-user-20", "新人券 满 99 减 20", "结算页自动换成了 5 元的小券，新顾客发现时已经付完款。", cancellation);
        await Say("new-user", "answers", Supervisor, new { id = "agreed", answer = "change-agreed", words = "你说得对：自动选券应该选最省的那张。" }, cancellation);
        await Say("new-user", "changes", Supervisor, new { id = "done", words = "自动选券改为选减得最多的一张；昨天少减的 214 位新顾客，差额已补发到账户。", link = "https://git.example/promotion/changes/318" }, cancellation);
    }

    private static string Id(string name) => Mark + name;

    private async Task Pull(string name, string puller, string kind, string target, string? title, string harm, CancellationToken cancellation) => await connection.RequireAsync(
        HttpMethod.Post, "/api/v1/pulls", await _people.As(puller, cancellation), new { id = Id(name), target = new { kind, id = target, title }, harm, conversation = TalkOf(puller) }, cancellation);

    /// <summary>What the person did last with a person of the marketplace: where it showed.</summary>
    private Guid? TalkOf(string email) => ecosystem.Conversations().FirstOrDefault(talk => talk.Assignee == email && talk.Language == Languages.Chinese)?.Id;

    /// <summary>A step that was taken before is the same again; where somebody else has gone on meanwhile, theirs stands.</summary>
    private async Task Say(string name, string what, string email, object step, CancellationToken cancellation)
    {
        var answer = await connection.SendAsync(HttpMethod.Post, $"/api/v1/pulls/{Id(name)}/{what}", await _people.As(email, cancellation), step, cancellation);
        if (!answer.IsSuccess && answer.Code is not ("pull-over" or "no-evidence"))
        {
            throw new ApiFailureException($"/api/v1/pulls/{name}/{what} {answer.Code}", answer.Body.ToString());
        }
    }
}
