-- name: AddResponse
insert into incident_response (tenant, incident, stage, cause, node, onset, opened_at, order_at) values (@tenant, @Incident, @Stage, @Cause, @Node, @Onset, @OpenedAt, @OrderAt)
on conflict (tenant, incident) do nothing
-- name: FindResponse
select * from incident_response where tenant = @tenant and incident = @incident
-- name: OpenResponses
select * from incident_response where tenant = @tenant and closed_at is null and merged_into is null order by incident
-- name: SaveResponse
update incident_response set stage = @Stage, cause = @Cause, node = @Node, onset = @Onset, called_at = @CalledAt, acknowledged_at = @AcknowledgedAt, fixed_at = @FixedAt, quiet_at = @QuietAt,
    closed_at = @ClosedAt, closed_by = @ClosedBy, closed_name = @ClosedName, closing = @Closing, merged_into = @MergedInto, false_alarm = @FalseAlarm, reopened = @Reopened, volume_now = @VolumeNow,
    volume_expected = @VolumeExpected, voice_position = @VoicePosition, order_at = @OrderAt, order_id = @OrderId, orders_done = @OrdersDone, strangers = @Strangers
where tenant = @tenant and incident = @Incident
-- name: AddAffected
insert into incident_affected (tenant, incident, person, found_at, first_voice_at, voices, order_ref) values (@tenant, @Incident, @Person, @FoundAt, @FirstVoiceAt, @Voices, @OrderRef)
on conflict (tenant, incident, person) do update set
    first_voice_at = case when incident_affected.first_voice_at is null or incident_affected.first_voice_at > excluded.first_voice_at then coalesce(excluded.first_voice_at, incident_affected.first_voice_at) else incident_affected.first_voice_at end,
    voices = incident_affected.voices + excluded.voices, order_ref = coalesce(incident_affected.order_ref, excluded.order_ref)
-- name: HearAffected
update incident_affected set
    first_voice_at = case when first_voice_at is null or first_voice_at > @FirstVoiceAt then @FirstVoiceAt else first_voice_at end, voices = voices + @Voices
where tenant = @tenant and incident = @Incident and person = @Person
-- name: TakeOverAffected
insert into incident_affected (tenant, incident, person, found_at, first_voice_at, voices, order_ref, told_at, right_at, right_by, amount, currency, excuse, left_out)
select tenant, @into, person, found_at, first_voice_at, voices, order_ref, told_at, right_at, right_by, amount, currency, excuse, left_out from incident_affected where tenant = @tenant and incident = @incident
on conflict (tenant, incident, person) do update set
    first_voice_at = case when incident_affected.first_voice_at is null or incident_affected.first_voice_at > excluded.first_voice_at then coalesce(excluded.first_voice_at, incident_affected.first_voice_at) else incident_affected.first_voice_at end,
    voices = incident_affected.voices + excluded.voices, order_ref = coalesce(incident_affected.order_ref, excluded.order_ref), told_at = coalesce(incident_affected.told_at, excluded.told_at),
    right_at = coalesce(incident_affected.right_at, excluded.right_at), right_by = coalesce(incident_affected.right_by, excluded.right_by), amount = coalesce(incident_affected.amount, excluded.amount),
    currency = coalesce(incident_affected.currency, excluded.currency), excuse = coalesce(incident_affected.excuse, excluded.excuse), left_out = coalesce(incident_affected.left_out, excluded.left_out)
-- name: CountAffected
select count(*) as known,
    coalesce(sum(case when first_voice_at is not null then 1 else 0 end), 0) as spoke,
    coalesce(sum(case when told_at is not null then 1 else 0 end), 0) as told,
    coalesce(sum(case when right_at is not null then 1 else 0 end), 0) as put_right,
    coalesce(sum(case when (told_at is not null or right_by in ('gesture', 'remedy')) then 1 else 0 end), 0) as helped,
    coalesce(sum(case when (told_at is not null and (first_voice_at is null or told_at < first_voice_at)) or (right_by in ('gesture', 'remedy') and (first_voice_at is null or right_at < first_voice_at)) then 1 else 0 end), 0) as ahead,
    coalesce(sum(case when left_out is not null then 1 else 0 end), 0) as left_out
