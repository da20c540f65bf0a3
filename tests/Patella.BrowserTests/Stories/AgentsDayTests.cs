using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>An agent's day without a mouse: twelve chats at once, none lost.</summary>
[Collection(BrowserCollection.Name)]
public class AgentsDayTests(ChromiumFixture chromium)
{
    private const int Chats = 12;
    private const string HalfWritten = "我再帮您确认一下仓库的";

    [BrowserFact]
    public async Task An_agent_lives_a_day_by_keyboard_alone_with_twelve_chats()
    {
        await using var marketplace = await Marketplace.Open();
        var chats = await Prepare(marketplace);
        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(agent, "agent");
        await agent.Page.GotoAsync("/console/desk");
        await Expect(agent.Page.Locator(".chat-row")).ToHaveCountAsync(Chats);

        await AnswerEverybody(agent);
        await UseWhatIsWrittenOnce(agent);
        await MentionTheSupervisor(agent, marketplace);
        await TagAndTakeItBack(agent);
        await KeepAHalfWrittenReply(agent);
        await PutOneAway(agent);
        await RunAMacro(agent);
        await FindEverything(agent);
        await NobodyIsLost(marketplace, chats);
        Assert.Empty(agent.Failures);
    }

    /// <summary>Twelve customers wait for the same agent.</summary>
    private static async Task<List<string>> Prepare(Marketplace marketplace)
    {
        var (administrator, supervisor) = (await marketplace.SignIn("admin"), await marketplace.SignIn("supervisor"));
        await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", administrator, new
        {
            tags = new[] { new { id = "late", name = "晚到", colour = "amber" } },
            macros = new[] { new { id = "sorry", title = "致歉并结束", reply = "{{customer.name}}，很抱歉让您久等，问题已经解决。", actions = new object[] { new { @do = "tag", value = "late" }, new { @do = "close" } } } },
        });
        var chats = new List<string>();
        for (var number = 1; number <= Chats; number++)
        {
            var customer = await marketplace.Visit($"day-{number}", $"顾客{number}号");
            var opened = await marketplace.Send(HttpMethod.Post, "/api/v1/conversations", customer, new { entryUnit = "travel", message = new { clientId = "first", text = $"第{number}个问题：紫砂壶什么时候到？" } });
            chats.Add((string)opened["id"]!);
            await marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{chats[^1]}/assignments", supervisor, new { staff = "agent" });
        }

