-- name: Revision
select revision from standard_revision where tenant = @tenant
-- name: RaiseRevision
insert into standard_revision (tenant, revision) values (@tenant, 1) on conflict (tenant) do update set revision = standard_revision.revision + 1
-- name: NewestCalendars
select * from standard_calendar where tenant = @tenant and version = (select max(newer.version) from standard_calendar newer where newer.tenant = @tenant and newer.id = standard_calendar.id)
order by id limit 1000
-- name: FindCalendar
select * from standard_calendar where tenant = @tenant and id = @id and version = @version
-- name: AddCalendar
insert into standard_calendar (tenant, id, version, name_zh, name_en, around_clock, zone, week, days, saved_at)
values (@tenant, @Id, @Version, @NameZh, @NameEn, @AroundClock, @Zone, @Week, @Days, @SavedAt)
-- name: Clauses
select * from standard_clause where tenant = @tenant order by id, version limit 20000
-- name: AddClause
insert into standard_clause (tenant, id, version, measure, unit, tier, priority, target_minutes, warn_percent, calendar, effective_from, retired, saved_at)
values (@tenant, @Id, @Version, @Measure, @Unit, @Tier, @Priority, @TargetMinutes, @WarnPercent, @Calendar, @EffectiveFrom, @Retired, @SavedAt)
-- name: PauseReasons
select code, name_zh, name_en, measures, retired from standard_pause_reason where tenant = @tenant order by code limit 200
-- name: SavePauseReason
insert into standard_pause_reason (tenant, code, name_zh, name_en, measures, retired) values (@tenant, @Code, @NameZh, @NameEn, @Measures, @Retired)
on conflict (tenant, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, measures = excluded.measures, retired = excluded.retired
-- name: StartClock
insert into standard_clock (tenant, id, subject_kind, subject_id, measure, state, warned, unit, entry_unit, tier, priority, conversation, case_ref, person, order_ref, staff,
    clause, clause_version, calendar, calendar_version, target, warn_percent, started_at, changed_at, warn_at, due_at, paused_total)
select @tenant, @Id, @SubjectKind, @SubjectId, @Measure, 'running', 0, @Unit, @EntryUnit, @Tier, @Priority, @Conversation, @CaseRef, @Person, @OrderRef, @Staff,
    @Clause, @ClauseVersion, @Calendar, @CalendarVersion, @Target, @WarnPercent, @StartedAt, @StartedAt, @WarnAt, @DueAt, 0
where not exists (select 1 from standard_clock
    where tenant = @tenant and subject_kind = @SubjectKind and subject_id = @SubjectId and measure = @Measure and ended_at > @StartedAt)
on conflict do nothing
-- name: SaveClock
update standard_clock set state = @State, warned = @Warned, unit = @Unit, clause = @Clause, clause_version = @ClauseVersion, calendar = @Calendar, calendar_version = @CalendarVersion,
    target = @Target, warn_percent = @WarnPercent, changed_at = @ChangedAt, warn_at = @WarnAt, due_at = @DueAt, paused_since = @PausedSince, paused_because = @PausedBecause,
    paused_total = @PausedTotal, hops = @Hops, elapsed = @Elapsed, met_at = @MetAt, breached_at = @BreachedAt, ended_at = @EndedAt, ended_because = @EndedBecause
where tenant = @tenant and id = @Id
-- name: MovePerson
update standard_clock set person_origin = coalesce(person_origin, person), person = @into where tenant = @tenant and ended_at is null and person in @members and person <> @into
-- name: GiveBackPerson
update standard_clock set person = @into where tenant = @tenant and ended_at is null and person_origin in @members and person <> @into
-- name: ImportClock
insert into standard_clock (tenant, id, subject_kind, subject_id, measure, state, warned, unit, entry_unit, tier, priority, conversation, case_ref, person, order_ref, staff,
    clause, clause_version, calendar, calendar_version, target, warn_percent, started_at, changed_at, warn_at, due_at, paused_total, elapsed, met_at, breached_at, ended_at, ended_because)
values (@tenant, @Id, @SubjectKind, @SubjectId, @Measure, @State, @Warned, @Unit, @EntryUnit, @Tier, @Priority, @Conversation, @CaseRef, @Person, @OrderRef, @Staff,
    @Clause, @ClauseVersion, @Calendar, @CalendarVersion, @Target, @WarnPercent, @StartedAt, @ChangedAt, @WarnAt, @DueAt, 0, @Elapsed, @MetAt, @BreachedAt, @EndedAt, @EndedBecause)
on conflict do nothing
-- name: FindClock
select * from standard_clock where tenant = @tenant and id = @id
-- name: OpenOf
select * from standard_clock where tenant = @tenant and subject_kind = @Kind and subject_id = @Id and ended_at is null order by id
-- name: Of
select * from standard_clock where tenant = @tenant and subject_kind = @Kind and subject_id = @Id order by started_at, id limit 500
-- name: OpenOfMany
select * from standard_clock where tenant = @tenant and subject_kind = @kind and subject_id in @ids and ended_at is null
-- name: BeginPause
insert into standard_pause (tenant, clock, since, reason) values (@tenant, @clock, @since, @reason)
on conflict (tenant, clock, since) do update set reason = excluded.reason, ended_at = null
-- name: EndPause
update standard_pause set ended_at = @until where tenant = @tenant and clock = @clock and ended_at is null
-- name: PausesOf
select since, ended_at, reason from standard_pause where tenant = @tenant and clock = @clock order by since limit 10000
-- name: AnyNotCounted
-- In order, though any would do: it keeps PostgreSQL from walking the table, which it believes to be full of them.
select id from standard_clock where tenant = @tenant and counted = 0 and ended_at is not null order by started_at, id limit 1
-- name: NotCounted
select id, unit, measure, clause, state, started_at, warn_at, due_at, ended_at, met_at, elapsed, paused_total from standard_clock
where tenant = @tenant and counted = 0 and ended_at is not null order by started_at, id limit @limit
-- name: MarkCounted
update standard_clock set counted = 1 where tenant = @tenant and id in @ids and counted = 0
-- name: MarkAllNotCounted
update standard_clock set counted = 0 where tenant = @tenant and counted = 1
-- name: ForgetSums
delete from standard_sum where tenant = @tenant
-- name: FindSums
select * from standard_sum where tenant = @tenant and grain = @grain and slot in @slots
-- name: SaveSum
insert into standard_sum (tenant, grain, slot, unit, measure, clause, started, met, breached, cancelled, paused, waits)
values (@tenant, @grain, @slot, @unit, @measure, @clause, @Started, @Met, @Breached, @Cancelled, @Paused, @Waits)
on conflict (tenant, grain, slot, unit, measure, clause) do update set
    started = excluded.started, met = excluded.met, breached = excluded.breached, cancelled = excluded.cancelled, paused = excluded.paused, waits = excluded.waits
-- name: SumsOfSpan
select * from standard_sum where tenant = @tenant and grain = @grain and slot >= @from and slot < @until and (@unit is null or unit = @unit)
-- name: OpenOfSpan
-- The empty text keeps SQLite from walking all clocks in the order of their units.
select unit || '' as unit, measure, coalesce(clause, '') as clause, count(*) as started,
    cast(sum(case when state = 'breached' or (state = 'running' and due_at < @now) then 1 else 0 end) as bigint) as breached,
    cast(sum(case when state = 'breached' or (state = 'running' and warn_at <= @now) then 1 else 0 end) as bigint) as at_risk,
    cast(sum(paused_total) as bigint) as paused
from standard_clock where tenant = @tenant and counted = 0 and ended_at is null and started_at >= @from and started_at < @until and (@unit is null or unit = @unit)
group by 1, 2, 3
-- name: EndedOfSpan
select id, unit, measure, clause, state, started_at, warn_at, due_at, ended_at, met_at, elapsed, paused_total from standard_clock
where tenant = @tenant and counted = 0 and ended_at is not null and started_at >= @from and started_at < @until and (@unit is null or unit = @unit)
union all
select id, unit, measure, clause, state, started_at, warn_at, due_at, ended_at, met_at, elapsed, paused_total from standard_clock
where tenant = @tenant and counted = 1 and started_at >= @from and started_at < @first and (@unit is null or unit = @unit)
union all
select id, unit, measure, clause, state, started_at, warn_at, due_at, ended_at, met_at, elapsed, paused_total from standard_clock
where tenant = @tenant and counted = 1 and started_at >= @last and started_at < @until and (@unit is null or unit = @unit)
-- name: AtRisk
select * from standard_clock
where tenant = @tenant and ended_at is null and (state = 'breached' or (state = 'running' and warn_at <= @now)) and (@unit is null or unit = @unit)
order by due_at, id limit @limit
-- name: CasesAtRisk
select case_ref from standard_clock
where tenant = @tenant and ended_at is null and case_ref is not null and (state = 'breached' or (state = 'running' and (due_at < @now or (@broken = 0 and warn_at <= @now)))) and (@unit is null or unit = @unit)
group by case_ref order by min(due_at), case_ref limit 1000
-- name: CountAtRisk
-- The empty text keeps SQLite from walking all clocks in the order of their units.
select unit || '' as unit, cast(sum(case when state = 'breached' or due_at < @now then 1 else 0 end) as bigint) as broken,
    cast(sum(case when state = 'running' and due_at >= @now then 1 else 0 end) as bigint) as at_risk
from standard_clock
where tenant = @tenant and counted = 0 and ended_at is null and (state = 'breached' or (state = 'running' and warn_at <= @now)) and (@unit is null or unit = @unit)
group by 1 order by 1
