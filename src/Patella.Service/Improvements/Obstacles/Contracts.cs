namespace Patella.Service.Improvements.Obstacles;

/// <summary>POST /obstacles. One field is enough: <paramref name="Text"/>.</summary>
/// <param name="Title">One line; the first line of the text without one.</param>
/// <param name="Kind">obstacle, or voice: what a customer said, which is then heard with all the others.</param>
/// <param name="Conversation">In which it came up.</param>
/// <param name="Unit">Whose it is; absent: that of the conversation, else of the category or the shop it names.</param>
public sealed record ObstacleRequest(
    string? Id, string? Text, string? Title = null, string? Kind = null, string? Stage = null, string? Reason = null, IReadOnlyDictionary<string, string>? Node = null, string? Conversation = null, string? Unit = null);

/// <summary>POST /obstacles/{id}/answers.</summary>
/// <param name="Answer">What became of it: for the one who filed it, by name.</param>
public sealed record ObstacleAnswerRequest(string? Answer);

/// <summary>Something that somebody of the staff came across.</summary>
/// <param name="State">filed, taken or answered.</param>
/// <param name="Text">Null once its consumer was erased.</param>
/// <param name="Unit">The business unit it stands at; null where nobody could say.</param>
/// <param name="News">Whether its filer has not seen the answer yet.</param>
/// <param name="Origin">Where it was come across, when not filed here: <c>listening/</c> and the id of the session.</param>
public sealed record ObstacleView(
    string Id, string Kind, string State, string Title, string? Text, string? Stage, string? Reason, string? ReasonTitle, IReadOnlyDictionary<string, string> Node, string? Conversation, string Filer, bool Mine, DateTimeOffset FiledAt,
    string? TakenBy, DateTimeOffset? TakenAt, string? AnsweredBy, DateTimeOffset? AnsweredAt, string? Answer, string? Project, bool News, string? Unit = null, string? Origin = null);

/// <summary>Kinds of timeline entries about obstacles. Append only.</summary>
public static class ObstacleEvents
{
    public const string Filed = "obstacle.filed";
    public const string Taken = "obstacle.taken";
    public const string Answered = "obstacle.answered";
}

/// <summary>Data of a timeline entry about an obstacle.</summary>
/// <param name="Subject"><c>obstacle/</c> and the id.</param>
public sealed record ObstacleFact(string Subject, string Obstacle, string Kind, string State, string? Reason, string Filer);
