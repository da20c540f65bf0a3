using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>A GitHub issue whose text ends with a mark of our own, by which it is looked for among the newest before it is made a second time.</summary>
internal sealed class GitHubForm : ICallForm
{
    private const int MostTitle = 250;

    public string Connector => "github";

    public HttpRequestMessage Request(CallMessage message)
    {
        var body = $"{ChatLines.Markdown(message, "### ", "\n\n")}\n\n[{message.Words("answer.button")}]({message.AnswerUrl}) · [{message.Words("open.button")}]({message.ConsoleUrl})\n\n<!-- {message.Mark} -->";
        return Signed(message, FormJson.Post(Issues(message), new JsonObject { ["title"] = message.Title.Length <= MostTitle ? message.Title : message.Title[..MostTitle], ["body"] = body }));
    }

    public CallAnswer Read(CallMessage message, string body) => Ticket(FormJson.Object(body)) ?? new CallAnswer(CallOutcome.Busy, CallSender.Short($"Answered without the number of an issue: {body}"));

    public HttpRequestMessage Look(CallMessage message)
    {
        // Business time may run faster than GitHub's own: a month back is enough for any call, and a page is the newest hundred.
        var since = DateTimeOffset.FromUnixTimeSeconds(message.Seconds).AddDays(-30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Signed(message, new HttpRequestMessage(HttpMethod.Get, $"{Issues(message)}?state=all&sort=created&direction=desc&per_page=30&since={since}"));
    }

    public CallAnswer? Found(CallMessage message, string body)
        => (FormJson.Node(body) as JsonArray)?.FirstOrDefault(issue => FormJson.Text(issue, "body")?.Contains($"<!-- {message.Mark} -->", StringComparison.Ordinal) == true) is JsonObject issue ? Ticket(issue) : null;

    private static CallAnswer? Ticket(JsonObject? issue)
        => FormJson.Text(issue, "number") is { Length: > 0 and <= 20 } number ? new CallAnswer(CallOutcome.Taken, null, number, FormJson.Link(FormJson.Text(issue, "html_url"))) : null;

    private static string Issues(CallMessage message) => $"{message.Address.TrimEnd('/')}/repos/{message.System.Project}/issues";

    private static HttpRequestMessage Signed(CallMessage message, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", message.Secret);
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.github+json");
        request.Headers.TryAddWithoutValidation("X-GitHub-Api-Version", "2022-11-28");
        return request;
    }
}
