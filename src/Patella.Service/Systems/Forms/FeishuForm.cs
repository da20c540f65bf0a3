using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>
/// A Feishu custom bot: interactive card or post; with a secret the body carries timestamp (seconds) and sign, the base64 HMAC-SHA256 of nothing under the key
/// <c>timestamp\nsecret</c>. <c>code</c> in a 200 decides; 9499 and 11232 are its limits.
/// </summary>
internal sealed class FeishuForm : ICallForm
{
    private static readonly string[] Busy = ["9499", "11232", "11247"];

    public string Connector => "feishu";

    public HttpRequestMessage Request(CallMessage message)
    {
        var body = message.System.Style == "post" ? Post(message) : Card(message);
        if (message.Secret is { Length: > 0 } secret)
        {
            body["timestamp"] = message.Seconds.ToString(CultureInfo.InvariantCulture);
            body["sign"] = Sign(secret, message.Seconds);
        }

        return FormJson.Post(message.Address, body);
    }

    public CallAnswer Read(CallMessage message, string body)
        => FormJson.Text(FormJson.Object(body), "code") is null && FormJson.Text(FormJson.Object(body), "StatusCode") is not null
            ? ErrorCodes.Read(body, "StatusCode", "StatusMessage", Busy)
            : ErrorCodes.Read(body, "code", "msg", Busy);

    internal static string Sign(string secret, long seconds) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{seconds}\n{secret}"), Array.Empty<byte>()));

    private static JsonObject Card(CallMessage message) => new()
    {
        ["msg_type"] = "interactive",
        ["card"] = new JsonObject
        {
            ["config"] = new JsonObject { ["wide_screen_mode"] = true },
            ["header"] = new JsonObject
            {
                ["template"] = message.Severity >= 3 ? "red" : "orange",
                ["title"] = new JsonObject { ["tag"] = "plain_text", ["content"] = message.Title },
            },
            ["elements"] = new JsonArray(
                new JsonObject { ["tag"] = "div", ["text"] = new JsonObject { ["tag"] = "lark_md", ["content"] = string.Join('\n', new[] { CallMessage.Plain(message.Text) }.Concat(message.Facts.Select(fact => $"**{fact.Name}**: {CallMessage.Plain(fact.Value)}"))) } },
                new JsonObject { ["tag"] = "action", ["actions"] = new JsonArray(Button(message.Words("answer.button"), message.AnswerUrl, "primary"), Button(message.Words("open.button"), message.ConsoleUrl, "default")) }),
        },
    };

    private static JsonObject Button(string words, string address, string type)
        => new() { ["tag"] = "button", ["type"] = type, ["url"] = address, ["text"] = new JsonObject { ["tag"] = "plain_text", ["content"] = words } };

    private static JsonObject Post(CallMessage message)
    {
        var lines = new JsonArray([.. new[] { message.Text }.Concat(message.Facts.Select(fact => $"{fact.Name}: {fact.Value}")).Select(line => (JsonNode)new JsonArray(new JsonObject { ["tag"] = "text", ["text"] = line }))]);
        lines.Add((JsonNode)new JsonArray(
            new JsonObject { ["tag"] = "a", ["text"] = message.Words("answer.button"), ["href"] = message.AnswerUrl }, new JsonObject { ["tag"] = "text", ["text"] = "　" },
            new JsonObject { ["tag"] = "a", ["text"] = message.Words("open.button"), ["href"] = message.ConsoleUrl }));
        var language = message.System.Language == "en" ? "en_us" : "zh_cn";
        return new JsonObject { ["msg_type"] = "post", ["content"] = new JsonObject { ["post"] = new JsonObject { [language] = new JsonObject { ["title"] = message.Title, ["content"] = lines } } } };
    }
}
