using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>How one kind of system is called: the request in its documented form, and what its answer means. Pure.</summary>
internal interface ICallForm
{
    /// <summary>Word of the registry.</summary>
    string Connector { get; }

    HttpRequestMessage Request(CallMessage message);

    /// <summary>What an answer with a status of success says: several systems answer 200 and mean no.</summary>
    CallAnswer Read(CallMessage message, string body);

    /// <summary>A question whether the message is there already, for systems that would make a second one of it; null where a key of the message prevents that, or nothing can.</summary>
    HttpRequestMessage? Look(CallMessage message) => null;

    /// <summary>What the answer to that question shows; null: it is not there.</summary>
    CallAnswer? Found(CallMessage message, string body) => null;
}

/// <summary>JSON as these systems take it and give it.</summary>
internal static class FormJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString(Options));

    public static HttpRequestMessage Post(string address, JsonNode body) => Post(address, Bytes(body));

    public static HttpRequestMessage Post(string address, byte[] body) => new(HttpMethod.Post, address)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } },
    };

    /// <summary>An object, or null for anything else: an answer is whatever somebody chose to send.</summary>
    public static JsonObject? Object(string text) => Node(text) as JsonObject;

    public static JsonNode? Node(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member as text: strings as they are, numbers as written; null for everything else.</summary>
    public static string? Text(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject inner && inner.TryGetPropertyValue(name, out var member) ? member : null;
        }

        return node is JsonValue value ? value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        } : null;
    }

    /// <summary>An address that people are shown as a link: only of the web.</summary>
    public static string? Link(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && text!.Length <= 500 ? text : null;
}
