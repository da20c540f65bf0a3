using Patella.Kernel.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Improvements.Response;

namespace Patella.Service.Improvements.Obstacles;

/// <summary>An obstacle as it is kept. Times are UTC microseconds of business time.</summary>
internal sealed record ObstacleRow
{
    private const int TitleLimit = 120;

    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Title { get; init; } = "";

    public string? Text { get; init; }

    public string? Stage { get; init; }

    public string? Cause { get; init; }

    public string Node { get; init; } = "{}";

    public string? Conversation { get; init; }

    public string? Unit { get; init; }

    public string? Origin { get; init; }

    public string Filer { get; init; } = "";

    public string FilerName { get; init; } = "";

    public string State { get; init; } = "filed";

    public long FiledAt { get; init; }

    public string? TakenBy { get; init; }

    public string? TakenName { get; init; }

    public long? TakenAt { get; init; }

    public string? AnsweredName { get; init; }

    public long? AnsweredAt { get; init; }

    public string? Answer { get; init; }

    public string? Project { get; init; }

    public long? SeenAt { get; init; }

    public bool IsSame(ObstacleRow other) => (Kind, Title, Text, Stage, Cause, Node, Conversation, Filer) == (other.Kind, other.Title, other.Text, other.Stage, other.Cause, other.Node, other.Conversation, other.Filer);

    /// <summary>The first line of a text without a title.</summary>
    public static string TitleOf(string text) => PlainText.Cut(text.Trim().Split('\n')[0], TitleLimit);

    /// <summary>What the timeline is told of it, at the moment that is kept, so that what is counted from entries is what is counted from obstacles.</summary>
    public TimelineEntry Told(string kind, Caller caller, string id, long recordedAt) => new()
    {
        Id = id, Kind = kind, At = MomentOf(kind), RecordedAt = recordedAt, Unit = Unit, Staff = caller.Kind == CallerKind.Staff ? caller.Id : null, AuthorParty = "agent", AuthorId = caller.Id,
        Data = Json.Write(new ObstacleFact("obstacle/" + Id, Id, Kind, State, Cause, Filer)),
    };

    private long MomentOf(string kind) => kind switch
    {
        ObstacleEvents.Filed => FiledAt, ObstacleEvents.Taken => TakenAt!.Value, ObstacleEvents.Answered => AnsweredAt!.Value, _ => throw new InvalidOperationException($"{kind} has no moment."),
    };

    public ObstacleView Show(Caller caller, IReadOnlyDictionary<string, string> titles) => new(
        Id, Kind, State, Title, Text, Stage, Cause, (Cause ?? Stage) is { } code ? titles.GetValueOrDefault(code, code) : null, Json.Read<Dictionary<string, string>>(Node) ?? [], Conversation, FilerName, Filer == caller.Id,
        Microseconds.ToTime(FiledAt), TakenName, ResponseRows.At(TakenAt), AnsweredName, ResponseRows.At(AnsweredAt), Answer, Project, Filer == caller.Id && State == "answered" && SeenAt is null, Unit, Origin);
}

/// <summary>Statements of obstacles.</summary>
internal static class ObstacleRows
{
    internal static readonly Statements Sql = new(typeof(ObstacleRows).Assembly, "Improvements.Obstacles.obstacles.sql");

    public static Task<ObstacleRow?> Find(IReader reader, string id) => reader.One<ObstacleRow>(Sql["Find"], new { id });
}
