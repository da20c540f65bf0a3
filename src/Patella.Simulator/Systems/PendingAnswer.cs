using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Patella.Simulator.Systems;

/// <summary>A call that somebody at a system will take, and later say is fixed.</summary>
/// <param name="Ticket">What the call is called there: the call's id, an issue, a dedup key, or the path of the button behind the link.</param>
/// <param name="AcknowledgeAt">Business time; so is <paramref name="FixAt"/>.</param>
public sealed record PendingAnswer(string System, string Ticket, DateTimeOffset AcknowledgeAt, DateTimeOffset FixAt, bool Acknowledged = false, bool Fixed = false);

/// <summary>What a message of Patella's asks for, in each connector's form. Pure.</summary>
public static partial class CallReader
{
    private const string OnCall = "值班 On call";

    /// <summary>What the call is answered by; null when the message wants no answer.</summary>
    /// <param name="number">Of the next issue of a tracker.</param>
    public static (string Ticket, string Answer)? Read(SimulatedSystem system, string method, string path, string body, int number)
    {
        var json = method == "POST" && body.Length > 0 ? JsonNode.Parse(body) : null;
        return system.Connector switch
        {
            "webhook" when (string?)json?["type"] == "system.called" => ((string)json["data"]!["call"]!, "{}"),
            "jira" when method == "POST" => ($"OPS-{number}", $$"""{"id":"{{number}}","key":"OPS-{{number}}"}"""),
            "github" when method == "POST" => ($"{number}", $$"""{"number":{{number}},"html_url":"https://github.example/demo/app/issues/{{number}}"}"""),
            "pagerduty" when (string?)json?["event_action"] == "trigger" => ((string)json["dedup_key"]!, Accepted(system)),
            _ => Link().Match(body) is { Success: true } link ? (link.Value, Accepted(system)) : null,
        };
    }

    /// <summary>What a system says to a message that wants no answer.</summary>
    public static string Accepted(SimulatedSystem system) => system.Connector switch
    {
        "dingtalk" or "wecom" => """{"errcode":0,"errmsg":"ok"}""",
        "feishu" => """{"code":0,"msg":"success","data":{}}""",
        "slack" => "ok",
        "pagerduty" => """{"status":"success","message":"Event processed"}""",
        "github" => "[]",
        "jira" => """{"issues":[]}""",
        _ => "{}",
    };

    /// <summary>What a system says of itself: the words of its own webhooks, and the header its signature stands in.</summary>
    public static (string Body, string? Header, string? Prefix, string? Event) Word(SimulatedSystem system, string ticket, bool isFixed) => system.Connector switch
    {
        "jira" => (Json(new
        {
            webhookEvent = "jira:issue_updated", user = new { displayName = OnCall }, issue = new { key = ticket, fields = new { status = new { statusCategory = new { key = isFixed ? "done" : "indeterminate" } } } },
        }), "X-Hub-Signature", "sha256=", null),
        "github" => (Json(new
        {
            action = isFixed ? "closed" : "assigned", issue = new { number = int.Parse(ticket, CultureInfo.InvariantCulture), state_reason = isFixed ? "completed" : null }, sender = new { login = "on-call", type = "User" },
        }), "X-Hub-Signature-256", "sha256=", "issues"),
        "pagerduty" => (Json(new { @event = new { event_type = isFixed ? "incident.resolved" : "incident.acknowledged", agent = new { summary = OnCall }, data = new { incident_key = ticket } } }), "X-PagerDuty-Signature", "v1=", null),
        _ => (Json(new { call = ticket, state = isFixed ? "fixed" : "acknowledged", by = OnCall }), null, null, null),
    };

    private static string Json(object word) => JsonSerializer.Serialize(word);

    [GeneratedRegex(@"/api/v1/system-call-links\?token=[A-Za-z0-9_.\-]+")]
    private static partial Regex Link();
}
