using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>A Slack incoming webhook: blocks with two buttons that are links. It answers 200 with the word <c>ok</c>, anything else is a no.</summary>
internal sealed class SlackForm : ICallForm
{
    private const int MostHeader = 150;
    private const int MostSection = 3_000;

    public string Connector => "slack";

    public HttpRequestMessage Request(CallMessage message)
    {
        var facts = string.Join('\n', message.Facts.Select(fact => $"*{fact.Name}*: {CallMessage.Plain(fact.Value)}"));
        var text = CallMessage.Plain(message.Text);
        return FormJson.Post(message.Address, new JsonObject
        {
            ["text"] = $"{message.Words("headline")}: {CallMessage.Plain(message.Title)}",
            ["blocks"] = new JsonArray(
                new JsonObject { ["type"] = "header", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = Cut(message.Title, MostHeader) } },
                new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = Cut(text.Length > 0 ? $"{text}\n{facts}" : facts, MostSection) } },
                new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(Button(message.Words("answer.button"), message.AnswerUrl, "primary"), Button(message.Words("open.button"), message.ConsoleUrl, null)) }),
        });
    }

    public CallAnswer Read(CallMessage message, string body) => body.Trim() == "ok" ? new CallAnswer(CallOutcome.Taken) : new CallAnswer(CallOutcome.Refused, CallSender.Short($"Answered 200 without ok: {body}"));

    private static JsonObject Button(string words, string address, string? style)
    {
        var button = new JsonObject { ["type"] = "button", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = words }, ["url"] = address };
        if (style is not null)
        {
            button["style"] = style;
        }

        return button;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
