using System.Globalization;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>What of a conversation does not stand in its entries: it never changes after it is known, or its entry says that it was read anew.</summary>
internal sealed record ContactOrigin
{
    public string Id { get; init; } = "";

    public string EntryUnit { get; init; } = "";

    public string Language { get; init; } = "";

    public string Channel { get; init; } = "";

    public long Imported { get; init; }

    public long? AskedPersonAt { get; init; }

    public long? ClosedAt { get; init; }

    public long? Satisfied { get; init; }

    public long? Solved { get; init; }
}

/// <summary>One entry more in a conversation's line. The order of entries makes no difference; each is given once.</summary>
internal static class ContactFold
{
    public static bool Matters(TimelineEntry entry) => entry.Conversation is not null && (entry.Kind is "survey.sampled" or "survey.answered" or "survey.recorded"
        || (entry.Kind.StartsWith("conversation.", StringComparison.Ordinal) && entry.Kind is not ("conversation.opened" or "conversation.note")));

    /// <summary>Whether the conversation's own row has to be looked at: it is new, or its language was understood.</summary>
    public static bool NeedsOrigin(TimelineEntry entry) => entry.Kind == "conversation.understood";

    public static ContactLine Begin(string conversation, ContactOrigin? origin) => Origin(new ContactLine { Conversation = conversation }, origin);

    public static ContactLine Origin(ContactLine line, ContactOrigin? origin)
    {
        if (origin is null)
        {
            return line;
        }

        line = line with { EntryUnit = origin.EntryUnit, Language = origin.Language, Channel = origin.Channel };
        return origin.Imported == 0 ? line : line with
        {
            AskedAt = origin.AskedPersonAt, AskedLast = origin.AskedPersonAt, FirstClosedAt = origin.ClosedAt, LastClosedAt = origin.ClosedAt,
            Satisfied = origin.Satisfied, Solved = origin.Solved,
        };
    }

    public static ContactLine Apply(ContactLine line, TimelineEntry entry) => Place(What(line, entry), entry).Derive();

    private static ContactLine What(ContactLine line, TimelineEntry entry) => entry.Kind switch
    {
        "conversation.message" => Message(line, entry),
        "conversation.person-requested" => line with
        {
            AskedAt = ContactLine.Least(line.AskedAt, entry.At), AskedLast = ContactLine.Most(line.AskedLast, entry.At), LastWordAt = ContactLine.Most(line.LastWordAt, entry.At),
        },
        "conversation.abandoned" => Ended(line, entry.At) with { LeftAt = ContactLine.Most(line.LeftAt, entry.At) },
        "conversation.closed" => Ended(line, entry.At),
        "conversation.transferred" => line with { Transfers = line.Transfers + 1 },
        "conversation.rated" => Rated(line, entry),
        "survey.sampled" => line with { Surveyed = 1 },
        "survey.answered" => Answered(line, entry),
        "survey.recorded" => Recorded(line, entry),
        _ => line,
    };

    private static ContactLine Message(ContactLine line, TimelineEntry entry)
    {
        if (entry.AuthorParty == Party.Consumer)
        {
            return line with { Said = line.Said + 1, SpokeAt = ContactLine.Least(line.SpokeAt, entry.At), LastWordAt = ContactLine.Most(line.LastWordAt, entry.At) };
        }

        var content = Json.Read<EntryContent>(entry.Data);
        line = content?.QuickReplies is { Count: > 0 } ? line with { Choices = line.Choices + 1 } : line;
        if (content?.Useful != true || entry.AuthorParty is not (Party.Bot or Party.Agent))
        {
            return line;
        }

        line = line with { ReplyAt = ContactLine.Least(line.ReplyAt, entry.At) };
        return entry.AuthorParty == Party.Agent ? line with { PersonReplyAt = ContactLine.Least(line.PersonReplyAt, entry.At) } : line;
    }

    private static ContactLine Ended(ContactLine line, long at) => line with { FirstClosedAt = ContactLine.Least(line.FirstClosedAt, at), LastClosedAt = ContactLine.Most(line.LastClosedAt, at) };

    /// <summary>The last judgement counts, question by question.</summary>
    private static ContactLine Rated(ContactLine line, TimelineEntry entry)
    {
        var (about, sequence) = (Json.Read<EntryContent>(entry.Data)?.About, entry.Sequence ?? 0);
        if (about?.GetValueOrDefault("satisfied") is { Length: > 0 } satisfied && sequence > line.SatisfiedSequence)
        {
            line = line with { Satisfied = long.Parse(satisfied, CultureInfo.InvariantCulture), SatisfiedSequence = sequence };
        }

        return about?.GetValueOrDefault("solved") is { Length: > 0 } solved && sequence > line.SolvedSequence
            ? line with { Solved = bool.Parse(solved) ? 1 : 0, SolvedSequence = sequence }
            : line;
    }

    private static ContactLine Answered(ContactLine line, TimelineEntry entry)
        => Json.Read<Surveys.SurveyAnswerData>(entry.Data) is { } answer ? line with { Recommend = answer.Recommend ?? line.Recommend, Simpler = answer.Simpler ?? line.Simpler } : line;

    private static ContactLine Recorded(ContactLine line, TimelineEntry entry)
        => Json.Read<Surveys.SurveyRecordData>(entry.Data) is { } record
            ? line with { AgentSatisfied = record.Satisfied ?? line.AgentSatisfied, AgentSolved = record.Solved is { } solved ? solved ? 1 : 0 : line.AgentSolved }
            : line;

    private static ContactLine Place(ContactLine line, TimelineEntry entry)
        => entry.Sequence is { } sequence && sequence > line.UnitSequence
            ? line with { UnitSequence = sequence, Unit = entry.Unit ?? line.Unit, Person = entry.Person ?? line.Person, OrderRef = entry.OrderRef }
            : line;
}
