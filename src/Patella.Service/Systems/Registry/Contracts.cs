using Patella.Service.Tenants;

namespace Patella.Service.Systems;

/// <summary>What a system owns: all that stands here must hold. Most specific wins.</summary>
/// <param name="Reasons">Codes of reasons; none: any.</param>
/// <param name="Stages">Codes of stages; none: any.</param>
/// <param name="Dimensions">Dimension (category, merchant, product, carrier, region, channel, version; of pulls also target, the kind of what the cord was pulled on) to values; <c>*</c> stands for any value.</param>
public sealed record SystemRoute(IReadOnlyList<string>? Reasons = null, IReadOnlyList<string>? Stages = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Dimensions = null);

/// <summary>A business or technical system as an administrator enters it.</summary>
/// <param name="Id">How everything else names it: a lower-case word of up to 40 characters.</param>
/// <param name="Kind">business or technical.</param>
/// <param name="Connector">webhook, email, dingtalk, wecom, feishu, slack, jira, github or pagerduty.</param>
/// <param name="Address">Where it is reached. Of a chat robot it is a secret: afterwards only its beginning is shown, and that beginning sent again keeps it.</param>
/// <param name="Secret">What the connector signs or signs in with; absent: the known one stays while the address does.</param>
/// <param name="HookSecret">What the system signs its own word with; absent: the known one stays. A webhook uses its secret.</param>
/// <param name="Account">Jira: the address of the account; absent: the secret is an access token of a server of one's own.</param>
/// <param name="Project">Jira: the key of the project. GitHub: owner/repository.</param>
/// <param name="Style">DingTalk: actionCard, markdown or text. Feishu: card or post. Jira: the issue type.</param>
/// <param name="Staff">The member of staff who answers for it; else the people of <paramref name="Unit"/>.</param>
/// <param name="Language">zh-CN or en: of the messages to it.</param>
public sealed record SystemRequest(
    string? Id, LocalName? Name, string? Kind, string? Connector, string? Address, string? Secret = null, string? HookSecret = null, string? Account = null, string? Project = null, string? Style = null,
    string? Staff = null, string? Unit = null, string? Language = null, IReadOnlyList<SystemRoute>? Routes = null, bool? Active = null);

/// <summary>PUT /systems: all of it each time. Who is not named any more is not called any more; calls that were made stay.</summary>
/// <param name="CallFrom">1 to 4: the least severity of an incident that calls by itself.</param>
/// <param name="AcknowledgeMinutes">Minutes of business time for severity 1, 2, 3 and 4.</param>
/// <param name="Version">Of the document that was read; another one's change in between is a conflict.</param>
public sealed record RegistryRequest(IReadOnlyList<SystemRequest>? Systems, int? CallFrom = null, IReadOnlyList<int>? AcknowledgeMinutes = null, long? Version = null);

/// <summary>A system without its secrets.</summary>
/// <param name="Address">Absent for those who do not administer.</param>
/// <param name="HasSecret">Whether what its connector needs is there; without it nothing is sent.</param>
/// <param name="Hook">Path to which the system sends its signed word.</param>
/// <param name="StaffName">Name of the member of staff, as it is now.</param>
public sealed record SystemView(
    string Id, LocalName Name, string Kind, string Connector, string? Address, bool HasSecret, bool HasHookSecret, string Hook, string? Account, string? Project, string? Style,
    string? Staff, string? StaffName, string? Unit, string Language, IReadOnlyList<SystemRoute> Routes, bool Active);

public sealed record RegistryView(long Version, int CallFrom, IReadOnlyList<int> AcknowledgeMinutes, IReadOnlyList<SystemView> Systems);

/// <summary>Words of the registry, wire values, append only.</summary>
public static class SystemWords
{
    public static readonly IReadOnlyList<string> Kinds = ["business", "technical"];
    public static readonly IReadOnlyList<string> Connectors = ["webhook", "email", "dingtalk", "wecom", "feishu", "slack", "jira", "github", "pagerduty"];
    public static readonly IReadOnlyList<string> Dimensions = ["category", "merchant", "product", "carrier", "region", "channel", "version", "target"];
}
