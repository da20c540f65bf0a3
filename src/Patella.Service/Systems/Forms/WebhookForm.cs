using System.Globalization;
using System.Text.Json.Nodes;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>The project's own form: signed as our webhooks are (Standard Webhooks); <c>webhook-id</c> is the same for every try.</summary>
internal sealed class WebhookForm : ICallForm
{
    public string Connector => "webhook";

    public HttpRequestMessage Request(CallMessage message)
    {
        var node = new JsonObject();
        foreach (var (name, value) in message.Node)
        {
            node[name] = value;
        }

        var body = FormJson.Bytes(new JsonObject
        {
            ["type"] = message.Action == MessageRow.Call ? SystemEvents.Called : "system." + message.Action,
            ["timestamp"] = message.CalledAt.ToString("O", CultureInfo.InvariantCulture),
            ["data"] = new JsonObject
            {
                ["call"] = message.Call, ["subject"] = message.Subject, ["system"] = message.System.Id, ["title"] = message.Title, ["text"] = message.Text, ["severity"] = message.Severity, ["node"] = node,
                ["dueAt"] = message.DueAt.ToString("O", CultureInfo.InvariantCulture), ["link"] = message.ConsoleUrl, ["answer"] = message.AnswerUrl,
            },
        });
        var request = FormJson.Post(message.Address, body);
        request.Headers.TryAddWithoutValidation("webhook-id", message.Key);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", message.Seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", StandardWebhook.Header([message.Secret!], message.Key, message.Seconds, body));
        return request;
    }

    public CallAnswer Read(CallMessage message, string body) => new(CallOutcome.Taken);
}
