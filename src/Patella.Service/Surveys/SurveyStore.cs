using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Surveys;

/// <summary>One who could be asked, at the end of a conversation or case.</summary>
internal sealed record SurveyCandidate(string SubjectKind, string SubjectId, string? Conversation, string? CaseRef, string Person, string Unit, long At, bool Spoke, bool HasPage, bool HasAddress = false);

/// <summary>Surveys inside a transaction: the frame, the states, and what the timeline is told of them.</summary>
internal sealed class SurveyStore(TimerTable timers, IIdentifiers identifiers, BusinessTime clock, MachineTime machine)
{
    public const string Capability = "surveys";
    public static readonly Statements Sql = new(typeof(SurveyStore).Assembly, "Surveys.surveys.sql");

    public static async Task<SurveyRules> Rules(IReader reader) => await reader.One<SurveyRules>(Sql["NewestRules"]) ?? SurveyRules.None;

    /// <summary>Saves rules as the next version; the same as before changes nothing.</summary>
    public async Task<SurveyRules> Save(ITransaction transaction, SurveyRules rules, string by)
    {
        var before = await Rules(transaction);
        if (before.Version > 0 && rules.SameAs(before))
        {
            return before;
        }

        rules = rules with { Version = before.Version + 1, SavedAt = clock.Now, SavedBy = by };
        await transaction.Execute(Sql["AddRules"], rules);
        return rules;
    }

    /// <summary>Puts a candidate into the frame, once, and samples them if the rules say so.</summary>
    public async Task Consider(ITransaction transaction, SurveyRules rules, SurveyCandidate candidate)
    {
        if (await transaction.One<long>(Sql["IsInFrame"], new { subjectKind = candidate.SubjectKind, subjectId = candidate.SubjectId }) > 0)
        {
            return;
        }

        var period = rules.PeriodOf(candidate.At);
        var draw = SurveyRules.DrawOf(transaction.Tenant, candidate.Person, period);
        var before = await transaction.One<long>(Sql["CountAsked"], new { person = candidate.Person, period });
        var verdict = rules.Decide(draw, before, candidate.Spoke, candidate.HasPage || (candidate.HasAddress && rules.ByMail == 1));
        await transaction.Execute(Sql["AddFrame"], new { candidate.SubjectKind, candidate.SubjectId, candidate.Person, candidate.Unit, candidate.At, period, rules = rules.Version, draw, verdict });
        if (verdict == SurveyVerdict.Asked)
        {
            await Sample(transaction, rules, candidate);
        }
    }

    /// <summary>The link goes by mail; once, and not when the questions were shown already.</summary>
    public async Task<bool> Mail(ITransaction transaction, Survey survey)
    {
        if (await transaction.Execute(Sql["MarkMailed"], new { id = survey.Id, now = clock.Now }) == 0)
        {
            return false;
        }

        await Tell(transaction, "survey.mailed", survey, "system", null, new SurveyStepData(survey.Id, survey.Rules));
        return true;
    }

    public Task<Survey?> Find(IReader reader, string id) => reader.One<Survey>(Sql["FindSurvey"], new { id });

    /// <summary>Shown to the consumer; the first time counts.</summary>
    public async Task Show(ITransaction transaction, Survey survey)
    {
        if (await transaction.Execute(Sql["MarkSent"], new { id = survey.Id, now = clock.Now }) == 1)
        {
            await Tell(transaction, "survey.sent", survey, "system", null, new SurveyStepData(survey.Id, survey.Rules));
        }
    }

    /// <summary>True when this answer took effect; only an open survey can be answered, once, by one way.</summary>
    public async Task<bool> Answer(ITransaction transaction, Survey survey, SurveyAnswerRequest answer)
    {
        if (!await MarkAnswered(transaction, survey, SurveySource.Page, new SurveyMailAnswerData(survey.Id, answer.Recommend, answer.Simpler, null, null)))
        {
            return false;
        }

        await Tell(transaction, "survey.answered", survey, "consumer", WordsOf(answer.Words), new SurveyAnswerData(survey.Id, answer.Recommend, answer.Simpler));
        return true;
    }

