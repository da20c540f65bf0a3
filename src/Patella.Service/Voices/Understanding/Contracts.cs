using System.Text.Json.Serialization;

namespace Patella.Service.Voices.Understanding;

/// <summary>A title in both languages.</summary>
public sealed record ReasonTitle([property: JsonPropertyName("zh-CN")] string? Chinese, [property: JsonPropertyName("en")] string? English);

/// <summary>A reason of the tree.</summary>
/// <param name="Code">a-z, 0-9 and hyphens; never used for another reason again.</param>
/// <param name="State">active or retired; a retired one is not told any more, what was told keeps it.</param>
/// <param name="MergedInto">The reason that is told instead; only of a retired one.</param>
/// <param name="Voices7d">Voices of the last seven days that were told this reason.</param>
public sealed record TreeReason(string? Code, ReasonTitle? Title, string? State = null, string? MergedInto = null, long Voices7d = 0);

/// <summary>A stage of the customer's journey.</summary>
public sealed record TreeStage(string? Code, ReasonTitle? Title, IReadOnlyList<TreeReason>? Reasons);

/// <summary>GET /reason-tree.</summary>
/// <param name="Version">0 is the start set.</param>
public sealed record ReasonTreeView(long Version, DateTimeOffset? At, string? By, IReadOnlyList<TreeStage> Stages);

/// <summary>PUT /reason-tree.</summary>
/// <param name="BasedOn">The version that was read.</param>
public sealed record ReasonTreeRequest(long? BasedOn, IReadOnlyList<TreeStage>? Stages);

/// <summary>POST /voice-labels.</summary>
/// <param name="Id">Made by the caller; the same again changes nothing. Absent: one is made.</param>
/// <param name="Voice">Id of a voice.</param>
/// <param name="Reason">Code; empty when it belongs to none; absent when it is not judged.</param>
public sealed record VoiceLabelRequest(string? Voice, string? Reason = null, int? Sentiment = null, int? Urgency = null, string? Note = null, string? Id = null);

/// <summary>A label as it was kept.</summary>
public sealed record VoiceLabelView(string Id, string? Voice, string? Reason, int? Sentiment, int? Urgency, string? Note, DateTimeOffset At, string By);

/// <summary>A line of a file that was not taken.</summary>
public sealed record RefusedLine(int Line, string Detail);

/// <summary>POST /voice-labels/imports.</summary>
public sealed record LabelImportView(int Accepted, IReadOnlyList<RefusedLine> Refused);

/// <summary>A reason that may be meant.</summary>
/// <param name="Score">Units of the model; larger is likelier.</param>
public sealed record ReasonAlternative(string Reason, string Title, double Score);

/// <summary>A voice somebody should look at.</summary>
/// <param name="Why">low-margin, disagreement or not-in-tree.</param>
public sealed record QueuedVoice(VoiceView Voice, IReadOnlyList<ReasonAlternative> Alternatives, string Why);

/// <summary>Shares of held-out labels that were told right, 0 to 1; null where nobody gave such a label.</summary>
public sealed record ModelAccuracy(double? Stage, double? Reason, double? Sentiment, double? Urgency);

/// <summary>How one reason is told.</summary>
public sealed record ReasonAccuracy(string Reason, string Title, int Count, double Precision, double Recall);

/// <summary>A model with what was measured of it.</summary>
/// <param name="State">training, challenger, champion, retired or failed.</param>
/// <param name="Labels">Labels of people it was trained with.</param>
/// <param name="Held">Held-out texts it was measured on.</param>
/// <param name="Champion">The accuracy, on the same texts, of the model that was champion when this one was trained.</param>
/// <param name="Beats">Whether it was better than that.</param>
public sealed record VoiceModelView(
    string Id, long Number, string State, string? Hash, DateTimeOffset? TrainedAt, long Labels, int Held, ModelAccuracy? Accuracy, ModelAccuracy? Champion, IReadOnlyList<ReasonAccuracy> PerReason, bool Beats, string TrainedBy,
    DateTimeOffset? PromotedAt = null, string? PromotedBy = null, string? Note = null, string? Failure = null);

/// <summary>POST /voice-models.</summary>
/// <param name="Id">Made by the caller; the same again changes nothing. Absent: one is made.</param>
public sealed record VoiceModelRequest(string? Id = null);

/// <summary>POST /voice-models/{id}/promotions.</summary>
/// <param name="Hash">Of the model that was read.</param>
/// <param name="EvenSo">Although it was not better; needs a note of 10 characters or more.</param>
public sealed record PromotionRequest(string? Hash, string? Note = null, bool EvenSo = false);
