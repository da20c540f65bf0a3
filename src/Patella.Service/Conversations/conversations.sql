-- name: Insert
insert into conversation (tenant, id, state, person, person_name, anonymous, tier, entry_unit, unit, order_id, language, channel, app_version, opened_at, last_sequence, last_at, last_by)
values (@tenant, @Id, 'bot', @Person, @PersonName, @Anonymous, @Tier, @EntryUnit, @Unit, @OrderId, @Language, @Channel, @AppVersion, @At, 0, @At, 'system')
on conflict (tenant, id) do nothing
-- name: InsertImported
insert into conversation (tenant, id, state, person, person_name, anonymous, tier, entry_unit, unit, order_id, language, assignee, assignee_name, opened_at, asked_person_at,
    spoke_at, first_reply_at, first_person_reply_at, closed_at, last_sequence, last_at, last_by, last_text, satisfied, solved, imported)
values (@tenant, @Id, 'closed', @Person, @PersonName, 0, @Tier, @EntryUnit, @Unit, @OrderId, @Language, @Assignee, @AssigneeName, @OpenedAt, @AskedPersonAt,
    @SpokeAt, @FirstReplyAt, @FirstPersonReplyAt, @ClosedAt, @LastSequence, @LastAt, @LastBy, @LastText, @Satisfied, @Solved, 1)
on conflict (tenant, id) do nothing
-- name: Find
select * from conversation where tenant = @tenant and id = @id
-- name: Save
update conversation set state = @State, unit = @Unit, order_id = @OrderId, language = @Language, topic = @Topic, assignee = @Assignee, assignee_name = @AssigneeName,
    person = @Person, person_name = @PersonName, anonymous = @Anonymous, tier = @Tier,
    asked_person_at = @AskedPersonAt, waiting_since = @WaitingSince, spoke_at = @SpokeAt, first_reply_at = @FirstReplyAt, first_person_reply_at = @FirstPersonReplyAt,
    closed_at = @ClosedAt, last_at = @LastAt, last_by = @LastBy, last_text = @LastText,
    read_by_consumer = @ReadByConsumer, read_by_staff = @ReadByStaff, satisfied = @Satisfied, solved = @Solved, comment = @Comment, last_sequence = @LastSequence
where tenant = @tenant and id = @Id
-- name: SaveSaid
update conversation set last_sequence = @LastSequence, state = @State, spoke_at = @SpokeAt, first_reply_at = @FirstReplyAt, first_person_reply_at = @FirstPersonReplyAt,
    last_at = @LastAt, last_by = @LastBy, last_text = @LastText
where tenant = @tenant and id = @Id
-- name: FindEntryByClientId
select * from timeline where tenant = @tenant and conversation = @id and client_id = @clientId
-- name: ReadEntries
select * from timeline where tenant = @tenant and conversation = @id and sequence > @after order by sequence limit @limit
-- name: FindOpenOf
select * from conversation where tenant = @tenant and person = @person and state not in ('closed', 'abandoned') order by opened_at desc limit 1
-- name: MarkReadByConsumer
update conversation set read_by_consumer = @sequence where tenant = @tenant and id = @id and read_by_consumer < @sequence and @sequence <= last_sequence
-- name: MarkReadByStaff
update conversation set read_by_staff = @sequence where tenant = @tenant and id = @id and read_by_staff < @sequence and @sequence <= last_sequence
-- name: OfPerson
select * from conversation where tenant = @tenant and person = @person and (opened_at, id) < (@sort, @cursorId) order by opened_at desc, id desc limit @limit
-- name: OfAssignee
select * from conversation where tenant = @tenant and assignee = @assignee and state in ('agent', 'wrapup') order by +last_at desc limit 100
-- name: AdoptPerson
update conversation set person = @into, person_name = @name, anonymous = 0, tier = @tier where tenant = @tenant and person = @from
-- name: ListCanned
select id, title, text, language, unit, owner, team, uses from canned_reply where tenant = @tenant order by title, id limit 2000
-- name: SaveCanned
insert into canned_reply (tenant, id, title, text, language, unit, owner, team) values (@tenant, @Id, @Title, @Text, @Language, @Unit, @Owner, @Team)
on conflict (tenant, id) do update set title = excluded.title, text = excluded.text, language = excluded.language, unit = excluded.unit, owner = excluded.owner, team = excluded.team
-- name: DeleteCanned
delete from canned_reply where tenant = @tenant and id = @id
-- name: LockMany
select * from conversation where tenant = @tenant and id in @ids order by id for update skip locked
-- name: FindSaidMany
select said.conversation, said.client_id from unnest(@conversations::text[], @clientIds::text[]) as wanted (conversation, client_id)
join timeline said on said.tenant = @tenant and said.conversation = wanted.conversation and said.client_id = wanted.client_id
-- name: SaveSaidMany
update conversation set last_sequence = said.last_sequence, state = said.state, spoke_at = said.spoke_at, last_at = said.last_at, last_by = said.last_by, last_text = said.last_text
from unnest(@Id::text[], @LastSequence::bigint[], @State::text[], @SpokeAt::bigint[], @LastAt::bigint[], @LastBy::text[], @LastText::text[])
    as said (id, last_sequence, state, spoke_at, last_at, last_by, last_text)
where conversation.tenant = @tenant and conversation.id = said.id
-- name: OfBot
select id from conversation where tenant = @tenant and id in @ids and state = 'bot'

-- name: IdsOfPersons
select id from conversation where tenant = @tenant and person in @persons order by id limit 100000
-- name: EraseWords
update conversation set person_name = null, tier = null, comment = null, last_text = null where tenant = @tenant and id in @ids
-- name: Spoken
select * from conversation where tenant = @tenant and last_at >= @from and (last_at, id) < (@sort, @cursorId) order by last_at desc, id desc limit @limit
-- name: EraseDrafts
delete from conversation_draft where tenant = @tenant and conversation in @ids
-- name: EraseReminders
update conversation_snooze set what = null where tenant = @tenant and conversation in @ids and what is not null
