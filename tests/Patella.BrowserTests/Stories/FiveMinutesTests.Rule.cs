using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using Patella.Simulator.Ecosystem;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The part of the five minutes in which a rule comes of a conversation.</summary>
public partial class FiveMinutesTests
{
    /// <summary>An order of the consumer's which is paid.</summary>
    private static readonly SimulatedOrder Paid = Orders.First(order => order.Fate == OrderFate.Paid);

    /// <summary>From the conversation that showed it: proposed, answered by name, tried on the past, signed, watched, in force; and the next case is decided by it.</summary>
    private async Task ProposeARule(Person agent, TwoServers servers)
    {
        await agent.Page.GotoAsync(_conversation);
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync("照片收到了");
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("u");
        var dialog = agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "提议规则" });
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "关于" }).ClickAsync();
        await agent.Page.Keyboard.TypeAsync("仅退款");
        // What can be proposed about is asked for as the dialog opens.
        await agent.Page.Locator(".ant-select-item-option").Filter(new() { HasText = "仅退款" }).First.ClickAsync(new() { Timeout = 60_000 });
        await dialog.GetByLabel("名称").FillAsync("券失效期间下的单，差价不用顾客来要");
        await dialog.GetByLabel("客户怎么看").FillAsync("顾客的券在结算时失效，付了原价。是我们的错，却要顾客自己发现、自己来要，还要等人判断。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "提交提议" }).ClickAsync();
        await agent.Page.WaitForURLAsync("**/rules/versions/*", new() { Timeout = 60_000 });
        var place = new Uri(agent.Page.Url).PathAndQuery.Split('?')[0];
        await using var owner = await Device.Wide.Open(chromium.Browser, servers.Address);
        await Enter(owner, servers, "rule-owner", place);
        await Deed(owner, "采纳提议", words: "谢谢，这是我们该做的。");
        await owner.Page.GetByRole(AriaRole.Tab, new() { Name = "回测" }).ClickAsync();
        await owner.Button("用历史决定回测").ClickAsync();
        await Expect(owner.Page.GetByText("客户更差")).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(owner, "rule");
        await using (var lawyer = await Device.Wide.Open(chromium.Browser, servers.Address))
        {
            await Enter(lawyer, servers, "legal", place);
            await Deed(lawyer, "法务签署");
        }

        await owner.Page.ReloadAsync();
        await Deed(owner, "影子运行");
        await Deed(owner, "全面生效");
        await DecidesTheNextCase(servers);
    }

    private static async Task Deed(Person person, string name, string? words = null)
    {
        var button = person.Page.Locator(".rule-deeds").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await button.ClickAsync(new() { Timeout = 60_000 });
        var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { Name = name });
        if (words is not null)
        {
            await dialog.GetByLabel("答复").FillAsync(words);
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(button).ToHaveCountAsync(0, Within(60));
    }

    /// <summary>Version 0 is the table that came with the product.</summary>
    private static async Task DecidesTheNextCase(TwoServers servers)
    {
        using var agent = await DemonstrationDoor.Enter(servers.Address, "agent");
        var preview = await agent.Post($"/api/v1/orders/{Paid.Number}/previews", new { kind = "refund", arguments = new { reason = "券失效", amount = 100 } });
        Assert.Equal(("refund", 1), ((string)preview["rule"]!["policy"]!, (int)preview["rule"]!["version"]!));
    }
}
