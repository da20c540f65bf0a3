using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>What a tenant asks of its cases is set up on a page, and what an agent does with a case needs no mouse.</summary>
[Collection(BrowserCollection.Name)]
public class CaseworkTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task A_field_is_made_put_on_a_form_filled_in_and_the_case_tagged_merged_parted_and_shared_by_keyboard()
    {
        await using var marketplace = await Marketplace.Open();
        await using var administrator = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(administrator, "admin");
        await MakeField(administrator);
        await PutOnForm(administrator);
        var (one, other) = await TwoCases(marketplace);

        await using var seller = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(seller, "seller");
        await seller.Page.GotoAsync("/console/cases/" + one);
        var toolbar = seller.Page.GetByRole(AriaRole.Toolbar, new() { Name = "工单操作" });
        await Expect(toolbar).ToBeVisibleAsync();
        await Press(seller, "f");
        var dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "填写字段" });
        await dialog.GetByLabel("序列号（关闭前必填）").FillAsync("SN-20260007");
        await Save(dialog);
        await Expect(seller.Page.Locator(".facts")).ToContainTextAsync("SN-20260007");

        await Press(seller, "l");
        dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "标签" });
        await dialog.GetByRole(AriaRole.Combobox).FillAsync("易碎");
        await dialog.GetByRole(AriaRole.Combobox).PressAsync("Enter");
        await Save(dialog);
        await Expect(seller.Page.Locator(".facts")).ToContainTextAsync("易碎");

        await Press(seller, "q");
        dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "请协同方答复" });
        await dialog.GetByRole(AriaRole.Combobox).First.Choose("商家");
        await dialog.GetByLabel("店铺或物流商（可不填）").FillAsync("shop-1");
        await dialog.GetByLabel("问题", new() { Exact = true }).FillAsync("还有货补寄吗？");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "请协同方答复" }).ClickAsync();
        await Expect(seller.Page.GetByText("对方可见：问题、主题, 订单号")).ToBeVisibleAsync();

        await Merge(seller, other);
        await Expect(seller.Page.GetByRole(AriaRole.Link, new() { Name = "已并入另一工单" })).ToBeVisibleAsync();
        await toolbar.GetByRole(AriaRole.Button, new() { Name = "撤销合并" }).ClickAsync();
        dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "撤销合并" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "撤销合并" }).ClickAsync();
        await Expect(toolbar.GetByRole(AriaRole.Button, new() { Name = "承诺下次进展" })).ToBeVisibleAsync();

        await seller.Page.GotoAsync("/console/cases?standard=broken");
        await Expect(seller.Page.GetByText("没有符合的工单").Or(seller.Page.Locator(".empty"))).ToBeVisibleAsync();
        Assert.Empty(administrator.Failures.Concat(seller.Failures));
    }

    private static async Task MakeField(Person administrator)
    {
        await administrator.Page.GotoAsync("/console/settings/case-fields");
        await administrator.Button("新增", exact: false).First.ClickAsync();
        var form = administrator.Page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("代码").FillAsync("serial");
        await form.GetByLabel("中文名").FillAsync("序列号");
        await form.GetByLabel("英文名").FillAsync("Serial number");
        await form.GetByRole(AriaRole.Switch).ClickAsync();
        await Save(form);
        await Expect(administrator.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "serial" })).ToContainTextAsync("序列号");
    }

    private static async Task PutOnForm(Person administrator)
    {
        await administrator.Page.GotoAsync("/console/settings/case-kinds?open=other");
        var form = administrator.Page.GetByRole(AriaRole.Dialog);
        var box = form.GetByRole(AriaRole.Combobox, new() { NameRegex = new Regex("^表单") });
        await box.PressAsync("Enter");
        await Expect(administrator.Page.Locator(".ant-select-item-option-active[title='序列号']")).ToBeVisibleAsync();
        await box.PressAsync("Enter");
        await Save(form);
        await Expect(administrator.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "other" })).ToContainTextAsync("序列号");
    }

    private static async Task<(string One, string Other)> TwoCases(Marketplace marketplace)
    {
        var token = await marketplace.SignIn("seller");
        var talk = (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/conversations", await marketplace.Visit("buyer-1", "林小满"), new { entryUnit = "market", message = new { clientId = "first", text = "咖啡壶漏水" } }))["id"]!;
        var one = await marketplace.Send(HttpMethod.Post, "/api/v1/cases", token, new { id = "leak", conversation = talk, kind = "other", unit = "market" });
        var other = await marketplace.Send(HttpMethod.Post, "/api/v1/cases", token, new { id = "leak-again", person = (string)one["person"]!["id"]!, subject = "咖啡壶又漏水", kind = "other", unit = "market" });
        return ((string)one["id"]!, (string)other["number"]!);
    }

    private static async Task Merge(Person seller, string number)
    {
        await seller.Page.GetByRole(AriaRole.Toolbar, new() { Name = "工单操作" }).GetByRole(AriaRole.Button, new() { Name = "更多", Exact = false }).ClickAsync();
        await seller.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("合并到另一工单") }).ClickAsync();
        var dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "合并到另一工单" });
        await dialog.GetByRole(AriaRole.Combobox).FillAsync(number);
        await Expect(seller.Page.Locator(".ant-select-item-option-active").Filter(new() { HasText = number })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Combobox).PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "合并到另一工单" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
    }

    /// <summary>A key on the page itself, once the dialog before it has gone.</summary>
    private static async Task Press(Person person, string key)
    {
        await Expect(person.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await person.Page.Keyboard.PressAsync(key);
    }

    private static async Task Save(ILocator form)
    {
        await form.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("保\\s?存") }).ClickAsync();
        await Expect(form).ToBeHiddenAsync();
    }
}
