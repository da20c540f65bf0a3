using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>
/// A Jira issue with a label of our own, by which it is looked for before it is made a second time. With an account it is Jira Cloud (REST v3, basic sign-in, a document as
/// description), without one a server of one's own (REST v2, access token, plain text).
/// </summary>
internal sealed class JiraForm : ICallForm
{
    private const int MostSummary = 250;

    public string Connector => "jira";

    public HttpRequestMessage Request(CallMessage message)
    {
        var cloud = message.System.Account is not null;
        var text = $"{ChatLines.Text(message)}\n{message.Words("answer.button")}: {message.AnswerUrl}\n{message.Words("open.button")}: {message.ConsoleUrl}";
        return Signed(message, FormJson.Post(Address(message, cloud ? "3/issue" : "2/issue"), new JsonObject
        {
            ["fields"] = new JsonObject
            {
                ["project"] = new JsonObject { ["key"] = message.System.Project },
                ["issuetype"] = new JsonObject { ["name"] = message.System.Style ?? "Task" },
                ["summary"] = message.Title.Length <= MostSummary ? message.Title : message.Title[..MostSummary],
                ["description"] = cloud ? Document(text) : text,
                ["labels"] = new JsonArray("patella", message.Mark),
            },
        }));
    }

    public CallAnswer Read(CallMessage message, string body)
        => FormJson.Text(FormJson.Object(body), "key") is { Length: > 0 and <= 100 } key ? Ticket(message, key) : new CallAnswer(CallOutcome.Busy, CallSender.Short($"Answered without the key of an issue: {body}"));

    public HttpRequestMessage Look(CallMessage message)
    {
        var jql = Uri.EscapeDataString($"labels = \"{message.Mark}\"");
        return Signed(message, new HttpRequestMessage(HttpMethod.Get, Address(message, message.System.Account is not null ? $"3/search/jql?jql={jql}&fields=key" : $"2/search?jql={jql}&fields=key")));
    }

    public CallAnswer? Found(CallMessage message, string body)
        => FormJson.Object(body)?["issues"] is JsonArray { Count: > 0 } issues && FormJson.Text(issues[0], "key") is { Length: > 0 and <= 100 } key ? Ticket(message, key) : null;

    private static CallAnswer Ticket(CallMessage message, string key) => new(CallOutcome.Taken, null, key, FormJson.Link($"{message.Address.TrimEnd('/')}/browse/{Uri.EscapeDataString(key)}"));

    private static string Address(CallMessage message, string path) => $"{message.Address.TrimEnd('/')}/rest/api/{path}";

    private static HttpRequestMessage Signed(CallMessage message, HttpRequestMessage request)
    {
        request.Headers.Authorization = message.System.Account is { } account
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{message.Secret}")))
            : new AuthenticationHeaderValue("Bearer", message.Secret);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    /// <summary>Atlassian Document Format: a paragraph a line.</summary>
    private static JsonObject Document(string text) => new()
    {
        ["type"] = "doc", ["version"] = 1,
        ["content"] = new JsonArray([.. text.Split('\n').Where(line => line.Length > 0).Select(line => (JsonNode)new JsonObject
        {
            ["type"] = "paragraph", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = line }),
        })]),
    };
}
