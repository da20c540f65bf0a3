using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Forms;

namespace Patella.Service.Systems.Answers;

/// <summary>What a system's own word means.</summary>
/// <param name="State">acknowledged or fixed; null: nothing that concerns a call.</param>
/// <param name="Call">Id of the call, where the system knows it.</param>
/// <param name="Ticket">Else the system's own id of what the call made there.</param>
/// <param name="By">Who said it there, as far as it is told.</param>
internal sealed record HookWord(string? State, string? Call, string? Ticket, string? By);

/// <summary>Signed words of systems: whether the signature holds, and what is said, each in the system's own documented form. Pure.</summary>
internal static class HookWords
{
    private const int MostSignatures = 10;

    /// <summary>Null when the signature holds, else why not.</summary>
    public static ProblemText? Refusal(string connector, string secret, IHeaderDictionary headers, byte[] body, long now) => connector switch
    {
        "github" => Hex(headers["X-Hub-Signature-256"].ToString(), "sha256=", secret, body),
        "jira" => Hex(headers["X-Hub-Signature"].ToString(), "sha256=", secret, body),
        "pagerduty" => Hex(headers["X-PagerDuty-Signature"].ToString(), "v1=", secret, body),
        _ => WebhookSignature.Refusal(secret, headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body, now),
    };

    public static HookWord Read(string connector, IHeaderDictionary headers, string text) => FormJson.Object(text) is not { } body ? new HookWord(null, null, null, null) : connector switch
    {
        "github" => GitHub(headers["X-GitHub-Event"].ToString(), body),
        "jira" => Jira(body),
        "pagerduty" => PagerDuty(body),
        _ => new HookWord(FormJson.Text(body, "state") is "acknowledged" or "fixed" ? FormJson.Text(body, "state") : null, FormJson.Text(body, "call"), null, FormJson.Text(body, "by")),
    };

    /// <summary>Assigned or answered by a person: taken. Closed as done: fixed. Closed as not planned: nothing, and a person says what that means.</summary>
    private static HookWord GitHub(string kind, JsonObject body)
    {
        var action = FormJson.Text(body, "action");
        var person = FormJson.Text(body, "sender", "type") != "Bot";
        var state = (kind, action) switch
        {
            ("issues", "closed") => FormJson.Text(body, "issue", "state_reason") == "not_planned" ? null : CallState.Fixed,
            ("issues", "assigned") => CallState.Acknowledged,
            ("issue_comment", "created") => person ? CallState.Acknowledged : null,
            _ => null,
        };
        return new HookWord(state, null, FormJson.Text(body, "issue", "number"), FormJson.Text(body, "sender", "login"));
    }

    /// <summary>The category of its status, which every workflow has: in progress is taken, done is fixed.</summary>
    private static HookWord Jira(JsonObject body)
    {
        var state = FormJson.Text(body, "webhookEvent") is not "jira:issue_updated" ? null : FormJson.Text(body["issue"], "fields", "status", "statusCategory", "key") switch
        {
            "indeterminate" => CallState.Acknowledged,
            "done" => CallState.Fixed,
            _ => null,
        };
        return new HookWord(state, null, FormJson.Text(body, "issue", "key"), FormJson.Text(body, "user", "displayName"));
    }

    private static HookWord PagerDuty(JsonObject body)
    {
        var state = FormJson.Text(body, "event", "event_type") switch
        {
            "incident.acknowledged" => CallState.Acknowledged,
            "incident.resolved" => CallState.Fixed,
            _ => null,
        };
        return new HookWord(state, null, FormJson.Text(body, "event", "data", "incident_key"), FormJson.Text(body, "event", "agent", "summary"));
    }

    private static ProblemText? Hex(string header, string prefix, string secret, byte[] body)
    {
        var expected = Encoding.ASCII.GetBytes(prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        var held = header.Length < 2_000 && header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostSignatures)
            .Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected));
        return held ? null : (ProblemText)"The signature does not fit the body and the system's secret.";
    }
}
