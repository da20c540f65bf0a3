namespace Patella.Service.Andon;

/// <summary>What a cord can be pulled on.</summary>
/// <param name="Kind">launch, campaign, listing, coupon, policy or version.</param>
/// <param name="Id">The release or listing system's own.</param>
/// <param name="Title">For people; needed only where nobody here knows the target.</param>
public sealed record PullTarget(string? Kind, string? Id, string? Title = null);

/// <summary>POST /pulls.</summary>
/// <param name="Id">Of the command, made by the caller, 1 to 60 characters; the same again changes nothing.</param>
/// <param name="Harm">One sentence: what it does to customers. 3 to 500 characters.</param>
/// <param name="Conversation">Where it showed; attached.</param>
public sealed record PullRequest(string? Id, PullTarget? Target, string? Harm, string? Conversation = null, string? Case = null, string? Incident = null);

/// <summary>POST /pulls/{id}/acknowledgements: somebody of the business has it.</summary>
public sealed record AcknowledgementRequest(string? Id = null);

/// <summary>POST /pulls/{id}/answers.</summary>
/// <param name="Answer">investigating, change-agreed or rejected-with-reason.</param>
public sealed record AnswerRequest(string? Id, string? Answer, string? Words);

/// <summary>POST /pulls/{id}/changes: what was changed, and the evidence of it.</summary>
/// <param name="Link">https address of the evidence; or</param>
/// <param name="File">a file that the caller uploaded.</param>
public sealed record PullChangeRequest(string? Id, string? Words, string? Link = null, string? File = null);

/// <summary>POST /pulls/{id}/releases: the puller's or the experience group's word on the evidence.</summary>
/// <param name="Yes">False: it still hurts, and goes back to be looked into.</param>
public sealed record ReleaseRequest(string? Id, bool? Yes, string? Words = null);

/// <summary>Somebody of the staff.</summary>
public sealed record PullPerson(string Id, string? Name);

/// <summary>A pull in a list.</summary>
/// <param name="State">pulled, acknowledged, investigating, change-agreed, changed, rejected-with-reason, released or withdrawn; all but the last two block.</param>
/// <param name="Outcome">changed, rejected or withdrawn, once it is over.</param>
/// <param name="Harm">The first sentence, without personal data; null once it was erased.</param>
/// <param name="Overdue">acknowledge or decide: what nobody has done in time; null while all is in time.</param>
/// <param name="UndoUntil">Until when the puller may take it back; null when nobody may.</param>
/// <param name="Voices">How many sentences of harm it carries.</param>
public sealed record PullView(
    string Id, PullTarget Target, string? Unit, PullPerson? Owner, string State, string? Outcome, string? Harm, PullPerson Puller, bool Mine, string? Conversation, string? Order, string? Case, string? Incident, int Voices,
    DateTimeOffset PulledAt, DateTimeOffset AcknowledgeBy, DateTimeOffset? AcknowledgedAt, PullPerson? AcknowledgedBy, DateTimeOffset DecideBy, DateTimeOffset? DecidedAt, DateTimeOffset? ChangedAt, DateTimeOffset? EndedAt,
    PullPerson? EndedBy, string? Overdue, DateTimeOffset? UndoUntil);

/// <summary>A sentence of harm.</summary>
public sealed record PullVoiceView(string Id, string? Words, string? Conversation, string? Case, DateTimeOffset At);

/// <summary>A file as evidence.</summary>
public sealed record PullFile(string Id, string Name, string ContentType, string Url);

/// <summary>One thing that was said or done.</summary>
/// <param name="Kind">pulled, joined, acknowledged, answered, changed, refused, released, withdrawn or overdue.</param>
/// <param name="Answer">Of an answer its word, of what is overdue acknowledge or decide.</param>
public sealed record PullStepView(string Kind, string? Answer, PullPerson? By, DateTimeOffset At, string? Words, string? Link, PullFile? File);

