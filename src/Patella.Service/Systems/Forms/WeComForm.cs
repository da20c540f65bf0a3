using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>A WeCom group robot: markdown of at most 4,096 bytes; <c>errcode</c> in a 200 decides, 45009 is its limit of 20 messages a minute.</summary>
internal sealed class WeComForm : ICallForm
{
    private const int MostBytes = 4_096;
    private static readonly string[] Busy = ["-1", "45009", "45033"];

    public string Connector => "wecom";

    public HttpRequestMessage Request(CallMessage message)
    {
        var links = $"\n[{message.Words("answer.button")}]({message.AnswerUrl})　[{message.Words("open.button")}]({message.ConsoleUrl})";
        var lines = CallMessage.Bytes(ChatLines.Markdown(message, "### ", "\n"), MostBytes - System.Text.Encoding.UTF8.GetByteCount(links));
        return FormJson.Post(message.Address, new JsonObject { ["msgtype"] = "markdown", ["markdown"] = new JsonObject { ["content"] = lines + links } });
    }

    public CallAnswer Read(CallMessage message, string body) => ErrorCodes.Read(body, "errcode", "errmsg", Busy);
}
