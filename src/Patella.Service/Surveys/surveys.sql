-- name: NewestRules
select * from survey_rules where tenant = @tenant order by version desc limit 1
-- name: ListRules
select * from survey_rules where tenant = @tenant order by version desc limit 100
-- name: AddRules
insert into survey_rules (tenant, version, active, share, cap, period_days, open_hours, questions, by_mail, saved_at, saved_by)
values (@tenant, @Version, @Active, @Share, @Cap, @PeriodDays, @OpenHours, @Questions, @ByMail, @SavedAt, @SavedBy)
-- name: AddFrame
insert into survey_frame (tenant, subject_kind, subject_id, person, unit, at, period, rules, draw, verdict)
values (@tenant, @SubjectKind, @SubjectId, @Person, @Unit, @At, @Period, @Rules, @Draw, @Verdict)
on conflict (tenant, subject_kind, subject_id) do nothing
-- name: IsInFrame
select count(*) from survey_frame where tenant = @tenant and subject_kind = @subjectKind and subject_id = @subjectId
-- name: CountAsked
select count(*) from survey_frame where tenant = @tenant and person = @person and period = @period and verdict = 'asked'
-- name: CountVerdicts
select verdict, count(*) as count from survey_frame where tenant = @tenant and at >= @from and at < @until group by verdict
-- name: AddSurvey
insert into survey (tenant, id, subject_kind, subject_id, conversation, case_ref, person, unit, state, rules, questions, sampled_at, expires_at)
values (@tenant, @Id, @SubjectKind, @SubjectId, @Conversation, @CaseRef, @Person, @Unit, 'sampled', @Rules, @Questions, @SampledAt, @ExpiresAt)
on conflict (tenant, subject_kind, subject_id) do nothing
-- name: FindSurvey
select * from survey where tenant = @tenant and id = @id
-- name: OpenOfPerson
select * from survey where tenant = @tenant and person = @person and state in ('sampled', 'sent') and expires_at > @now order by sampled_at desc limit 10
-- name: OpenOfConversation
select * from survey where tenant = @tenant and conversation = @conversation and state in ('sampled', 'sent') and expires_at > @now
-- name: MarkSent
update survey set state = 'sent', sent_at = @now where tenant = @tenant and id = @id and state = 'sampled'
-- name: MarkExpired
update survey set state = 'expired' where tenant = @tenant and id = @id and state in ('sampled', 'sent')
-- name: MarkAnswered
update survey set state = 'answered', answered_at = @now, source = @source, recommend = @recommend, simpler = @simpler, satisfied = @satisfied, solved = @solved where tenant = @tenant and id = @id and state in ('sampled', 'sent')
-- name: AddRecord
insert into survey_record (tenant, conversation, staff, at, satisfied, solved) values (@tenant, @conversation, @staff, @now, @satisfied, @solved) on conflict (tenant, conversation) do nothing
-- name: MarkMailed
update survey set state = 'sent', sent_at = coalesce(sent_at, @now), mailed_at = @now where tenant = @tenant and id = @id and state = 'sampled' and mailed_at is null
-- name: Sources
select case when state = 'answered' then source when mailed_at is not null then 'mail' else 'page' end as source, count(*) as asked,
    cast(sum(case when state = 'answered' then 1 else 0 end) as bigint) as answered, count(recommend) as recommended, cast(sum(case when recommend >= 9 then 1 else 0 end) as bigint) as promoters,
    cast(sum(case when recommend <= 6 then 1 else 0 end) as bigint) as detractors, count(simpler) as compared, cast(coalesce(sum(simpler), 0) as bigint) as simpler_sum,
    count(satisfied) as satisfied, cast(coalesce(sum(satisfied), 0) as bigint) as satisfied_sum, count(solved) as judged, cast(coalesce(sum(solved), 0) as bigint) as solved
from survey where tenant = @tenant and sampled_at >= @from and sampled_at < @until group by 1