/// <summary>A message of the conversation that was attached.</summary>
public sealed record PullExcerptLine(long Sequence, string Party, string? Name, string? Text, DateTimeOffset At);

/// <summary>What the caller may do with a pull now.</summary>
public sealed record PullRights(bool Acknowledge, bool Answer, bool Change, bool Release, bool Undo);

/// <summary>A pull with its story.</summary>
/// <param name="Excerpt">The last messages before the pull; empty for whoever may not see the conversation.</param>
/// <param name="Beside">Other live pulls on the same target.</param>
public sealed record PullDetail(
    PullView Pull, IReadOnlyList<PullVoiceView> Voices, IReadOnlyList<PullStepView> Story, IReadOnlyList<PullExcerptLine> Excerpt, IReadOnlyList<PullView> Beside, LaunchView? Launch, PullRights May);

/// <summary>Something that is suggested as a target.</summary>
/// <param name="Why">order, conversation, incident, launch or recent.</param>
public sealed record PullSuggestion(string Kind, string Id, string Title, string? Unit, string Why);

/// <summary>POST /launches.</summary>
/// <param name="Id">The release system's own, 1 to 60 characters; the same content again changes nothing.</param>
/// <param name="Node">What it touches: dimension to value.</param>
/// <param name="At">When it is meant to go out; pulls are decided before.</param>
/// <param name="Owner">Staff id of who answers for it.</param>
public sealed record LaunchRequest(string? Id, string? Kind, string? Title, IReadOnlyDictionary<string, string>? Node = null, DateTimeOffset? At = null, string? Unit = null, string? Owner = null);

/// <summary>A registered launch.</summary>
/// <param name="State">registered or launched.</param>
/// <param name="Gate">clear or blocked.</param>
/// <param name="Badge">Path of an image of the gate's state that needs no credential; for those who may register.</param>
public sealed record LaunchView(
    string Id, string Kind, string Title, IReadOnlyDictionary<string, string> Node, string? Unit, PullPerson? Owner, DateTimeOffset? At, string State, string Gate, int Pulls, DateTimeOffset RegisteredAt, DateTimeOffset? PassedAt, string? Badge = null);

/// <summary>A pull as a release system reads it.</summary>
public sealed record GatePull(string Id, string State, string? Harm, string Puller, DateTimeOffset PulledAt, DateTimeOffset DecideBy);

/// <summary>What the gate says now.</summary>
/// <param name="State">clear or blocked.</param>
/// <param name="AsOf">The server's business time of the answer.</param>
public sealed record GateView(string Kind, string Id, string State, bool Registered, DateTimeOffset? LaunchedAt, DateTimeOffset AsOf, IReadOnlyList<GatePull> Pulls);

/// <summary>That a launch passed its gate.</summary>
public sealed record PassView(string Launch, DateTimeOffset PassedAt);

/// <summary>A day or month of the report.</summary>
public sealed record PullSpan(string Span, int Pulls);

/// <summary>How pulls fared, of all or of one part.</summary>
/// <param name="Key">A target kind or a unit; empty for all.</param>
/// <param name="AcknowledgeMinutes">Median; null while nothing was acknowledged.</param>
/// <param name="AcknowledgedInTime">Share of those acknowledged or overdue, 0 to 1.</param>
/// <param name="Standing">Not over yet.</param>
public sealed record PullFigures(
    string Key, int Pulls, double? AcknowledgeMinutes, double? DecideMinutes, double? AcknowledgedInTime, double? DecidedInTime, int Standing, int Changed, int Rejected, int Withdrawn);

/// <summary>Somebody whose pulls led to changes.</summary>
public sealed record PullMerit(PullPerson Person, int Changes);

/// <summary>GET /pull-report.</summary>
public sealed record PullReport(
    DateTimeOffset From, DateTimeOffset Until, PullFigures All, IReadOnlyList<PullSpan> Days, IReadOnlyList<PullSpan> Months, IReadOnlyList<PullFigures> Kinds, IReadOnlyList<PullFigures> Units, IReadOnlyList<PullMerit> Recognised);
