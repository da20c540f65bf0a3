-- name: AddSession
insert into listening_session (tenant, id, listener, listener_name, level, host, host_name, mode, state, needed, planned_at)
values (@tenant, @Id, @Listener, @ListenerName, @Level, @Host, @HostName, @Mode, @State, @Needed, @PlannedAt) on conflict (tenant, id) do nothing
-- name: FindSession
select * from listening_session where tenant = @tenant and id = @id
-- name: SaveSession
update listening_session set state = @State, seated_at = @SeatedAt, live_at = @LiveAt, ended_at = @EndedAt, over_at = @OverAt, because = @Because, conversation = @Conversation, unit = @Unit,
    sequence = @Sequence, approvals = @Approvals, free = @Free where tenant = @tenant and id = @Id
-- name: CountOpenPlans
select count(*) from listening_session where tenant = @tenant and listener = @listener and state in ('planned', 'seated', 'live')
-- name: SeatOf
select session from listening_seat where tenant = @tenant and staff = @staff
-- name: Sitting
select staff from listening_seat where tenant = @tenant
-- name: TakeSeat
insert into listening_seat (tenant, staff, session) values (@tenant, @staff, @session) on conflict (tenant, staff) do nothing
-- name: LeaveSeats
delete from listening_seat where tenant = @tenant and session = @session and staff in @staff
-- name: LiveOf
select * from listening_session where tenant = @tenant and conversation = @conversation and state = 'live'
-- name: FindDraft
select * from listening_draft where tenant = @tenant and id = @id
-- name: DraftsOf
select * from listening_draft where tenant = @tenant and session = @session order by proposed_at, id limit 500
-- name: CountWaiting
select count(*) from listening_draft where tenant = @tenant and session = @session and state = 'proposed'
-- name: AddDraft
insert into listening_draft (tenant, id, session, conversation, text, state, held, sent_text, reason, by_host, proposed_at, decided_at, entry)
values (@tenant, @Id, @Session, @Conversation, @Text, @State, @Held, @SentText, @Reason, @ByHost, @ProposedAt, @DecidedAt, @Entry)
-- name: SaveDraft
update listening_draft set state = @State, sent_text = @SentText, reason = @Reason, by_host = @ByHost, decided_at = @DecidedAt, entry = @Entry where tenant = @tenant and id = @Id
-- name: VoidDrafts
update listening_draft set state = 'void', decided_at = @now where tenant = @tenant and session = @session and state = 'proposed'
-- name: AddNote
insert into listening_note (tenant, id, session, conversation, unit, listener, listener_name, level, kind, text, state, at)
values (@tenant, @Id, @Session, @Conversation, @Unit, @Listener, @ListenerName, @Level, @Kind, @Text, @State, @At)
-- name: FindNote
select * from listening_note where tenant = @tenant and id = @id
-- name: NotesOf
select * from listening_note where tenant = @tenant and session = @session order by at, id limit 200
-- name: CountNotes
select count(*) from listening_note where tenant = @tenant and session = @session
-- name: AnswerNote
update listening_note set state = @State, answer = @Answer, answered_by = @AnsweredBy, answered_name = @AnsweredName, ref = @Ref, answered_at = @AnsweredAt where tenant = @tenant and id = @Id and state = 'open'
-- name: NoteOfObstacle
select * from listening_note where tenant = @tenant and ref = @obstacle and state = 'obstacle' order by at, id limit 1
-- name: TellAgain
update listening_note set heard_at = null where tenant = @tenant and id = @id
-- name: HearAnswers
update listening_note set heard_at = @now where tenant = @tenant and listener = @listener and answered_at is not null and heard_at is null
-- name: NewestSettings
select version, value from listening_settings where tenant = @tenant order by version desc limit 1
-- name: AddSettings
insert into listening_settings (tenant, version, value, saved_at, saved_by) values (@tenant, @version, @value, @now, @by)
-- name: AddReminder
insert into listening_reminder (tenant, staff, quarter, done, target, at) values (@tenant, @staff, @quarter, @done, @target, @now) on conflict (tenant, staff, quarter) do nothing
-- name: FindReminder
select at from listening_reminder where tenant = @tenant and staff = @staff and quarter = @quarter
-- name: DoneOf
select listener, count(*) as count from listening_session where tenant = @tenant and state = 'closed' and ended_at >= @from and ended_at < @until group by listener
-- name: SessionsBy
select listener, max(listener_name) as name, max(level) as level, count(*) as sessions, cast(sum(ended_at - live_at) as bigint) as spent,
    cast(sum(case when state = 'debrief' then 1 else 0 end) as bigint) as undebriefed
from listening_session where tenant = @tenant and ended_at >= @from and ended_at < @until group by listener
-- name: SpentBy
select cast(coalesce(sum(ended_at - live_at), 0) as bigint) from listening_session where tenant = @tenant and listener = @listener and ended_at >= @from and ended_at < @until
-- name: NotesBy
select listener, max(listener_name) as name, max(level) as level, count(*) as notes, cast(sum(case when kind = 'obstacle' then 1 else 0 end) as bigint) as obstacles, cast(sum(case when state = 'open' then 0 else 1 end) as bigint) as answered
from listening_note where tenant = @tenant and at >= @from and at < @until group by listener
-- name: DraftsOfContacts
select * from listening_draft where tenant = @tenant and conversation in @ids
-- name: EraseDrafts
update listening_draft set text = '', sent_text = null, reason = null where tenant = @tenant and conversation in @ids and (text <> '' or sent_text is not null or reason is not null)
-- name: EraseNotes
update listening_note set text = '', answer = null where tenant = @tenant and conversation in @ids and (text <> '' or answer is not null)
