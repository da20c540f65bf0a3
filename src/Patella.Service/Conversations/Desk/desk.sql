-- name: ListTags
select id, name, colour, archived from tag where tenant = @tenant order by name, id limit 1000
-- name: SaveTag
insert into tag (tenant, id, name, colour, archived) values (@tenant, @Id, @Name, @Colour, @Archived)
on conflict (tenant, id) do update set name = excluded.name, colour = excluded.colour, archived = excluded.archived
-- name: ArchiveTag
update tag set archived = 1 where tenant = @tenant and id = @id
-- name: TagsOf
select conversation, tag from conversation_tag where tenant = @tenant and conversation in @ids order by conversation, tag
-- name: AddTag
insert into conversation_tag (tenant, conversation, tag, staff, at) values (@tenant, @conversation, @tag, @staff, @at)
on conflict (tenant, conversation, tag) do nothing
-- name: RemoveTag
delete from conversation_tag where tenant = @tenant and conversation = @conversation and tag = @tag
-- name: CountTags
select count(*) from conversation_tag where tenant = @tenant and conversation = @conversation
-- name: FindSnooze
select conversation, staff, since, until_at, on_reply, what, sequence from conversation_snooze where tenant = @tenant and conversation = @conversation
-- name: SnoozesOf
select conversation, staff, since, until_at, on_reply, what, sequence from conversation_snooze where tenant = @tenant and conversation in @ids
-- name: SaveSnooze
insert into conversation_snooze (tenant, conversation, staff, since, until_at, on_reply, what, sequence) values (@tenant, @Conversation, @Staff, @Since, @UntilAt, @OnReply, @What, @Sequence)
on conflict (tenant, conversation) do update set staff = excluded.staff, since = excluded.since, until_at = excluded.until_at, on_reply = excluded.on_reply, what = excluded.what, sequence = excluded.sequence
-- name: RemoveSnooze
delete from conversation_snooze where tenant = @tenant and conversation = @conversation and since = @since
-- name: FindMerge
select conversation, into_conversation, staff, at, was_state, was_assignee, sequence from conversation_merge where tenant = @tenant and conversation = @conversation
-- name: MergesOf
select conversation, into_conversation, staff, at, was_state, was_assignee, sequence from conversation_merge where tenant = @tenant and conversation in @ids
-- name: MergedInto
select conversation, into_conversation, staff, at, was_state, was_assignee, sequence from conversation_merge where tenant = @tenant and into_conversation = @conversation order by at limit 20
-- name: AddMerge
insert into conversation_merge (tenant, conversation, into_conversation, staff, at, was_state, was_assignee, sequence) values (@tenant, @Conversation, @IntoConversation, @Staff, @At, @WasState, @WasAssignee, @Sequence)
on conflict (tenant, conversation) do nothing
-- name: RemoveMerge
delete from conversation_merge where tenant = @tenant and conversation = @conversation
-- name: FindDraft
select conversation, version, text, note, files, at from conversation_draft where tenant = @tenant and staff = @staff and conversation = @conversation
-- name: DraftsOf
select conversation, version, text, note, files, at from conversation_draft where tenant = @tenant and staff = @staff and (text <> '' or files <> '[]') order by at desc limit 200
-- name: AddDraft
insert into conversation_draft (tenant, staff, conversation, version, text, note, files, at) values (@tenant, @staff, @conversation, 1, @text, @note, @files, @at)
on conflict (tenant, staff, conversation) do nothing
-- name: SaveDraft
update conversation_draft set version = version + 1, text = @text, note = @note, files = @files, at = @at
where tenant = @tenant and staff = @staff and conversation = @conversation and version = @version
-- name: ForgetDrafts
delete from conversation_draft where tenant = @tenant and staff = @staff and at < @before and text = '' and files = '[]'
-- name: AddItem
insert into desk_item (tenant, id, staff, kind, conversation, entry, by_staff, by_name, at, case_ref, case_number, link, about)
values (@tenant, @Id, @Staff, @Kind, @Conversation, @Entry, @ByStaff, @ByName, @At, @CaseRef, @CaseNumber, @Link, @About)
on conflict (tenant, id) do nothing
-- name: ItemsOf
select d.id, d.kind, d.conversation, d.entry, d.by_staff, d.by_name, d.at, d.read_at, d.case_ref, d.case_number, d.link, d.about, c.person_name,
    (select t.text from timeline t where t.tenant = d.tenant and t.conversation = d.conversation and t.id = d.entry) as text
