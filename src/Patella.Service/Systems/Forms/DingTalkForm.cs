using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>
/// A DingTalk group robot: actionCard, markdown or text; with a secret the address carries timestamp (milliseconds) and sign, the base64 HMAC-SHA256 of
/// <c>timestamp\nsecret</c> under the secret. Every answer has status 200; <c>errcode</c> decides.
/// </summary>
internal sealed class DingTalkForm : ICallForm
{
    /// <summary>Sent too fast; the platform says 20 messages a minute.</summary>
    private static readonly string[] Busy = ["-1", "130101", "130102", "410100"];

    public string Connector => "dingtalk";

    public HttpRequestMessage Request(CallMessage message) => FormJson.Post(Signed(message), Body(message));

    public CallAnswer Read(CallMessage message, string body) => ErrorCodes.Read(body, "errcode", "errmsg", Busy);

    internal static string Signed(CallMessage message)
    {
        if (message.Secret is not { Length: > 0 } secret)
        {
            return message.Address;
        }

        var timestamp = message.Seconds * 1_000;
        var sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));
        return $"{message.Address}{(message.Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timestamp={timestamp}&sign={Uri.EscapeDataString(sign)}";
    }

    private static JsonObject Body(CallMessage message)
    {
        var title = CallMessage.Plain(message.Title);
        var lines = ChatLines.Markdown(message, "#### ", "\n\n");
        return message.System.Style switch
        {
            "text" => new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = $"{ChatLines.Text(message)}\n{message.Words("answer.button")}: {message.AnswerUrl}\n{message.Words("open.button")}: {message.ConsoleUrl}" } },
            "markdown" => new JsonObject
            {
                ["msgtype"] = "markdown",
                ["markdown"] = new JsonObject { ["title"] = title, ["text"] = $"{lines}\n\n[{message.Words("answer.button")}]({message.AnswerUrl})　[{message.Words("open.button")}]({message.ConsoleUrl})" },
            },
            _ => new JsonObject
            {
                ["msgtype"] = "actionCard",
                ["actionCard"] = new JsonObject
                {
                    ["title"] = title, ["text"] = lines, ["btnOrientation"] = "1",
                    ["btns"] = new JsonArray(Button(message.Words("answer.button"), message.AnswerUrl), Button(message.Words("open.button"), message.ConsoleUrl)),
                },
            },
        };
    }

    private static JsonObject Button(string title, string address) => new() { ["title"] = title, ["actionURL"] = address };
}
