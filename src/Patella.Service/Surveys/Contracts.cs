using Patella.Platform.Clocks;

namespace Patella.Service.Surveys;

/// <summary>Data of a timeline entry <c>survey.answered</c>. Words stand in the entry's text, which erasure empties.</summary>
/// <param name="Recommend">0 to 10.</param>
/// <param name="Simpler">-2 to +2.</param>
public sealed record SurveyAnswerData(string Survey, int? Recommend, int? Simpler);

/// <summary>Data of <c>survey.recorded</c>: what staff noted for the consumer.</summary>
public sealed record SurveyRecordData(int? Satisfied, bool? Solved);

/// <summary>Data of <c>survey.sampled</c>, <c>.sent</c> and <c>.expired</c>.</summary>
public sealed record SurveyStepData(string Survey, long Rules);

/// <summary>Questions of a survey; wire and store values, in the order in which they are asked.</summary>
public static class SurveyQuestions
{
    public const string Recommend = "recommend";
    public const string Simpler = "simpler";
    public const string Words = "words";

    public static readonly IReadOnlyList<string> All = [Recommend, Simpler, Words];
}

/// <summary>Data of <c>survey.answered-by-mail</c>: a source of its own, with the rating that a mail asks as well.</summary>
public sealed record SurveyMailAnswerData(string Survey, int? Recommend, int? Simpler, int? Satisfied, bool? Solved);

/// <summary>Where an answer was given; store and wire values, append only. Never added up over both.</summary>
public static class SurveySource
{
    public const string Page = "page";
    public const string Mail = "mail";
}

/// <summary>States of a survey; store and wire values, append only.</summary>
public static class SurveyState
{
    public const string Sampled = "sampled";

    /// <summary>Shown to the consumer, or sent to them by mail.</summary>
    public const string Sent = "sent";

    public const string Answered = "answered";
    public const string Expired = "expired";
}

/// <summary>Why somebody who could have been asked was, or was not; store and wire values, append only.</summary>
public static class SurveyVerdict
{
    public const string Asked = "asked";

    /// <summary>The draw of this person and period lies outside the share.</summary>
    public const string NotDrawn = "not-drawn";

    /// <summary>Asked often enough in this period.</summary>
    public const string Capped = "capped";

    public const string SaidNothing = "said-nothing";

    /// <summary>They speak by mail, and the rules ask nobody by mail: there is no way to ask.</summary>
    public const string NoPage = "no-page";

    public static readonly IReadOnlyList<string> All = [Asked, NotDrawn, Capped, SaidNothing, NoPage];
}

/// <summary>A survey as it is kept. Times are UTC microseconds of business time.</summary>
internal sealed record Survey
{
    public string Id { get; init; } = "";

    public string SubjectKind { get; init; } = "";

    public string SubjectId { get; init; } = "";

    public string? Conversation { get; init; }

    public string? CaseRef { get; init; }

    public string Person { get; init; } = "";

    public string Unit { get; init; } = "";

    public string State { get; init; } = SurveyState.Sampled;

    public long Rules { get; init; }

    public string Questions { get; init; } = "";

    public long SampledAt { get; init; }

    public long? SentAt { get; init; }

    public long ExpiresAt { get; init; }

    public long? AnsweredAt { get; init; }

    public long? Recommend { get; init; }

    public long? Simpler { get; init; }

    /// <summary>When the link went by mail; null when it did not.</summary>
    public long? MailedAt { get; init; }

    public string Source { get; init; } = SurveySource.Page;

    public long? Satisfied { get; init; }

    public long? Solved { get; init; }

    public SurveyView View() => new(Id, Conversation, CaseRef, State, Questions.Split(' ', StringSplitOptions.RemoveEmptyEntries), Microseconds.ToTime(ExpiresAt));
}

/// <summary>A survey as its consumer sees it.</summary>
/// <param name="Questions">What to ask, in this order: recommend (0 to 10), simpler (-2 to +2), words.</param>
public sealed record SurveyView(string Id, string? Conversation, string? Case, string State, IReadOnlyList<string> Questions, DateTimeOffset ExpiresAt);

/// <summary>POST /surveys/{id}/answers.</summary>
public sealed record SurveyAnswerRequest(int? Recommend, int? Simpler, string? Words);

/// <summary>POST /surveys/records: what a consumer told a person of the staff.</summary>
public sealed record SurveyRecordRequest(string? Conversation, int? Satisfied, bool? Solved);

/// <summary>One of those who could have been asked.</summary>
/// <param name="Draw">0 to 9,999; asked when it lies below the share.</param>
public sealed record SurveyFrameLine(string SubjectKind, string Subject, string Person, string Unit, DateTimeOffset At, long Period, long Rules, long Draw, string Verdict);

/// <summary>What was said by one way of asking. Sums, so that whoever shows them sees how many they rest on.</summary>
/// <param name="Source">page or mail.</param>
/// <param name="Promoters">Of those in <paramref name="Recommended"/>: 9 or 10.</param>
/// <param name="Detractors">0 to 6.</param>
public sealed record SurveySourceView(
    string Source, long Asked, long Answered, long Recommended, long Promoters, long Detractors, long Compared, long SimplerSum, long Satisfied, long SatisfiedSum, long Judged, long Solved);

/// <summary>The sampling frame of a span: how many by verdict, what was said by source, and a page of its lines.</summary>
public sealed record SurveyFrameView(DateTimeOffset From, DateTimeOffset Until, IReadOnlyDictionary<string, long> Verdicts, IReadOnlyList<SurveySourceView> Sources, IReadOnlyList<SurveyFrameLine> Items, string? Next);
