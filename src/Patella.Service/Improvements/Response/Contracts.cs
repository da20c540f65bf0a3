using System.Text.Json.Serialization;
using Patella.Service.Edge;

namespace Patella.Service.Improvements.Response;

/// <summary>How many customers an incident touched, and what became of them.</summary>
/// <param name="Known">Persons of ours, each once.</param>
/// <param name="Spoke">Of these, who spoke of it.</param>
/// <param name="PutRight">Who received something for it, or of whom somebody said that they need nothing.</param>
/// <param name="HelpedBeforeAsking">Who was told or put right before their own first voice about it.</param>
/// <param name="LeftOut">Who cannot be told any more: erased, or the same human under another record.</param>
/// <param name="Strangers">Voices of nobody we know: they are heard and counted, and cannot be answered.</param>
public sealed record AffectedCounts(long Known, long Spoke, long Told, long PutRight, long HelpedBeforeAsking, long LeftOut, long Strangers)
{
    /// <summary>Of those told or put right, the share that had not asked; null while there is none.</summary>
    public double? ShareBeforeAsking => Helped == 0 ? null : Math.Round((double)HelpedBeforeAsking / Helped, 4);

    /// <summary>Told or put right.</summary>
    public long Helped { get; init; }
}

/// <summary>What still stands against closing.</summary>
/// <param name="What">volume, counting, untold, not-put-right or sending.</param>
/// <param name="Count">How many; 0 where it is no number of people.</param>
public sealed record MissingView(string What, long Count, string Text);

/// <summary>Voices of the last hour against what the baseline expects.</summary>
/// <param name="VolumeNow">Null when it could not be counted.</param>
/// <param name="At">When it was looked at; at the closing where it is closed.</param>
public sealed record ResponseProofView(long? VolumeNow, double VolumeExpected, DateTimeOffset At, string? By, string? Note);

/// <summary>What the mirror of orders cannot tell about who else was touched, in words.</summary>
public sealed record ReachView(bool SilentKnown, string Text);

/// <summary>When each step was reached; null while it was not.</summary>
public sealed record ResponseTimesView(DateTimeOffset OpenedAt, DateTimeOffset? CalledAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? FixedAt, DateTimeOffset? QuietAt, DateTimeOffset? ClosedAt);

/// <summary>A message that was sent to the affected.</summary>
public sealed record RoundView(string Id, string Whom, DateTimeOffset At, string By, MessageWords Message, Money? Gesture, string? Fund, string? NeedsNothing, long Told, long Pending, long Refused, long LeftOut, string? Why);

/// <summary>GET /incidents/{id}/response.</summary>
/// <param name="State">open, called, acknowledged, fixed, quiet or closed; merged when it goes on in another one.</param>
public sealed record ResponseView(
    string Incident, string State, ResponseTimesView Times, AffectedCounts Affected, ReachView Reach, IReadOnlyList<MissingView> Missing, ResponseProofView Proof, IReadOnlyList<RoundView> Rounds, long Reopened,
    string? MergedInto, bool FalseAlarm, IReadOnlyList<string> Projects);

/// <summary>One affected customer.</summary>
public sealed record AffectedView(
    string Person, string? Name, string? Order, string? OrderNumber, bool Spoke, DateTimeOffset? FirstVoiceAt, long Voices, DateTimeOffset? ToldAt, DateTimeOffset? RightAt, string? RightBy, Money? Gesture, string? NeedsNothing,
    bool BeforeAsking, string? LeftOut, string? Conversation);

/// <summary>The words in both languages; each person reads their own.</summary>
public sealed record MessageWords([property: JsonPropertyName("zh-CN")] string? Chinese, [property: JsonPropertyName("en")] string? English)
{
    public string In(string? language) => LocalTexts.Pick(language) == "zh-CN" ? Chinese! : English!;
}

/// <summary>A goodwill gesture from a named fund, the same for each.</summary>
/// <param name="Amount">Minor units.</param>
public sealed record GestureRequest(string? Fund, long? Amount, string? Currency);

/// <summary>POST /incidents/{id}/remedies.</summary>
/// <param name="Id">Made by the caller; the same again tells only whom it has not told yet.</param>
/// <param name="Whom">all, spoke or silent.</param>
/// <param name="NeedsNothing">Why being told puts them right; instead of a gesture.</param>
public sealed record PutRightRequest(string? Id, MessageWords? Message, GestureRequest? Gesture = null, string? Whom = null, string? NeedsNothing = null);

/// <summary>People left out of something, and why.</summary>
/// <param name="Why">erased, same-person, unknown, told-already, put-right-already (told, but given nothing more) or muted (told in their conversation only).</param>
public sealed record LeftOutView(string Why, long Count, string Text);

/// <summary>What a message would do.</summary>
/// <param name="Refusal">Why it would be refused as it is; null when it would not.</param>
public sealed record PutRightPreview(long People, long Pay, IReadOnlyList<Money> Money, Money? FundLeft, Money? MostOnce, Money? LeftToday, IReadOnlyList<LeftOutView> LeftOut, string? Refusal);

/// <summary>POST /incidents/{id}/excuses: who needs nothing, and why.</summary>
/// <param name="Person">One of them; absent: all of <paramref name="Whom"/> who were told and have nothing.</param>
public sealed record ExcuseRequest(string? Reason, string? Whom = null, string? Person = null);

/// <summary>POST /incidents/{id}/response-closings.</summary>
public sealed record ResponseClosingRequest(string? Note);

/// <summary>Kinds of timeline entries about responses. Append only.</summary>
public static class ResponseEvents
{
    public const string Opened = "response.opened";
    public const string Called = "response.called";
    public const string Acknowledged = "response.acknowledged";
    public const string Fixed = "response.fixed";
    public const string Quiet = "response.quiet";
    public const string Closed = "response.closed";
    public const string Reopened = "response.reopened";
    public const string Merged = "response.merged";

    /// <summary>A message to the affected was ordered.</summary>
    public const string Ordered = "response.ordered";

    /// <summary>One person was told, and maybe given something: once a message.</summary>
    public const string Told = "response.told";

    /// <summary>One person was put right by something else than a message, or needs nothing.</summary>
    public const string PutRight = "response.put-right";
}

/// <summary>Data of a timeline entry about a response.</summary>
/// <param name="Subject"><c>incident/</c> and the id.</param>
/// <param name="Before">Whether the person had not asked by then; of entries about one person.</param>
public sealed record ResponseFact(
    string Subject, string Incident, string? Message = null, long? Amount = null, string? Currency = null, bool? Before = null, string? Why = null, AffectedCounts? Affected = null, long? VolumeNow = null, double? VolumeExpected = null, string? Into = null);
