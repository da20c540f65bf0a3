using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Surveys;

/// <summary>What consumers, staff and administrators do with surveys.</summary>
internal sealed class SurveyDesk(IStore store, SurveyStore surveys, ConversationStore conversations, AuditTrail audit, BusinessTime clock)
{
    private const long DefaultSpan = 30L * 86_400 * Microseconds.PerSecond;

    /// <summary>The consumer's own surveys that can be answered now, newest first.</summary>
    public async Task<Outcome<Page<SurveyView>>> Open(Caller caller, string? conversation) => await store.Read(caller.Tenant, async Task<Outcome<Page<SurveyView>>> (reader) =>
    {
        if (conversation is null)
        {
            return new Page<SurveyView>([.. (await reader.Many<Survey>(SurveyStore.Sql["OpenOfPerson"], new { person = caller.Id, now = clock.Now })).Select(survey => survey.View())]);
        }

        return await conversations.Find(reader, conversation) is { } row && row.Person == caller.Id
            ? new Page<SurveyView>([.. (await reader.Many<Survey>(SurveyStore.Sql["OpenOfConversation"], new { conversation, now = clock.Now })).Select(survey => survey.View())])
            : Problem.NotFound("The conversation");
    });

    public Task<Outcome<bool>> Show(Caller caller, string id) => store.Write(caller.Tenant, async Task<Outcome<bool>> (transaction) =>
    {
        if (await OfCaller(transaction, caller, id) is not { } survey)
        {
            return Problem.NotFound("The survey");
        }

        await surveys.Show(transaction, survey);
        return true;
    });

