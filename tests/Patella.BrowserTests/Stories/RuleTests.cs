using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ModelContextProtocol.Client;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>A rule's way from a case to the next customer's answer: proposed, found wanting, mended, tried on the past, signed, watched, in force, and the same by every door.</summary>
[Collection(BrowserCollection.Name)]
public class RuleTests(ChromiumFixture chromium)
{
    private const string Before = "MK30000011";
    private const string Later = "MK30000012";
    private const string View = "顾客等了三天还没发货，想取消时却只能整单退，已经不想要的杯子也取消不了。";

    private const string Sentence = "一次可以取消一件，也可以整单取消，需要时随时找人工。";

    /// <summary>A young order as the customer likes; later one piece at a time. One case is left out.</summary>
    private const string Table = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="one-by-one" name="One by one" namespace="https://harbour.example/rules/one-by-one">
          <inputData id="action" name="action"><variable id="action-variable" name="action"/></inputData>
          <inputData id="order" name="order"><variable id="order-variable" name="order"/></inputData>
          <decision id="verdict" name="verdict">
            <variable id="verdict-variable" name="verdict"/>
            <informationRequirement id="needs-action"><requiredInput href="#action"/></informationRequirement>
            <informationRequirement id="needs-order"><requiredInput href="#order"/></informationRequirement>
            <decisionTable id="table" hitPolicy="FIRST">
              <input id="hours" label="下单后小时"><inputExpression id="hours-of" typeRef="number"><text>order.hoursSincePlaced</text></inputExpression></input>
              <input id="pieces" label="件数"><inputExpression id="pieces-of" typeRef="number"><text>action.itemCount</text></inputExpression></input>
              <output id="outcome" label="结果" name="outcome" typeRef="string"/>
              <output id="reason" label="原因" name="reason" typeRef="string"/>
              <rule id="young"><description>刚下单，都可以</description><inputEntry id="young-hours"><text>&lt;= 20</text></inputEntry><inputEntry id="young-pieces"><text>-</text></inputEntry><outputEntry id="young-outcome"><text>"allow"</text></outputEntry><outputEntry id="young-reason"><text>"in-favour"</text></outputEntry></rule>
              <rule id="several"><description>开始配货后一次一件</description><inputEntry id="several-hours"><text>&gt; 20</text></inputEntry><inputEntry id="several-pieces"><text>&gt; 1</text></inputEntry><outputEntry id="several-outcome"><text>"refuse"</text></outputEntry><outputEntry id="several-reason"><text>"one-by-one"</text></outputEntry></rule>
            </decisionTable>
          </decision>
        </definitions>
        """;

    private string _supervisor = "";

    [BrowserFact]
    public async Task An_agent_proposes_a_rule_from_a_case_and_the_next_customer_is_answered_by_it_by_every_door()
    {
        await using var marketplace = await Marketplace.Open(await PatellaServer.Start(privateAddresses: true));
        await using var shop = await ShopAndProvider.Open(marketplace, (Before, false), (Later, false));
        _supervisor = await marketplace.SignIn("supervisor");
        await Hire(marketplace, "rules", "吴规则", "rule-owner");
        await Hire(marketplace, "lawyer", "郑法务", "legal");
        await DecideOnce(marketplace);
        var opened = await marketplace.Send(HttpMethod.Post, "/api/v1/cases", await marketplace.SignIn("seller"), new { id = "too-long", subject = "等了三天还不能取消一个杯子", order = await OrderId(marketplace, Before), unit = "market" });

        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(agent, "seller");
        var version = await Propose(agent, (string)opened["id"]!);
        await WriteTable(marketplace, version);
        await using var owner = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(owner, "rules");
        await AnswerAndMend(owner, version);
        await using var lawyer = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(lawyer, "lawyer");
        await Sign(lawyer, version);
        await MakeEffective(owner, version);

        await SameByEveryDoor(marketplace, agent);
        await agent.Page.GotoAsync("/console/rules/policies/cancel-items");
        await Expect(agent.Page.GetByText("陈禾").First).ToBeVisibleAsync();
        foreach (var person in new[] { agent, owner, lawyer })
        {
            Assert.Empty(person.Failures);
        }
    }

    private static Task Hire(Marketplace marketplace, string id, string name, string role) => marketplace.Send(HttpMethod.Post, "/api/v1/staff", marketplace.Administrator, new
    {
        id, name, email = Marketplace.Mail(id), password = Marketplace.Password, language = "zh-CN", roles = new[] { role }, units = new[] { "market" }, languages = new[] { "zh-CN" }, capacity = 1,
    });

    /// <summary>One cup of an order is cancelled by the customer's program: a decision to try rules on.</summary>
    private async Task DecideOnce(Marketplace marketplace)
    {
        var consumer = await marketplace.Visit(ShopAndProvider.Customer, "林小满");
        var order = await OrderId(marketplace, Before);
        var preview = await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/previews", consumer, new { kind = "cancel-items", arguments = Cups(1) });
        await marketplace.Send(HttpMethod.Post, $"/api/v1/previews/{preview["id"]}/consents", consumer, new { hash = (string)preview["hash"]! });
        var action = await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/actions?wait=10", consumer, new { id = "before-the-rule", kind = "cancel-items", arguments = Cups(1), preview = (string)preview["id"]! });
        Assert.Equal("done", (string)action["state"]!);
    }

    private static object Cups(int quantity) => new { reason = "不想要了", items = new[] { new { sku = "cup", quantity } } };

    private static async Task<string> Propose(Person agent, string caseId)
    {
        await agent.Page.GotoAsync($"/console/cases/{caseId}");
        await agent.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "更多" }).ClickAsync();
        await agent.Page.GetByRole(AriaRole.Menuitem, new() { Name = "提议规则" }).ClickAsync();
        var dialog = agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "提议规则" });
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "关于" }).ClickAsync();
        await agent.Page.Keyboard.TypeAsync("取消部分商品");
        await agent.Page.Keyboard.PressAsync("Enter");
        await dialog.GetByLabel("名称").FillAsync("一件一件也能取消");
        await dialog.GetByLabel("客户怎么看").FillAsync(View);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "提交提议" }).ClickAsync();
        await agent.Page.WaitForURLAsync("**/rules/versions/*");
        await Expect(agent.Page.GetByRole(AriaRole.Link, new() { Name = "所附工单" })).ToBeVisibleAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Button, new() { Name = "采纳提议" })).ToHaveCountAsync(0);
        return agent.Page.Url.Split('/')[^1].Split('?')[0];
    }

    private static async Task WriteTable(Marketplace marketplace, string version)
    {
        var seller = await marketplace.SignIn("seller");
        var hash = (string)(await marketplace.Send(HttpMethod.Get, $"/api/v1/policy-versions/{version}", seller))["hash"]!;
        var words = new Dictionary<string, Dictionary<string, string>>
        {
            ["in-favour"] = new() { ["zh-CN"] = "可以办理。", ["en"] = "This can be done." },
            ["one-by-one"] = new() { ["zh-CN"] = Sentence, ["en"] = "You can cancel one piece at a time, or the whole order; a person is one tap away." },
        };
        await marketplace.Send(HttpMethod.Put, $"/api/v1/policy-versions/{version}/draft", seller, new { dmn = Table, words, basedOn = hash });
    }

    /// <summary>The owner answers by name, sees the case nobody decides, adds the row that is missing, and tries the table on what was decided before.</summary>
    private static async Task AnswerAndMend(Person owner, string version)
    {
        await owner.Page.GotoAsync($"/console/rules/versions/{version}");
        await owner.Button("采纳提议").ClickAsync();
        var dialog = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "采纳提议" });
        await dialog.GetByLabel("答复").FillAsync("好主意，先补上缺口再签。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "采纳提议" }).ClickAsync();
        await Expect(owner.Page.GetByText("好主意，先补上缺口再签。").First).ToBeVisibleAsync();

        await Expect(owner.Page.GetByText("有一种情况没有任何一行说明该怎么办").First).ToBeVisibleAsync();
        await Expect(owner.Page.Locator(".rule-witness").First).ToContainTextAsync("action.itemCount");
        var table = owner.Page.Locator(".rule-table");
        await table.Locator("tfoot .add-rule-add button").ClickAsync();
        var cells = table.Locator("tbody tr").Last.Locator("td.output-cell .content-editable");
        await cells.Nth(0).ClickAsync();
        await owner.Page.Keyboard.TypeAsync("\"allow\"");
        await cells.Nth(1).ClickAsync();
        await owner.Page.Keyboard.TypeAsync("\"in-favour\"");
        await owner.Page.Locator("h1").ClickAsync();
        await owner.Button("保存并检查").ClickAsync();
        await Expect(owner.Page.GetByText("检查未发现问题")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await owner.Page.GetByRole(AriaRole.Tab, new() { Name = "回测" }).ClickAsync();
        await owner.Button("用历史决定回测").ClickAsync();
        await Expect(owner.Page.GetByText("客户更差")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(owner.Page.GetByRole(AriaRole.Button, new() { Name = "法务签署" })).ToHaveCountAsync(0);
    }

    private static async Task Sign(Person lawyer, string version)
    {
        await lawyer.Page.GotoAsync($"/console/rules/versions/{version}");
        await lawyer.Button("法务签署").ClickAsync();
        var dialog = lawyer.Page.GetByRole(AriaRole.Dialog, new() { Name = "法务签署" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "法务签署" }).ClickAsync();
        await Expect(lawyer.Page.GetByText("郑法务").First).ToBeVisibleAsync();
    }

    private static async Task MakeEffective(Person owner, string version)
    {
        await owner.Page.GotoAsync($"/console/rules/versions/{version}");
        foreach (var step in new[] { "影子运行", "全面生效" })
        {
            await owner.Page.Locator(".rule-deeds").GetByRole(AriaRole.Button, new() { Name = step }).ClickAsync();
            await owner.Page.GetByRole(AriaRole.Dialog, new() { Name = step }).GetByRole(AriaRole.Button, new() { Name = step }).ClickAsync();
            await Expect(owner.Page.Locator(".rule-deeds").GetByRole(AriaRole.Button, new() { Name = step })).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        }

        await Expect(owner.Page.Locator(".rule-deeds").GetByRole(AriaRole.Button, new() { Name = "停用" })).ToBeVisibleAsync();
    }

    /// <summary>Two cups at once are refused with the same sentence at the console, by the API and by a program's tool; one is allowed.</summary>
    private async Task SameByEveryDoor(Marketplace marketplace, Person agent)
    {
        var (consumer, order) = (await marketplace.Visit(ShopAndProvider.Customer, "林小满"), await OrderId(marketplace, Later));
        await agent.Page.GotoAsync($"/console/orders/{order}");
        await agent.Button("取消部分商品").ClickAsync();
        var dialog = agent.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("原因").FillAsync("不想要了");
        await dialog.GetByLabel("品茗杯 件数").FillAsync("2");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "查看效果" }).ClickAsync();
        await Expect(dialog.GetByText(Sentence)).ToBeVisibleAsync();

        var (status, refused) = await marketplace.Ask(HttpMethod.Post, $"/api/v1/orders/{order}/previews", consumer, new { kind = "cancel-items", arguments = Cups(2) });
        Assert.Equal((422, "policy"), (status, (string?)refused["code"]));
        Assert.Contains(Sentence, (string?)refused["detail"], StringComparison.Ordinal);
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(marketplace.Address + "/api/v1/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + consumer, ["Accept-Language"] = "zh-CN" },
        }));
        var told = await client.CallToolAsync("preview", new Dictionary<string, object?> { ["order"] = order, ["kind"] = "cancel-items", ["arguments"] = Cups(2) });
        Assert.True(told.IsError);
        Assert.Equal((string?)refused["detail"], (string?)JsonNode.Parse(JsonSerializer.Serialize(told.StructuredContent))!["detail"]);
        Assert.Equal("asked", (string?)(await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/previews", consumer, new { kind = "cancel-items", arguments = Cups(1) }))["consent"]!["state"]);
    }

    private async Task<string> OrderId(Marketplace marketplace, string number)
        => (string)(await marketplace.Send(HttpMethod.Get, $"/api/v1/orders?q={number}", _supervisor))["items"]![0]!["id"]!;
}
