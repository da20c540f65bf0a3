using Patella.BrowserTests.Machine;

namespace Patella.BrowserTests.Pages;

/// <summary>A marketplace in the middle of a day, for tests that look at pages: people at work, one conversation in hand, one waiting, one with the bot.</summary>
public sealed class PreparedMarketplace : IAsyncLifetime
{
    public const string Question = $"订单 {MarketplaceFacts.TravelOrder} 酒店说没有我的预订，怎么回事？";

    /// <summary>A rule that somebody has proposed.</summary>
    public const string Rule = "rule-1";

    /// <summary>An improvement project under way.</summary>
    public const string Project = "project-1";

    private Marketplace? _marketplace;

    public Marketplace Marketplace => _marketplace ?? throw new InvalidOperationException("There is no marketplace on a machine without a browser.");

    /// <summary>The conversation in the agent's hands.</summary>
    public string Conversation { get; private set; } = "";

    /// <summary>Who writes there.</summary>
    public string Person { get; private set; } = "";

    /// <summary>A case of theirs.</summary>
    public string Case { get; private set; } = "";

    /// <summary>What they write about.</summary>
    public string Order { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (TestMachine.Missing is not null)
        {
            return;
        }

        _marketplace = await Marketplace.Open();
        var agent = await Marketplace.SignIn("agent");
        Conversation = await Ask("buyer-1", "林小满", Question);
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{Conversation}/person-requests", await Marketplace.Visit("buyer-1", "林小满"), new { clientId = "person" });
        await Marketplace.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/offers/{await Offer(agent)}/acceptances", agent, new { });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{Conversation}/messages", agent, new { clientId = "answer", text = "刚和酒店核对过，您的湖景大床房已经确认，直接报姓名就能入住。" });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{Conversation}/notes", agent, new { clientId = "note", text = "酒店前台系统延迟，已请他们手工登记。" });
        var talk = await Marketplace.Send(HttpMethod.Get, $"/api/v1/conversations/{Conversation}", agent);
        Person = (string)talk["person"]!["id"]!;
        Order = (string)talk["orderId"]!;
        Case = (string)(await Marketplace.Send(HttpMethod.Post, "/api/v1/cases", agent, new { id = "case-1", conversation = Conversation, promiseWords = "酒店正在恢复您的预订" }))["id"]!;
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/cases/{Case}/parts", agent, new { clientId = "part", party = "carrier", who = MarketplaceFacts.Carrier, question = "行李今天能送到酒店吗？" });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/cases/{Case}/transfers", agent, new { clientId = "hop", unit = "market", reason = "需要集市客服确认发票" });
        await Marketplace.Send(HttpMethod.Post, "/api/v1/policies/cancel-order/versions", agent, new { id = Rule, title = "行程临近也先退再说", customerView = "顾客的航班被取消，酒店却要等三天才肯退，这不是顾客的错，应当先退给顾客。", cases = new[] { Case } });
        var waiting = await Ask("buyer-2", "Noor Haddad", "Where is my scarf? It should have been here yesterday.");
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{waiting}/person-requests", await Marketplace.Visit("buyer-2", "Noor Haddad"), new { clientId = "person" });
        await Ask("buyer-3", "王一诺", "怎么退货");
        var admin = await Marketplace.SignIn("admin");
        await Marketplace.Send(HttpMethod.Put, "/api/v1/identity-providers/harbour-id", admin, new
        {
            name = "海湾统一登录", issuer = "https://login.harbour.example", clientId = "patella-desk", clientSecret = "kept sealed", groupClaim = "groups",
            mappings = new[] { new { group = "desk", roles = new[] { "agent" }, units = new[] { "market" } } }, createAccounts = true,
        });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/consumers/{Person}/privacy-requests", admin, new { id = "wants-data", kind = "export" });
        await PreparedSeats.Open(Marketplace, Conversation);
        await Marketplace.KeepBooks();
        await TeaShops.Open(Marketplace);
        await TeaShops.FallBehind(Marketplace);
        await Connect();
        await Improve(agent, administrator: admin);
        await PulledCords.Open(Marketplace, agent, Conversation);
    }

    public async Task DisposeAsync()
    {
        if (_marketplace is not null)
        {
            await _marketplace.DisposeAsync();
        }
    }

    /// <summary>A mailbox whose server does not answer, and a webhook whose test event found nobody.</summary>
    private async Task Connect()
    {
        var administrator = await Marketplace.SignIn("admin");
        await Marketplace.Send(HttpMethod.Post, "/api/v1/mailboxes", administrator, new
        {
            id = "support", name = "集市客服邮箱", address = "service@market.example", displayName = "集市客服", unit = "market", language = "zh-CN",
            imapHost = "127.0.0.1", imapPort = 1, smtpHost = "127.0.0.1", smtpPort = 1, userName = "service@market.example", password = "a password",
        });
        await Marketplace.Send(HttpMethod.Post, "/api/v1/webhooks", administrator, new { id = "crm", name = "CRM", url = "https://hooks.invalid/patella", events = new[] { "conversation.*", "order.shipped" }, active = false });
        await Marketplace.Send(HttpMethod.Post, "/api/v1/webhooks/crm/pings", administrator, new { });
        await Marketplace.Send(HttpMethod.Put, "/api/v1/systems", administrator, new
        {
            systems = new object[]
            {
                new { id = "hotel-desk", name = Name("酒店运营", "Hotel desk"), kind = "business", connector = "feishu", address = "https://open.feishu.example/open-apis/bot/v2/hook/kept-sealed", unit = "market", routes = new[] { new { stages = new[] { "order" } } } },
                new { id = "coupons", name = Name("优惠券服务", "Coupon service"), kind = "technical", connector = "pagerduty", address = "https://events.pagerduty.example/v2/enqueue", secret = new string('k', 32), unit = "market", routes = new[] { new { reasons = new[] { "coupon-fails" } } } },
            },
        });
    }

    /// <summary>A project under way with what it is for, and what stands in the way: one answered, one not.</summary>
    private async Task Improve(string agent, string administrator)
    {
        await Marketplace.Send(HttpMethod.Post, "/api/v1/obstacles", agent, new { id = "obstacle-1", text = "酒店说没有预订时，我们看不到酒店那边的登记，只能打电话问" });
        await Marketplace.Send(HttpMethod.Post, "/api/v1/obstacles", agent, new { id = "obstacle-2", text = "行李丢失的表单里没有航班号" });
        await Marketplace.Send(HttpMethod.Post, "/api/v1/obstacles/obstacle-2/answers", administrator, new { answer = "已经加上了航班号，谢谢你说出来。" });
        await Marketplace.Send(HttpMethod.Post, "/api/v1/improvements", agent, new
        {
            id = Project, title = "预订确认后把酒店的登记号发给顾客", text = "顾客到店报登记号，前台不用再查。", unit = "market", campaign = "double-12", obstacle = "obstacle-1", aim = new { reason = "parcel-late", node = new { } }, windowDays = 7,
            statement = "我站在前台十分钟，没有人找得到我的预订。",
        });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/improvements/{Project}/steps", administrator, new { to = "accepted" });
        await Marketplace.Send(HttpMethod.Post, $"/api/v1/improvements/{Project}/steps", administrator, new { to = "in-progress" });
    }

    private static Dictionary<string, string> Name(string chinese, string english) => new() { ["zh-CN"] = chinese, ["en"] = english };

    private async Task<string> Ask(string subject, string name, string text)
        => (string)(await Marketplace.Send(HttpMethod.Post, "/api/v1/conversations", await Marketplace.Visit(subject, name), new { entryUnit = "market", message = new { clientId = "first", text } }))["id"]!;

    /// <summary>The offer comes on the work of the dispatch, so it is asked for until it is there.</summary>
    private async Task<string> Offer(string agent)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            if ((await Marketplace.Send(HttpMethod.Get, "/api/v1/inbox", agent))["offers"]!.AsArray() is [{ } offer, ..])
            {
                return (string)offer["id"]!;
            }
        }

        throw new InvalidOperationException("No offer came.");
    }
}