from incident_affected where tenant = @tenant and incident = @incident
-- name: CountMissing
select coalesce(sum(case when told_at is null then 1 else 0 end), 0) as untold, coalesce(sum(case when right_at is null then 1 else 0 end), 0) as not_right
from incident_affected where tenant = @tenant and incident = @incident and left_out is null
-- name: CountPending
select count(*) from incident_delivery where tenant = @tenant and incident = @incident and state = 'pending'
-- name: ListAffected
select a.*, (select max(d.conversation) from incident_delivery d where d.tenant = a.tenant and d.incident = a.incident and d.person = a.person and d.state = 'told') as conversation
from incident_affected a where a.tenant = @tenant and a.incident = @incident and a.person > @after
  and (@show = 'all' or (@show = 'spoke' and a.first_voice_at is not null) or (@show = 'silent' and a.first_voice_at is null) or (@show = 'untold' and a.told_at is null and a.left_out is null)
    or (@show = 'not-put-right' and a.right_at is null and a.left_out is null) or (@show = 'before-asking' and ((a.told_at is not null and (a.first_voice_at is null or a.told_at < a.first_voice_at)) or (a.right_by in ('gesture', 'remedy') and (a.first_voice_at is null or a.right_at < a.first_voice_at)))))
order by a.person limit @limit
-- name: FindAffected
select * from incident_affected where tenant = @tenant and incident = @incident and person in @persons
-- name: MarkTold
update incident_affected set told_at = coalesce(told_at, @at) where tenant = @tenant and incident = @incident and person = @person
-- name: MarkRight
update incident_affected set right_at = @at, right_by = @by, amount = @amount, currency = @currency, excuse = @excuse where tenant = @tenant and incident = @incident and person = @person and right_at is null
-- name: MarkLeftOut
update incident_affected set left_out = @why where tenant = @tenant and incident = @incident and person = @person and left_out is null
-- name: ToExcuse
select person, first_voice_at from incident_affected where tenant = @tenant and incident = @incident and right_at is null and left_out is null and told_at is not null
  and (@person = '' or person = @person) and (@whom = 'all' or (@whom = 'spoke' and first_voice_at is not null) or (@whom = 'silent' and first_voice_at is null)) order by person
-- name: AffectedOfPerson
select a.* from incident_affected a join incident_response r on r.tenant = a.tenant and r.incident = a.incident
where a.tenant = @tenant and a.person in @persons and a.right_at is null and r.closed_at is null and r.merged_into is null
-- name: AddMessage
insert into incident_message (tenant, id, incident, whom, chinese, english, fund, amount, currency, needs_nothing, by_kind, by_id, by_name, grade, at)
values (@tenant, @Id, @Incident, @Whom, @Chinese, @English, @Fund, @Amount, @Currency, @NeedsNothing, @ByKind, @ById, @ByName, @Grade, @At) on conflict (tenant, id) do nothing
-- name: FindMessage
select * from incident_message where tenant = @tenant and id = @id
-- name: MessagesOf
select m.*, (select count(*) from incident_delivery d where d.tenant = m.tenant and d.message = m.id and d.state = 'told') as told,
    (select count(*) from incident_delivery d where d.tenant = m.tenant and d.message = m.id and d.state = 'pending') as pending,
    (select count(*) from incident_delivery d where d.tenant = m.tenant and d.message = m.id and d.state = 'refused') as refused,
    (select count(*) from incident_delivery d where d.tenant = m.tenant and d.message = m.id and d.state = 'left-out') as left_out,
    (select max(d.why) from incident_delivery d where d.tenant = m.tenant and d.message = m.id and d.state = 'refused') as why
