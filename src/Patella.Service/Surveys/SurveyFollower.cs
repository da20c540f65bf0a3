using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Conversations;

namespace Patella.Service.Surveys;

/// <summary>Reads the ends of conversations and cases and decides who is asked. Each is in the frame once, however often it ends or is read.</summary>
internal sealed class SurveyFollower(SurveyStore surveys, ConversationStore conversations) : ITimelineReader
{
    public string Name => "surveys";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: "conversation.closed", Conversation: not null } or { Kind: "case.closed", CaseRef: not null, Person: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var ends = entries.Where(Concerns).ToList();
        if (ends.Count == 0 || await SurveyStore.Rules(transaction) is not { Active: 1 } rules)
        {
            return;
        }

        foreach (var end in ends)
        {
            if (await CandidateOf(transaction, end) is { } candidate)
            {
                await surveys.Consider(transaction, rules, candidate);
            }
        }
    }

    private async Task<SurveyCandidate?> CandidateOf(IReader reader, TimelineEntry end)
    {
        if (end.Kind == "case.closed")
        {
            return new SurveyCandidate("case", end.CaseRef!, end.Conversation, end.CaseRef, end.Person!, end.Unit ?? "", end.At, Spoke: true, HasPage: true);
        }

        return await conversations.Find(reader, end.Conversation!) is { Imported: 0 } row
            ? new SurveyCandidate("conversation", row.Id, row.Id, null, row.Person, row.Unit, end.At, row.SpokeAt is not null, row.Channel == Channels.Chat, HasAddress: row.Channel == Channels.Email)
            : null;
    }
}

/// <summary>Sends the link to whom the page did not reach, and closes a survey that nobody answered in time.</summary>
internal sealed class SurveyTimers(SurveyStore surveys, SurveyMail mail) : ITimerHandler
{
    public string Capability => SurveyStore.Capability;

    public Task Fire(ITransaction transaction, BusinessTimer timer)
        => SurveyMail.SurveyOf(timer.Key) is { } survey ? mail.Invite(transaction, survey) : surveys.Expire(transaction, timer.Key);
}
