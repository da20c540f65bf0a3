using System.Globalization;
using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>PagerDuty Events v2: trigger, acknowledge and resolve under one dedup key, so that a second try is the same incident. It answers 202 and <c>status: success</c>.</summary>
internal sealed class PagerDutyForm : ICallForm
{
    private const int MostSummary = 1_024;

    public string Connector => "pagerduty";

    public HttpRequestMessage Request(CallMessage message)
    {
        var body = new JsonObject
        {
            ["routing_key"] = message.Secret, ["dedup_key"] = message.DedupKey,
            ["event_action"] = message.Action switch { MessageRow.Call => "trigger", MessageRow.Acknowledged => "acknowledge", _ => "resolve" },
        };
        if (message.Action == MessageRow.Call)
        {
            var details = new JsonObject { ["text"] = message.Text, ["subject"] = message.Subject, ["call"] = message.Call };
            foreach (var (name, value) in message.Node)
            {
                details[name] = value;
            }

            body["client"] = "Patella";
            body["client_url"] = message.ConsoleUrl;
            body["links"] = new JsonArray(new JsonObject { ["href"] = message.AnswerUrl, ["text"] = message.Words("answer.button") });
            body["payload"] = new JsonObject
            {
                ["summary"] = message.Title.Length <= MostSummary ? message.Title : message.Title[..MostSummary], ["source"] = message.System.Id,
                ["severity"] = message.Severity switch { 4 => "critical", 3 => "error", 2 => "warning", _ => "info" },
                ["timestamp"] = message.CalledAt.ToString("O", CultureInfo.InvariantCulture), ["custom_details"] = details,
            };
        }

        return FormJson.Post(message.Address, body);
    }

    public CallAnswer Read(CallMessage message, string body)
    {
        var answer = FormJson.Object(body);
        return FormJson.Text(answer, "status") == "success" ? new CallAnswer(CallOutcome.Taken, null, message.DedupKey) : new CallAnswer(CallOutcome.Refused, CallSender.Short($"Answered without success: {body}"));
    }
}