    public async Task<Outcome<SurveyView>> Answer(Caller caller, string id, SurveyAnswerRequest request)
    {
        var check = new Validation()
            .Must(request.Recommend is null or (>= 0 and <= 10), "/recommend", "Must be 0 to 10.")
            .Must(request.Simpler is null or (>= -2 and <= 2), "/simpler", "Must be -2 to 2.")
            .Must(request.Recommend is not null || request.Simpler is not null, "/recommend", "An answer needs 'recommend' or 'simpler'.")
            .Text(request.Words ?? "", "/words", 0, 1_000);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<SurveyView>> (transaction) => await OfCaller(transaction, caller, id) is { } survey
            ? await Answer(transaction, survey, request)
            : Problem.NotFound("The survey"));
    }

    public async Task<Outcome<SurveyRecordRequest>> Record(Caller caller, SurveyRecordRequest request)
    {
        var check = new Validation().Id(request.Conversation, "/conversation")
            .Must(request.Satisfied is null or (>= 1 and <= 5), "/satisfied", "Must be 1 to 5.")
            .Must(request.Satisfied is not null || request.Solved is not null, "/satisfied", "Needs 'satisfied' or 'solved'.");
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<SurveyRecordRequest>> (transaction) =>
        {
            if (await conversations.Find(transaction, request.Conversation!) is not { } row)
            {
                return Problem.NotFound("The conversation");
            }

            if (row.Assignee != caller.Id && !caller.Has(Permission.Supervise))
            {
                return Problem.Conflict("not-yours", "The conversation is not with you. Only who had it, or a supervisor, can note what its consumer said.");
            }

            return await surveys.Record(transaction, row, caller.Id, request)
                ? request
                : Problem.Conflict("already-recorded", "What this consumer said has been noted already.");
        });
    }

    public async Task<SurveyRulesView> Rules(Caller caller) => SurveyRulesView.Of(await store.Read(caller.Tenant, SurveyStore.Rules));

    public async Task<Outcome<SurveyRulesView>> SaveRules(Caller caller, SurveyRulesRequest request)
    {
        var check = request.Check("", new Validation());
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<SurveyRulesView>> (transaction) =>
        {
            var before = await SurveyStore.Rules(transaction);
            var rules = await surveys.Save(transaction, request.ToRules(), caller.Id);
            if (rules.Version != before.Version)
            {
                await audit.Write(transaction, caller, "surveys.rules-saved", "survey-rules", SurveyRulesView.Of(rules));
            }

            return SurveyRulesView.Of(rules);
        });
    }

    public async Task<Outcome<SurveyFrameView>> Frame(Caller caller, DateTimeOffset? from, DateTimeOffset? until, string? verdict, string? after, int? limit)
    {
        var end = until is { } given ? Microseconds.From(given) : clock.Now + 1;
        var start = from is { } since ? Microseconds.From(since) : end - DefaultSpan;
        var check = new Validation().Must(start < end, "from", "Must be before 'until'.").Must(verdict is null || SurveyVerdict.All.Contains(verdict), "verdict", $"Must be one of: {string.Join(", ", SurveyVerdict.All)}.")
            .Must(Paging.TryRead(after, out var sort, out var cursorId), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Read(caller.Tenant, async reader =>
        {
            var most = Paging.Limit(limit);
            var counts = await reader.Many<VerdictCount>(SurveyStore.Sql["CountVerdicts"], new { from = start, until = end });
            var rows = await reader.Many<FrameRow>(
                $"select * from survey_frame where tenant = @tenant and at >= @from and at < @until and (at, subject_id) < (@sort, @cursorId){(verdict is null ? "" : " and verdict = @verdict")} order by at desc, subject_id desc limit @most",
                new { from = start, until = end, sort, cursorId, verdict, most });
            return new SurveyFrameView(Microseconds.ToTime(start), Microseconds.ToTime(end), counts.ToDictionary(count => count.Verdict, count => count.Count), await Sources(reader, start, end),
                [.. rows.Select(row => row.View())], rows.Count == most ? Paging.Cursor(rows[^1].At, rows[^1].SubjectId) : null);
        });
    }

    private static async Task<IReadOnlyList<SurveySourceView>> Sources(IReader reader, long from, long until)
        => [.. (await reader.Many<SurveySums>(SurveyStore.Sql["Sources"], new { from, until })).OrderByDescending(sums => sums.Source, StringComparer.Ordinal).Select(sums => sums.View())];

    /// <summary>A consumer's own: of their person, or of the conversation that is theirs since they signed in.</summary>
    private async Task<Survey?> OfCaller(IReader reader, Caller caller, string id)
        => await surveys.Find(reader, id) is { } survey && (survey.Person == caller.Id
            || (survey.Conversation is { } conversation && await conversations.Find(reader, conversation) is { } row && row.Person == caller.Id)) ? survey : null;

    private async Task<Outcome<SurveyView>> Answer(ITransaction transaction, Survey survey, SurveyAnswerRequest request)
    {
        if (survey.State is SurveyState.Sampled or SurveyState.Sent && clock.Now < survey.ExpiresAt && await surveys.Answer(transaction, survey, request))
        {
            return (survey with { State = SurveyState.Answered }).View();
        }

        var now = await surveys.Find(transaction, survey.Id);
        if (now is { State: SurveyState.Answered })
        {
            return now.Recommend == request.Recommend && now.Simpler == request.Simpler
                ? now.View()
                : Problem.Conflict("already-answered", "You have answered already; thank you. Answers cannot be changed.");
        }

        return Problem.Conflict("survey-over", "The time for answering has ended.");
    }

    private sealed class VerdictCount
    {
        public string Verdict { get; init; } = "";

        public long Count { get; init; }
    }

    private sealed class FrameRow
    {
        public string SubjectKind { get; init; } = "";

        public string SubjectId { get; init; } = "";

        public string Person { get; init; } = "";

        public string Unit { get; init; } = "";

        public long At { get; init; }

        public long Period { get; init; }

        public long Rules { get; init; }

        public long Draw { get; init; }

        public string Verdict { get; init; } = "";

        public SurveyFrameLine View() => new(SubjectKind, SubjectId, Person, Unit, Microseconds.ToTime(At), Period, Rules, Draw, Verdict);
    }
}