        return chats;
    }

    /// <summary>The next one that needs me, an answer, and again, until nobody waits.</summary>
    private static async Task AnswerEverybody(Person agent)
    {
        for (var number = 1; number <= Chats; number++)
        {
            await agent.Page.Keyboard.PressAsync("Alt+n");
            var log = agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" });
            await Expect(log.GetByText("紫砂壶什么时候到").First).ToBeVisibleAsync();
            await Expect(agent.Page.Locator(".thread-head .waits")).ToBeVisibleAsync();
            await Expect(agent.Page.Locator(".composer textarea").First).ToBeFocusedAsync();
            await agent.Page.Keyboard.TypeAsync($"您好，第{number}份答复：明天下午送到。");
            await agent.Page.Keyboard.PressAsync("Enter");
            await Expect(log.GetByText($"第{number}份答复")).ToBeVisibleAsync();
            await Expect(agent.Page.Locator(".thread-head .waits")).ToHaveCountAsync(0);
        }

        await Expect(agent.Page.Locator(".desk-head .waits")).ToHaveCountAsync(0);
    }

    /// <summary>To the chat at that place of the list, by its number, ready to write.</summary>
    private static async Task GoTo(Person agent, int number)
    {
        await agent.Page.Keyboard.PressAsync($"Alt+{number}");
        await Expect(agent.Page.Locator(".chat-row[aria-current='true'] .chat-number")).ToHaveTextAsync($"{number}");
        await Expect(agent.Page.Locator(".composer textarea").First).ToBeFocusedAsync();
    }

    private static async Task UseWhatIsWrittenOnce(Person agent)
    {
        await GoTo(agent, 1);
        await agent.Page.Keyboard.TypeAsync("/问候");
        await Expect(agent.Page.GetByRole(AriaRole.Option, new() { Name = "问候" })).ToBeVisibleAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.Locator(".composer textarea").First).ToHaveValueAsync("您好，很高兴为您服务。");
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync("您好，很高兴为您服务。");
    }

    private static async Task MentionTheSupervisor(Person agent, Marketplace marketplace)
    {
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("n");
        await agent.Page.Keyboard.TypeAsync("@何");
        await Expect(agent.Page.GetByRole(AriaRole.Option, new() { Name = "何督导" })).ToBeVisibleAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Page.Keyboard.TypeAsync("请看一下");
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.Locator(".entry.note:not(.pending)")).ToContainTextAsync("请看一下");
        var items = await marketplace.Send(HttpMethod.Get, "/api/v1/desk-items", await marketplace.SignIn("supervisor"));
        Assert.Equal(("mention", 1), ((string)items["items"]![0]!["kind"]!, (int)items["unread"]!));
    }

    private static async Task TagAndTakeItBack(Person agent)
    {
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("l");
        var dialog = agent.Page.GetByRole(AriaRole.Combobox, new() { Name = "加上或取下标签" });
        await Expect(dialog).ToBeFocusedAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Option, new() { Name = "晚到" })).ToBeVisibleAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.Locator(".beside")).ToContainTextAsync("晚到");
        await agent.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await agent.Page.Keyboard.PressAsync("z");
        await Expect(agent.Page.Locator(".beside .tag")).ToHaveCountAsync(0);
    }

    /// <summary>A reload, as after a crash: what was half written is still there.</summary>
    private static async Task KeepAHalfWrittenReply(Person agent)
    {
        await agent.Page.Keyboard.PressAsync("r");
        var box = agent.Page.Locator(".composer textarea").First;
        await Expect(box).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync(HalfWritten);
        await Expect(agent.Page.Locator(".chat-row[aria-current='true']")).ToContainTextAsync("草稿");
        await agent.Page.ReloadAsync();
        await Expect(box).ToHaveValueAsync(HalfWritten);
        await Expect(box).ToBeFocusedAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync(HalfWritten);
    }

    private static async Task PutOneAway(Person agent)
    {
        await GoTo(agent, 2);
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("s");
        await Expect(agent.Page.GetByRole(AriaRole.Option, new() { Name = "明天上午" })).ToBeVisibleAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Combobox, new() { Name = "稍后处理，直到…" })).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("明天");
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.Locator(".desk-away")).ToContainTextAsync("稍后处理 · 1");
        await Expect(agent.Page.Locator(".desk-rows").First.Locator(".chat-row")).ToHaveCountAsync(Chats - 1);
    }

    private static async Task RunAMacro(Person agent)
    {
        await GoTo(agent, 3);
        await agent.Page.Keyboard.PressAsync("Control+k");
        await Expect(agent.Page.GetByRole(AriaRole.Combobox, new() { Name = "查找与命令" })).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("执行快捷操作");
        await Expect(agent.Page.GetByRole(AriaRole.Option, new() { Name = "执行快捷操作" }).First).ToHaveAttributeAsync("aria-selected", "true");
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.GetByRole(AriaRole.Option, new() { Name = "致歉并结束" })).ToBeVisibleAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Combobox, new() { Name = "选择快捷操作" })).ToBeFocusedAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        var dialog = agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "致歉并结束" });
        await Expect(dialog).ToContainTextAsync("结束会话");
        await Expect(dialog.Locator("textarea").First).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("顾客[0-9]+号，很抱歉"));
        await Expect(dialog.Locator("textarea").First).ToBeFocusedAsync();
        await agent.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(agent.Page.Locator(".desk-rows").First.Locator(".chat-row")).ToHaveCountAsync(Chats - 2);
    }

    private static async Task FindEverything(Person agent)
    {
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("?");
        await Expect(agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "键盘快捷键" })).ToContainTextAsync("下一个需要我的会话");
        await agent.Page.Keyboard.PressAsync("Escape");
        await Expect(agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "键盘快捷键" })).ToHaveCountAsync(0);
        await agent.Page.Keyboard.PressAsync("g");
        await agent.Page.Keyboard.PressAsync("f");
        await Expect(agent.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/console/search"));
        await Expect(agent.Box("全文搜索")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("紫砂壶");
        await Expect(agent.Page.Locator(".found-row mark").First).ToHaveTextAsync("紫砂壶");
    }

    /// <summary>Every customer has their answer, once, and every chat is still with the agent but the one that was closed.</summary>
    private static async Task NobodyIsLost(Marketplace marketplace, IReadOnlyList<string> chats)
    {
        var token = await marketplace.SignIn("agent");
        foreach (var chat in chats)
        {
            var entries = (await marketplace.Send(HttpMethod.Get, $"/api/v1/conversations/{chat}/entries?limit=100", token))["items"]!.AsArray();
            Assert.Single(entries, entry => ((string?)entry!["text"])?.Contains("份答复", StringComparison.Ordinal) == true);
        }

        Assert.Equal(Chats - 1, (await marketplace.Send(HttpMethod.Get, "/api/v1/inbox", token))["conversations"]!.AsArray().Count);
    }
}
