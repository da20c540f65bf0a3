using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Actions;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Merchants;

/// <summary>A whole server with a marketplace on the other side, rules for shops, a case about shop-1, and the people who propose, decide and answer.</summary>
internal sealed class ShopWorld : IAsyncDisposable
{
    public const string Shop = "shop-1";
    public const string Case = "acme-case-1";

    private ShopWorld(ActionWorld actions) => Actions = actions;

    public ActionWorld Actions { get; }

    public TestServer Server => Actions.Server;

    public FakeMarketplace Market => Actions.Shop;

    public string Agent => Actions.Agent;

    public string Supervisor => Actions.Supervisor;

    public string Adjudicator { get; private set; } = "";

    public string Merchant { get; private set; } = "";

    public static async Task<ShopWorld> Create(StoreKind kind, string? folder = null)
    {
        var world = new ShopWorld(await ActionWorld.Create(kind, folder: folder));
        await world.Actions.Set(new
        {
            shopRules = new
            {
                rules = new object[]
                {
                    new { code = "counterfeit", kind = "shop-suspend", text = new Dictionary<string, string> { ["zh-CN"] = "不得销售假货。", ["en"] = "No counterfeit goods." } },
                    new { code = "good-help", kind = "shop-reward", text = new Dictionary<string, string> { ["zh-CN"] = "用心待客。", ["en"] = "Takes good care of its customers." } },
                },
                rewards = new object[] { new { code = "front-page", text = new Dictionary<string, string> { ["zh-CN"] = "首页展示", ["en"] = "A place on the front page" } } },
                appealWithinHours = 1,
            },
        });
        (world.Adjudicator, world.Merchant) = (await world.Server.SignIn("adjudicator@acme.example"), await world.Server.SignIn("merchant@acme.example"));
        var order = await world.Actions.Order();
        var opened = await world.Server.Post("/api/v1/cases", world.Agent, new { id = Case, subject = "假货", order });
        Assert.True(opened.Status == HttpStatusCode.Created, opened.ToString());
        return world;
    }

    public Task<Answer> Suspend(string id, string? token = null, int? days = 7, string words = "三位顾客收到假货。", string rule = "counterfeit", string shop = Shop, string evidence = Case)
        => Server.Post("/api/v1/shop-measures", token ?? Agent, new { id, kind = "shop-suspend", shop, rule, words, days, evidence = new[] { new { kind = "case", id = evidence } } });

    public Task<Answer> Reward(string id, string? token = null)
        => Server.Post("/api/v1/shop-measures", token ?? Agent, new { id, kind = "shop-reward", shop = Shop, rule = "good-help", words = "总是先想到顾客。", reward = "front-page", evidence = new[] { new { kind = "case", id = Case } } });

    public Task<Answer> Decide(string id, bool approve, string? token = null, string? words = null) => Server.Post($"/api/v1/shop-measures/{id}/decision", token ?? Supervisor, new { approve, words });

    public Task<Answer> Appeal(string id, string words = "我们有进货凭证。", string? token = null) => Server.Post($"/api/v1/me/shop-measures/{id}/appeal", token ?? Merchant, new { words });

    public Task<Answer> Answer(string id, bool grant, string? token = null) => Server.Post($"/api/v1/shop-measures/{id}/appeal-decision", token ?? Adjudicator, new { grant, words = "已核对凭证。" });

    public Task<Answer> Lift(string id, string words = "误会已澄清。", string? token = null) => Server.Post($"/api/v1/shop-measures/{id}/lifting", token ?? Supervisor, new { words });

    public async Task<JsonNode> Until(string id, string state)
    {
        JsonNode? measure = null;
        await Waiting.Until(async () => (string)(measure = (await Server.Get($"/api/v1/shop-measures/{id}", Supervisor)).Json)["state"]! == state, $"measure {id} to be {state}", TimeSpan.FromSeconds(30));
        return measure!;
    }

    /// <summary>Proposed, approved and in force.</summary>
    public async Task Suspended(string id, int? days = 7)
    {
        Assert.Equal(HttpStatusCode.Created, (await Suspend(id, days: days)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Decide(id, true)).Status);
        await Until(id, "in-force");
    }

    public async Task<List<JsonNode>> Mine(string? token = null) => [.. (await Server.Get("/api/v1/me/shop-measures", token ?? Merchant)).Json["items"]!.AsArray().Select(item => item!)];

    public ValueTask DisposeAsync() => Actions.DisposeAsync();
}
