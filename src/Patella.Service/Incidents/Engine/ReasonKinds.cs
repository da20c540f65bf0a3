namespace Patella.Service.Incidents.Engine;

/// <summary>Which kind of incident a reason makes.</summary>
public static class ReasonKinds
{
    private static readonly HashSet<string> Good = new(["praise", "wish", "thanks", "suggestion", "compliment", "feature-request"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Between = new(
        ["sent-around", "transferred", "transferred-again", "no-answer", "no-reply", "promise-broken", "nobody-responsible", "told-again", "passed-on", "handover"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reasons that only say that there is none.</summary>
    private static readonly HashSet<string> Nothing = new(["other", "others", "unknown", "none", "misc", "na", "n/a", "null", "uncategorized", "unclassified", "其他", "其它", "未知", "无"], StringComparer.OrdinalIgnoreCase);

    public static bool IsNone(string? reason) => string.IsNullOrWhiteSpace(reason) || Nothing.Contains(reason.Trim());

    /// <summary>The kind by reason and by the tone of the voices.</summary>
    public static IncidentKind Of(string reason, int voices, int positive, int negative)
        => Good.Contains(reason) || (positive * 10 >= voices * 7 && negative * 10 < voices && voices > 0) ? IncidentKind.Opportunity
            : Between.Contains(reason) ? IncidentKind.Coordination : IncidentKind.Anomaly;
}
