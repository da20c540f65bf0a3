using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patella.Service.Edge.Live;

/// <summary>Something a page can subscribe to. A capability registers its topics; the schema stands in docs/api/live.schema.json.</summary>
public interface ILiveTopic
{
    string Topic { get; }

    /// <summary>Starts sending to the connection until the result is disposed, or says why not.</summary>
    Task<Outcome<IDisposable>> Subscribe(LiveConnection connection, Caller caller, JsonElement message);
}

/// <summary>A command that a page sends over the channel.</summary>
public interface ILiveCommand
{
    string Type { get; }

    /// <summary>Runs it and answers over the connection.</summary>
    Task Run(LiveConnection connection, Caller caller, JsonElement message);
}

/// <summary>Adds what a heartbeat tells, so that a page notices what it missed.</summary>
public interface ILiveHeartbeat
{
    /// <summary>The newest sequences of what this connection follows.</summary>
    IEnumerable<KeyValuePair<string, long>> Newest(LiveConnection connection);
}

internal static class LiveJson
{
    public static string? Text(this JsonElement message, string name)
        => message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Number(this JsonElement message, string name)
        => message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}

/// <summary>Why a live message was not taken.</summary>
public sealed record Refused(ProblemBody Problem, string? ClientId, string? Topic, string? Id, [property: JsonIgnore] Problem Why)
{
    public string Type => "refused";

    public static Refused Because(Problem problem, string? clientId = null, string? topic = null, string? id = null)
        => new(ProblemBody.Of(problem, null, null), clientId, topic, id, problem);

    /// <summary>The same, told in a language.</summary>
    internal Refused In(string? language) => this with { Problem = ProblemBody.Of(Why, language, null) };
}
