using Patella.BrowserTests.Machine;

namespace Patella.BrowserTests.Pages;

/// <summary>One page to look at: where it is, who looks, and by what one sees that it is all there.</summary>
/// <param name="Staff">Who is signed in; null for the customer and for nobody.</param>
/// <param name="Ready">Matches what shows last on a page that has loaded.</param>
public sealed record Visit(string Name, string? Staff, Func<PreparedMarketplace, string, string> Address, string Ready)
{
    /// <summary>Every page, or with the variable PATELLA_PAGES only those whose name begins with it.</summary>
    public static IReadOnlyList<Visit> All => [.. Every.Where(visit => visit.Name.StartsWith(TestMachine.Pages, StringComparison.Ordinal))];

    private static readonly Visit[] Every =
    [
        new("sign-in", null, (_, language) => "/console/sign-in?lang=" + language, "form button[type=submit]"),
        new("desk-empty", "helper", (_, language) => "/console/desk?lang=" + language, ".desk-list .empty"),
        new("desk-thread", "agent", (prepared, language) => $"/console/desk?conversation={prepared.Conversation}&lang={language}", ".desk-panel .items, .thread-scroll .entry.note"),
        new("board", "supervisor", (_, language) => "/console/board?lang=" + language, ".figures, .person-row"),
        new("reports", "supervisor", (_, language) => "/console/reports?lang=" + language, ".trend svg"),
        new("reports-behind", "supervisor", (_, language) => "/console/reports/behind?figure=offered&lang=" + language, ".behind-row"),
        new("reports-layers", "supervisor", (_, language) => "/console/reports/layers?lang=" + language, ".layer-value"),
        new("reports-deliveries", "supervisor", (_, language) => "/console/reports/deliveries?lang=" + language, "#made"),
        new("reports-units", "supervisor", (_, language) => "/console/reports/units?lang=" + language, ".unit-table tbody tr"),
        new("reports-unit", "supervisor", (_, language) => "/console/reports/units?unit=travel&lang=" + language, ".tile"),
        new("reports-deeds", "supervisor", (_, language) => "/console/reports/deeds?figure=incident-calls&lang=" + language, ".behind-row, .empty"),
        new("reports-value", "supervisor", (_, language) => "/console/reports/value?lang=" + language, ".value-tiles"),
        new("finance-value", "finance", (_, language) => "/console/finance/value?lang=" + language, ".value-tiles"),
        new("finance-value-lines", "finance", (_, language) => "/console/finance/value/lines?figure=fund-spent&currency=CNY&lang=" + language, ".finance-table tbody tr, .empty"),
        new("settings-surveys", "admin", (_, language) => "/console/settings/surveys?lang=" + language, ".survey-verdicts"),
        new("standards", "supervisor", (_, language) => "/console/standards?lang=" + language, ".report-table tbody tr"),
        new("standards-clocks", "supervisor", (_, language) => "/console/standards?of=travel&measure=first-reply&lang=" + language, ".clock-line"),
        new("conversations", "supervisor", (_, language) => "/console/conversations?lang=" + language, ".talk-row"),
        new("conversation", "supervisor", (prepared, language) => $"/console/conversations?conversation={prepared.Conversation}&lang={language}", ".thread-scroll .entry"),
        new("consumer", "agent", (prepared, language) => $"/console/consumers/{prepared.Person}?lang={language}", "h1"),
        new("order", "agent", (prepared, language) => $"/console/orders/{prepared.Order}?lang={language}", "h1"),
        new("order-journey", "agent", (prepared, language) => $"/console/orders/{prepared.Order}/journey?lang={language}", ".journey-entry"),
        new("cases", "agent", (_, language) => "/console/cases?lang=" + language, ".case-row"),
        new("case", "agent", (prepared, language) => $"/console/cases/{prepared.Case}?lang={language}", ".case-head h1"),
        new("asked", "carrier", (_, language) => "/console/asked?lang=" + language, ".asked-part"),
        new("article", "agent", (_, language) => $"/console/articles/a1?lang={language}", "h1"),
        new("search", "agent", (_, language) => "/console/search?q=" + Uri.EscapeDataString("预订") + "&lang=" + language, ".found-row, .empty"),
        new("mentions", "agent", (_, language) => "/console/mentions?lang=" + language, ".found-row, .empty"),
        new("settings-macros", "admin", (_, language) => "/console/settings/macros?lang=" + language, "table tbody tr, .empty"),
        new("settings-tags", "admin", (_, language) => "/console/settings/tags?lang=" + language, "table tbody tr, .empty"),
        new("settings-units", "admin", (_, language) => "/console/settings/units?lang=" + language, "table tbody tr"),
        new("settings-staff", "admin", (_, language) => "/console/settings/staff?lang=" + language, "table tbody tr"),
        new("settings-widget", "admin", (_, language) => "/console/settings/widget?lang=" + language, "form, .settings-page, pre"),
        new("settings-merchants", "admin", (_, language) => "/console/settings/merchants?lang=" + language, ".settings-page h1, h1"),
        new("settings-teams", "admin", (_, language) => "/console/settings/teams?lang=" + language, "h1"),
        new("settings-standards", "admin", (_, language) => "/console/settings/standards?lang=" + language, "table tbody tr"),
        new("settings-standard", "admin", (_, language) => "/console/settings/standards?open=base-first@1&lang=" + language, ".ant-drawer form input"),
        new("settings-hours", "admin", (_, language) => "/console/settings/hours?lang=" + language, "table tbody tr"),
        new("settings-calendar", "admin", (_, language) => "/console/settings/hours?open=office&lang=" + language, ".hours-day"),
        new("settings-pause-reasons", "admin", (_, language) => "/console/settings/pause-reasons?lang=" + language, "table tbody tr"),
        new("settings-case-rules", "admin", (_, language) => "/console/settings/case-rules?lang=" + language, "form"),
        new("settings-case-statuses", "admin", (_, language) => "/console/settings/case-statuses?lang=" + language, "table tbody tr"),
        new("settings-case-kinds", "admin", (_, language) => "/console/settings/case-kinds?lang=" + language, "table tbody tr"),
        new("settings-case-kind", "admin", (_, language) => "/console/settings/case-kinds?open=refund&lang=" + language, ".ant-drawer form input"),
        new("settings-case-fields", "admin", (_, language) => "/console/settings/case-fields?lang=" + language, "table tbody tr, .empty"),
        new("settings-canned-replies", "admin", (_, language) => "/console/settings/canned-replies?lang=" + language, "table tbody tr"),
        new("settings-articles", "admin", (_, language) => "/console/settings/articles?lang=" + language, "table tbody tr"),
        new("settings-api-keys", "admin", (_, language) => "/console/settings/api-keys?lang=" + language, "table tbody tr"),
        new("settings-consumer-keys", "admin", (_, language) => "/console/settings/consumer-keys?lang=" + language, "table tbody tr"),
        new("settings-mailboxes", "admin", (_, language) => "/console/settings/mailboxes?lang=" + language, "table tbody tr"),
        new("settings-webhooks", "admin", (_, language) => "/console/settings/webhooks?lang=" + language, "table tbody tr"),
        new("settings-webhook-log", "admin", (_, language) => "/console/settings/webhooks?log=crm&lang=" + language, ".delivery"),
        new("settings-import", "admin", (_, language) => "/console/settings/import?lang=" + language, "h1"),
        new("settings-audit", "admin", (_, language) => "/console/settings/audit?lang=" + language, "h1"),
        new("settings-sign-in", "admin", (_, language) => "/console/settings/sign-in-providers?lang=" + language, "table tbody tr"),
        new("settings-privacy", "admin", (_, language) => "/console/settings/privacy?lang=" + language, "table tbody tr"),
        new("account", "admin", (_, language) => "/console/account?lang=" + language, ".account-part table tbody tr"),
        new("consumer-records", "supervisor", (prepared, language) => $"/console/consumers/{prepared.Person}?lang={language}", ".person-record"),
        new("finance", "finance", (_, language) => "/console/finance?lang=" + language, ".finance-table tbody tr"),
        new("finance-accounts", "finance", (_, language) => "/console/finance/accounts?lang=" + language, ".finance-table tbody tr"),
        new("finance-statement", "finance", (_, language) => "/console/finance/accounts/fund%3Agestures%3ACNY?seal=1&lang=" + language, ".finance-table tbody tr"),
        new("finance-journal", "finance", (_, language) => "/console/finance/journal?lang=" + language, ".finance-table tbody tr"),
        new("finance-funds", "finance", (_, language) => "/console/finance/funds?lang=" + language, ".finance-limit"),
        new("finance-seals", "finance", (_, language) => "/console/finance/seals?lang=" + language, ".finance-table tbody tr"),
        new("finance-payments", "finance", (_, language) => "/console/finance/payments?lang=" + language, ".finance-standing"),
        new("finance-remedies", "finance", (_, language) => "/console/finance/remedies?lang=" + language, ".finance-table tbody tr, .empty"),
        new("finance-advances", "finance", (_, language) => "/console/finance/advances?lang=" + language, ".finance-table tbody tr, .empty"),
        new("shop", TeaShops.Keeper, (_, language) => "/console/shop?lang=" + language, ".shop-figure"),
        new("shop-figure", TeaShops.Keeper, (_, language) => "/console/shop/figures/shipping?lang=" + language, ".finance-table tbody tr"),
        new("shop-history", TeaShops.Keeper, (_, language) => "/console/shop/history?lang=" + language, ".shop-badge"),
        new("shop-promotions", TeaShops.Keeper, (_, language) => "/console/shop/promotions?lang=" + language, ".shop-clauses li"),
        new("shop-refunds", TeaShops.Keeper, (_, language) => "/console/shop/refunds?lang=" + language, ".finance-table tbody tr, .empty"),
        new("shop-accounts", TeaShops.Keeper, (_, language) => "/console/shop/accounts?lang=" + language, ".finance-table tbody tr"),
        new("shop-statement", TeaShops.Keeper, (_, language) => $"/console/shop/accounts/merchant-deposit%3A{TeaShops.First}%3ACNY?lang={language}", ".finance-table tbody tr"),
        new("rules", "supervisor", (_, language) => "/console/rules?lang=" + language, ".rule-list tbody tr"),
        new("rules-policy", "supervisor", (_, language) => "/console/rules/policies/cancel-order?lang=" + language, ".tjs-table tbody tr"),
        new("rules-version", "admin", (_, language) => $"/console/rules/versions/{PreparedMarketplace.Rule}?lang={language}", ".tjs-table tbody tr"),
        new("voices-tree", "admin", (_, language) => "/console/voices/tree?lang=" + language, ".tree-row"),
        new("voices-labels", "admin", (_, language) => "/console/voices/labels?lang=" + language, ".label-choice, .empty"),
        new("voices-models", "admin", (_, language) => "/console/voices/models?lang=" + language, ".model-figures, .empty"),
        new("incidents", "admin", (_, language) => "/console/incidents?lang=" + language, ".incident, .empty"),
        new("wall", "supervisor", (_, language) => "/console/wall?lang=" + language, ".wall-calm"),
        new("incidents-ledger", "admin", (_, language) => "/console/incidents/ledger?lang=" + language, ".ledger-figures"),
        new("improvements", "admin", (_, language) => "/console/improvements?lang=" + language, ".project-card"),
        new("improvement", "admin", (_, language) => $"/console/improvements/{PreparedMarketplace.Project}?lang={language}", ".incident-history li"),
        new("obstacles", "admin", (_, language) => "/console/obstacles?lang=" + language, ".obstacle"),
        new("obstacles-mine", "agent", (_, language) => "/console/obstacles?lang=" + language, ".obstacle"),
        new("systems", "admin", (_, language) => "/console/systems?calls=all&lang=" + language, ".systems-table tbody tr"),
        new("settings-systems", "admin", (_, language) => "/console/settings/systems?lang=" + language, ".settings-table tbody tr"),
        new("sign-in-providers", null, (_, language) => "/console/sign-in?tenant=" + Marketplace.Slug + "&problem=no-role&lang=" + language, ".sign-in-or"),
        new("tour-none", null, (_, language) => "/console/tour?lang=" + language, ".empty"),
        new("first-run", null, (_, language) => "/console/first-run?code=used&lang=" + language, "form button[type=submit]"),
        new("help-page", null, (_, language) => Marketplace.HelpPage("buyer-9", "叶青", language), ".hello"),
        new("help-orders", null, (_, language) => Marketplace.HelpPage("buyer-4", "沈川", language), ".order h3"),
        new("help-thread", null, (_, language) => Marketplace.HelpPage("buyer-1", "林小满", language), ".said.mine"),
    ];

    /// <summary>Goes there and waits until it is all there.</summary>
    public async Task Go(Person person, PreparedMarketplace prepared, string language)
    {
        await person.Page.GotoAsync(Address(prepared, language));
        await person.Page.Locator(Ready).First.WaitForAsync();
        await person.Page.WaitForFunctionAsync("() => !document.querySelector('.skeleton, [aria-busy=true]') && document.fonts.status === 'loaded'");
    }
}