from incident_message m where m.tenant = @tenant and m.incident = @incident order by m.at, m.id limit 200
-- name: Recipients
select a.* from incident_affected a where a.tenant = @tenant and a.incident = @incident and (@whom = 'all' or (@whom = 'spoke' and a.first_voice_at is not null) or (@whom = 'silent' and a.first_voice_at is null)) order by a.person
-- name: ToldBy
select person from incident_delivery where tenant = @tenant and message = @id and state in ('told', 'left-out')
-- name: AddDeliveries
insert into incident_delivery (tenant, message, incident, person, state, at)
select a.tenant, @id, a.incident, a.person, 'pending', @at from incident_affected a
where a.tenant = @tenant and a.incident = @incident and a.left_out is null and (@whom = 'all' or (@whom = 'spoke' and a.first_voice_at is not null) or (@whom = 'silent' and a.first_voice_at is null))
on conflict (tenant, message, person) do update set state = 'pending', why = null where incident_delivery.state = 'refused'
-- name: Pending
select message, person from incident_delivery where tenant = @tenant and state = 'pending' order by at, message, person limit @limit
-- name: FindDelivery
select * from incident_delivery where tenant = @tenant and message = @message and person = @person
-- name: ToldAmong
select person from incident_delivery where tenant = @tenant and message = @message and state = 'told' and person in @persons limit 1
-- name: EndDelivery
update incident_delivery set state = @state, why = @why, conversation = @conversation, remedy = @remedy, at = @at where tenant = @tenant and message = @message and person = @person and state = 'pending'
-- name: SumsOfResponses
select count(*) as opened, coalesce(sum(case when closed_at is not null then 1 else 0 end), 0) as closed, coalesce(sum(case when reopened > 0 then 1 else 0 end), 0) as reopened
from incident_response where tenant = @tenant and merged_into is null and false_alarm = 0 and opened_at >= @from and opened_at < @until
-- name: SumsOfAffected
select count(*) as known,
    coalesce(sum(case when a.first_voice_at is not null then 1 else 0 end), 0) as spoke,
    coalesce(sum(case when a.told_at is not null then 1 else 0 end), 0) as told,
    coalesce(sum(case when a.right_at is not null then 1 else 0 end), 0) as put_right,
    coalesce(sum(case when (a.told_at is not null or a.right_by in ('gesture', 'remedy')) then 1 else 0 end), 0) as helped,
    coalesce(sum(case when (a.told_at is not null and (a.first_voice_at is null or a.told_at < a.first_voice_at)) or (a.right_by in ('gesture', 'remedy') and (a.first_voice_at is null or a.right_at < a.first_voice_at)) then 1 else 0 end), 0) as ahead
from incident_affected a join incident_response r on r.tenant = a.tenant and r.incident = a.incident
where a.tenant = @tenant and r.merged_into is null and r.false_alarm = 0 and r.opened_at >= @from and r.opened_at < @until
-- name: HelpedByResponse
select r.incident, max(r.cause) as cause, max(r.stage) as stage, max(r.node) as node, max(r.opened_at) as opened_at, count(*) as helped,
    coalesce(sum(case when (a.told_at is not null and (a.first_voice_at is null or a.told_at < a.first_voice_at)) or (a.right_by in ('gesture', 'remedy') and (a.first_voice_at is null or a.right_at < a.first_voice_at)) then 1 else 0 end), 0) as ahead
from incident_affected a join incident_response r on r.tenant = a.tenant and r.incident = a.incident
where a.tenant = @tenant and r.merged_into is null and r.false_alarm = 0 and r.opened_at >= @from and r.opened_at < @until and (a.told_at is not null or a.right_by in ('gesture', 'remedy'))
group by r.incident order by max(r.opened_at) desc, r.incident limit @limit
-- name: EraseAffected
update incident_affected set left_out = 'erased', order_ref = null where tenant = @tenant and person in @persons and (left_out is null or order_ref is not null)
-- name: EraseDeliveries
update incident_delivery set conversation = null, state = case when state = 'pending' then 'left-out' else state end, why = case when state = 'pending' then 'erased' else why end
where tenant = @tenant and person in @persons and (conversation is not null or state = 'pending')
-- name: ExportAffected
select a.* from incident_affected a where a.tenant = @tenant and a.person in @persons order by a.found_at limit 1000
