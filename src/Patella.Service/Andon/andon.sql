-- name: Hold
insert into pull_target (tenant, kind, target, times) values (@tenant, @kind, @target, 1) on conflict (tenant, kind, target) do update set times = pull_target.times + 1
-- name: FindLaunch
select * from launch where tenant = @tenant and id = @id
-- name: AddLaunch
insert into launch (tenant, id, content, kind, title, node, unit, owner, at, registered_at, registered_by)
values (@tenant, @Id, @Content, @Kind, @Title, @Node, @Unit, @Owner, @At, @RegisteredAt, @RegisteredBy) on conflict (tenant, id) do nothing
-- name: Pass
update launch set state = 'launched', passed_at = @at, passed_by = @by where tenant = @tenant and id = @id and state = 'registered'
-- name: ListLaunches
select * from launch where tenant = @tenant and (@kind is null or kind = @kind) and (registered_at, id) < (@sort, @id) order by registered_at desc, id desc limit @limit
-- name: LaunchesOf
select * from launch where tenant = @tenant and registered_at > @since and (unit is null or unit = @unit) order by registered_at desc, id desc limit @limit
-- name: LiveOf
select * from pull where tenant = @tenant and kind = @kind and target = @target and ended_at is null order by pulled_at, id limit 200
-- name: LiveTargets
select kind, target, count(*) as pulls from pull where tenant = @tenant and ended_at is null group by kind, target
-- name: FindPull
select * from pull where tenant = @tenant and id = @id
-- name: AddPull
insert into pull (tenant, id, kind, target, title, unit, owner, state, puller, puller_name, conversation, sequence, order_ref, case_ref, incident, pulled_at, pulled_machine, acknowledge_by, decide_by)
values (@tenant, @Id, @Kind, @Target, @Title, @Unit, @Owner, @State, @Puller, @PullerName, @Conversation, @Sequence, @OrderRef, @CaseRef, @Incident, @PulledAt, @PulledMachine, @AcknowledgeBy, @DecideBy)
-- name: SavePull
update pull set state = @State, outcome = @Outcome, voices = @Voices, decide_by = @DecideBy, acknowledged_at = @AcknowledgedAt, acknowledged_by = @AcknowledgedBy, decided_at = @DecidedAt, answered_by = @AnsweredBy,
    changed_at = @ChangedAt, ended_at = @EndedAt, ended_by = @EndedBy, late_acknowledge = @LateAcknowledge, late_decide = @LateDecide where tenant = @tenant and id = @Id
-- name: ListPulls
select * from pull where tenant = @tenant and (@live = 0 or ended_at is null) and (@ended = 0 or ended_at is not null) and (@puller is null or puller = @puller) and (@unit is null or unit = @unit)
    and (@kind is null or kind = @kind) and (@target is null or target = @target) and (@conversation is null or id in (select v.pull from pull_voice v where v.tenant = @tenant and v.conversation = @conversation))
    and pulled_at >= @from and pulled_at < @until
    and (@acknowledged is null or (state <> 'withdrawn' and ((@acknowledged = 'in-time' and acknowledged_at <= acknowledge_by) or (@acknowledged = 'late' and coalesce(acknowledged_at, @now) > acknowledge_by))))
    and (pulled_at, id) < (@sort, @id) order by pulled_at desc, id desc limit @limit
-- name: Bell
select count(*) as standing, coalesce(sum(case when acknowledged_at is null then 1 else 0 end), 0) as waiting,
    coalesce(sum(case when (acknowledged_at is null and acknowledge_by < @now) or (state in ('pulled', 'acknowledged', 'investigating') and decide_by < @now) then 1 else 0 end), 0) as overdue
from pull where tenant = @tenant and ended_at is null
-- name: OldestLive
select * from pull where tenant = @tenant and ended_at is null order by pulled_at, id limit 1
-- name: AcknowledgedBetween
select coalesce(sum(case when acknowledged_at <= acknowledge_by then 1 else 0 end), 0) as in_time, coalesce(sum(case when coalesce(acknowledged_at, @now) > acknowledge_by then 1 else 0 end), 0) as late
from pull where tenant = @tenant and pulled_at >= @from and pulled_at < @until and state <> 'withdrawn'
-- name: Between
select * from pull where tenant = @tenant and pulled_at >= @from and pulled_at < @until order by pulled_at, id limit @limit
-- name: FindVoice
select * from pull_voice where tenant = @tenant and id = @id
-- name: AddVoice
insert into pull_voice (tenant, id, pull, content, words, conversation, case_ref, at) values (@tenant, @Id, @Pull, @Content, @Words, @Conversation, @CaseRef, @At)
-- name: Voices
select * from pull_voice where tenant = @tenant and pull = @pull order by at, id limit 200
-- name: FirstVoices
select * from pull_voice where tenant = @tenant and id in @ids
-- name: FindStep
select * from pull_step where tenant = @tenant and pull = @pull and id = @id
-- name: AddStep
insert into pull_step (tenant, pull, number, id, content, kind, answer, by_id, by_name, words, link, file, at)
select @tenant, @Pull, coalesce(max(number), 0) + 1, @Id, @Content, @Kind, @Answer, @ById, @ByName, @Words, @Link, @File, @At from pull_step where tenant = @tenant and pull = @Pull
-- name: Steps
select * from pull_step where tenant = @tenant and pull = @pull order by number limit 500
-- name: PullsOf
select distinct pull from pull_voice where tenant = @tenant and (conversation in @conversations or case_ref in @cases)
-- name: EraseVoices
update pull_voice set words = null where tenant = @tenant and pull in @pulls and words is not null
-- name: EraseSteps
update pull_step set words = null where tenant = @tenant and pull in @pulls and words is not null