from desk_item d left join conversation c on c.tenant = d.tenant and c.id = d.conversation
where d.tenant = @tenant and d.staff = @staff and (d.at, d.id) < (@sort, @cursorId) and (@unread = 0 or d.read_at is null)
order by d.at desc, d.id desc limit @limit
-- name: CountUnread
select count(*) from desk_item where tenant = @tenant and staff = @staff and read_at is null
-- name: ReadItems
update desk_item set read_at = @at where tenant = @tenant and staff = @staff and read_at is null and id in @ids
-- name: ReadAllItems
update desk_item set read_at = @at where tenant = @tenant and staff = @staff and read_at is null and at <= @until
-- name: ReadItemsOfConversation
update desk_item set read_at = @at where tenant = @tenant and staff = @staff and read_at is null and conversation = @conversation
-- name: FindView
select id, name, owner, shared, filter from conversation_view where tenant = @tenant and id = @id and (owner = @staff or shared = 1)
-- name: ListViews
select id, name, owner, shared, filter from conversation_view where tenant = @tenant and (owner = @staff or shared = 1) order by shared, name, id limit 100
-- name: SaveView
insert into conversation_view (tenant, id, name, owner, shared, filter, at) values (@tenant, @Id, @Name, @Owner, @Shared, @Filter, @at)
on conflict (tenant, id) do update set name = excluded.name, shared = excluded.shared, filter = excluded.filter where conversation_view.owner = excluded.owner
-- name: ListShared
select id, name, owner, filter from conversation_view where tenant = @tenant and shared = 1 order by id limit 1000
-- name: LoadShared
insert into conversation_view (tenant, id, name, owner, shared, filter, at) values (@tenant, @Id, @Name, @Owner, 1, @Filter, @at)
on conflict (tenant, id) do update set name = excluded.name, shared = 1, filter = excluded.filter
-- name: DeleteView
delete from conversation_view where tenant = @tenant and id = @id and owner = @staff
-- name: CountViewsOf
select count(*) from conversation_view where tenant = @tenant and owner = @staff
-- name: FindSettings
select value from desk_settings where tenant = @tenant and staff = @staff
-- name: SaveSettings
insert into desk_settings (tenant, staff, value) values (@tenant, @staff, @value) on conflict (tenant, staff) do update set value = excluded.value
-- name: ListMacros
select id, title, reply, language, owner, team, unit, actions, uses from macro where tenant = @tenant order by title, id limit 2000
-- name: FindMacro
select id, title, reply, language, owner, team, unit, actions, uses from macro where tenant = @tenant and id = @id
-- name: SaveMacro
insert into macro (tenant, id, title, reply, language, owner, team, unit, actions) values (@tenant, @Id, @Title, @Reply, @Language, @Owner, @Team, @Unit, @Actions)
on conflict (tenant, id) do update set title = excluded.title, reply = excluded.reply, language = excluded.language, owner = excluded.owner, team = excluded.team, unit = excluded.unit, actions = excluded.actions
-- name: DeleteMacro
delete from macro where tenant = @tenant and id = @id
-- name: UseMacro
update macro set uses = uses + 1 where tenant = @tenant and id = @id
-- name: FindCanned
select id, title, text, language, unit, owner, team, uses from canned_reply where tenant = @tenant and id = @id
-- name: UseCanned
update canned_reply set uses = uses + 1 where tenant = @tenant and id = @id
