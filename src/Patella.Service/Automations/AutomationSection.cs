using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Automations;

/// <summary>Automations in the settings document. What is loaded is off until it has been tested here.</summary>
internal sealed class AutomationSection(CheckAutomation grammar, AutomationStore automations, IIdentifiers identifiers) : ListSection<AutomationRequest, AutomationRequest>
{
    public override string Name => "automations";

    public override async Task<object> Export(IReader reader) => (await automations.List(reader)).Select(automation =>
    {
        var definition = AutomationStore.Definition(automation);
        return new AutomationRequest(automation.Id, automation.Name, definition.Trigger, definition.All, definition.Any, definition.Steps);
    }).ToList();

    protected override void Check(AutomationRequest request, SettingsContext context, string at, Validation into) => grammar.Check(request, at, into);

    protected override AutomationRequest ToValue(AutomationRequest request) => request with { Id = request.Id ?? identifiers.New() };

    protected override Task SaveOne(ITransaction transaction, AutomationRequest value) => automations.Save(transaction, value.Id!, value.Name!.Trim(), value.Definition);
}
