using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using Patella.Simulator.Voices;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The part of the five minutes in which a person takes over, stops a release with one key, and lets it go on when it is mended.</summary>
public partial class FiveMinutesTests
{
    private const string Harm = "结算时新版应用的优惠券全部失效，顾客付了原价";

    /// <summary>Where the agent sees the one conversation of the story.</summary>
    private string _conversation = "";

    /// <summary>The same conversation goes on with a person, on the process that is left.</summary>
    private async Task AskForAPerson(Person phone, Person agent, TwoServers servers)
    {
        await Enter(agent, servers, "agent", "/console/desk");
        await agent.Page.RunAndWaitForResponseAsync(() => agent.Button("上线接待").ClickAsync(), answer => answer.Url.EndsWith("/presence", StringComparison.Ordinal));
        await phone.Page.Locator("footer").GetByRole(AriaRole.Button, new() { Name = "找人工" }).ClickAsync();
        await Say(phone, "结算的时候优惠券用不了，付了原价");
        await agent.Page.Locator(".chat-row").Filter(new() { HasText = Broken.Consumer.Name }).First.ClickAsync(new() { Timeout = 60_000 });
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync("照片收到了", new() { Timeout = 30_000 });
        _conversation = new Uri(agent.Page.Url).PathAndQuery;
    }

    /// <summary>One key, one sentence; the release is refused from that moment on.</summary>
    private async Task PullTheCord(Person agent, Person viewer, ReleaseGate gate)
    {
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("h");
        var dialog = agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "拉铃" });
        await dialog.GetByLabel("对顾客的伤害").FillAsync(Harm);
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "其他" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "种类" }).PressAsync("Enter");
        await agent.Page.Locator(".ant-select-item-option[title='版本']").ClickAsync();
        await dialog.GetByLabel("编号").FillAsync(VoiceFaults.Version);
        await dialog.GetByLabel("名称").FillAsync("App 9.4.0 新优惠券面板");
        await _pictures.Take(agent, "cord");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "拉铃，立即拦截" }).ClickAsync();
        await Expect(viewer.Page.Locator("#cord .state.good")).ToHaveCountAsync(1, Within(60));
        var (code, said) = await gate.Ask("version", VoiceFaults.Version);
        Assert.True(code == 1 && said.Contains("is blocked", StringComparison.Ordinal), $"{code}: {said}");
    }

    /// <summary>Who owns it takes it and shows the change; the puller says yes, and the gate is open.</summary>
    private async Task MendAndRelease(Person viewer, Person agent, ReleaseGate gate)
    {
        await Open(viewer, "看这次拉铃（主管）");
        await Expect(viewer.Page.GetByText(Harm).First).ToBeVisibleAsync(Seen(60));
        await viewer.Button("接手").ClickAsync();
        await viewer.Button("已修改，提交证据").First.ClickAsync();
        var deeds = viewer.Page.Locator(".pull-saying");
        await deeds.GetByLabel("说明").FillAsync("回滚新优惠券面板，旧面板已恢复");
        await deeds.GetByLabel("证据链接（https://…）").FillAsync("https://releases.example/9.4.0/rollback");
        await deeds.GetByRole(AriaRole.Button, new() { Name = "已修改，提交证据" }).ClickAsync();
        await Expect(viewer.Page.GetByText("旧面板已恢复").First).ToBeVisibleAsync(Seen(30));
        await _pictures.Take(viewer, "pull");
        await agent.Page.GotoAsync(new Uri(viewer.Page.Url).PathAndQuery);
        await agent.Button("同意放行").First.ClickAsync();
        await agent.Page.Locator(".pull-saying").GetByRole(AriaRole.Button, new() { Name = "同意放行" }).ClickAsync();
        await Expect(agent.Page.GetByText("已放行").First).ToBeVisibleAsync(Seen(30));
        Assert.Equal(0, (await gate.Ask("version", VoiceFaults.Version)).Code);
        await Back(viewer);
        await Expect(viewer.Page.Locator("#cord .state.good")).ToHaveCountAsync(3, Within(60));
    }
}
