namespace Patella.Service;

/// <summary>
/// The declared order of capabilities, lowest first. A command may call lower ones inside its transaction; what a higher one must learn it reads
/// from the timeline. Source rules check it by symbols and table names. Names without a folder yet keep their place.
/// </summary>
public static class Capabilities
{
    public static readonly IReadOnlyList<string> Order =
    [
        "Audit", "Tenants", "Access", "Files", "Parties", "Standards", "Connectors", "Notifications", "Search",
        "Ledger", "Remedies", "Orders", "Policies", "Actions", "Knowledge", "Conversations", "Dispatch", "Bots",
        "Cases", "Guarantees", "Disputes", "Voices", "Incidents", "Systems", "Andon", "Improvements", "Merchants", "Scorecards",
        "Quality", "Training", "Workforce", "Listening", "Surveys", "Automations", "Reports", "Settings",
    ];
}