    /// <summary>The same by the link in a mail: another kind of entry, so that no figure mixes them.</summary>
    public async Task<bool> AnswerByMail(ITransaction transaction, Survey survey, SurveyMailAnswerData answer, string? words)
    {
        if (!await MarkAnswered(transaction, survey, SurveySource.Mail, answer))
        {
            return false;
        }

        await Tell(transaction, "survey.answered-by-mail", survey, "consumer", WordsOf(words), answer);
        return true;
    }

    public async Task Expire(ITransaction transaction, string id)
    {
        if (await transaction.Execute(Sql["MarkExpired"], new { id }) == 1 && await Find(transaction, id) is { } survey)
        {
            await Tell(transaction, "survey.expired", survey, "system", null, new SurveyStepData(id, survey.Rules));
        }
    }

    /// <summary>Writes down what a consumer told a person of the staff; false when that was done for this conversation already.</summary>
    public async Task<bool> Record(ITransaction transaction, Conversations.ConversationRow row, string staff, SurveyRecordRequest request)
    {
        var solved = request.Solved is { } yes ? yes ? 1L : 0L : (long?)null;
        if (await transaction.Execute(Sql["AddRecord"], new { conversation = row.Id, staff, now = clock.Now, satisfied = (long?)request.Satisfied, solved }) == 0)
        {
            return false;
        }

        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(), Kind = "survey.recorded", At = clock.Now, RecordedAt = machine.Now, Conversation = row.Id, Person = row.Person, OrderRef = row.OrderId, Unit = row.Unit, Staff = staff,
            AuthorParty = "agent", AuthorId = staff, Data = Json.Write(new SurveyRecordData(request.Satisfied, request.Solved)),
        });
        return true;
    }

    private async Task<bool> MarkAnswered(ITransaction transaction, Survey survey, string source, SurveyMailAnswerData answer)
    {
        var marked = await transaction.Execute(Sql["MarkAnswered"], new
        {
            id = survey.Id,
            now = clock.Now,
            source,
            recommend = (long?)answer.Recommend,
            simpler = (long?)answer.Simpler,
            satisfied = (long?)answer.Satisfied,
            solved = answer.Solved is { } solved ? solved ? 1L : 0L : (long?)null,
        });
        if (marked == 1)
        {
            await timers.Cancel(transaction, Capability, survey.Id);
            await timers.Cancel(transaction, Capability, SurveyMail.KeyOf(survey.Id));
        }

        return marked == 1;
    }

    private static string? WordsOf(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();

    private async Task Sample(ITransaction transaction, SurveyRules rules, SurveyCandidate candidate)
    {
        var survey = new Survey
        {
            Id = identifiers.New(), SubjectKind = candidate.SubjectKind, SubjectId = candidate.SubjectId, Conversation = candidate.Conversation, CaseRef = candidate.CaseRef, Person = candidate.Person,
            Unit = candidate.Unit, Rules = rules.Version, Questions = rules.Questions, SampledAt = clock.Now, ExpiresAt = rules.ExpiryOf(candidate.At),
        };
        await transaction.Execute(Sql["AddSurvey"], survey);
        await timers.Set(transaction, Capability, survey.Id, survey.ExpiresAt);
        if (rules.ByMail == 1)
        {
            // Who is still here answers on the page first.
            await timers.Set(transaction, Capability, SurveyMail.KeyOf(survey.Id), candidate.HasPage ? clock.Now + SurveyMail.Patience : clock.Now);
        }

        if (!candidate.HasPage)
        {
            return;
        }

        await Tell(transaction, "survey.sampled", survey, "system", null, new SurveyStepData(survey.Id, rules.Version));
    }

    private Task Tell(ITransaction transaction, string kind, Survey survey, string by, string? words, object data) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = kind, At = clock.Now, RecordedAt = machine.Now, Conversation = survey.Conversation, CaseRef = survey.CaseRef, Person = survey.Person, Unit = survey.Unit,
        AuthorParty = by, AuthorId = by == "consumer" ? survey.Person : null, Text = words, Data = Json.Write(data),
    });
}
