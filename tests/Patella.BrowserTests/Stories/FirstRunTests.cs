using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The very first minutes with an empty server.</summary>
[Collection(BrowserCollection.Name)]
public class FirstRunTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task The_printed_link_makes_the_first_administrator_and_works_once()
    {
        await using var server = await PatellaServer.Start();
        await using var first = await Device.Wide.Open(chromium.Browser, server.Address);
        await Fill(first, server.FirstRunLink, "海湾集市", "harbour", "song@harbour.example");
        await first.Button("开始使用").ClickAsync();
        await Expect(first.Page.GetByRole(AriaRole.Navigation, new() { Name = "主导航" })).ToBeVisibleAsync();
        await Expect(first.Page).ToHaveURLAsync(server.Address + "/console/settings/units");

        await using var second = await Device.Wide.Open(chromium.Browser, server.Address);
        await Fill(second, server.FirstRunLink, "另一个", "other", "other@other.example");
        await second.Button("开始使用").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(second.Button("开始使用")).ToBeEnabledAsync();

        // The one who was first can come back by name and password.
        await second.SignIn("harbour", "song@harbour.example", Marketplace.Password);
        Assert.Empty(first.Failures.Concat(second.Failures));
    }

    private static async Task Fill(Person person, string link, string ecosystem, string slug, string mail)
    {
        await person.Page.GotoAsync(link);
        await person.Box("平台名称").FillAsync(ecosystem);
        await person.Box("企业标识").FillAsync(slug);
        await person.Box("你的名字").FillAsync("宋管理");
        await person.Box("邮箱").FillAsync(mail);
        await person.Page.GetByLabel("密码", new() { Exact = true }).FillAsync(Marketplace.Password);
    }
}
