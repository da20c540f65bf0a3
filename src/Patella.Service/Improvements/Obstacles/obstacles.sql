-- name: Add
insert into obstacle (tenant, id, kind, title, text, stage, cause, node, conversation, origin, filer, filer_name, state, filed_at, unit)
values (@tenant, @Id, @Kind, @Title, @Text, @Stage, @Cause, @Node, @Conversation, @Origin, @Filer, @FilerName, 'filed', @FiledAt, @Unit) on conflict (tenant, id) do nothing
-- name: Find
select * from obstacle where tenant = @tenant and id = @id
-- name: OfIds
select * from obstacle where tenant = @tenant and id in @ids
-- name: List
select * from obstacle where tenant = @tenant and (@filer = '' or filer = @filer) and (@state = '' or state = @state) and (filed_at < @sort or (filed_at = @sort and id < @cursor)) order by filed_at desc, id desc limit @limit
-- name: Take
update obstacle set state = 'taken', taken_by = @by, taken_name = @name, taken_at = @at where tenant = @tenant and id = @id and state = 'filed'
-- name: Answer
update obstacle set state = 'answered', answered_by = @by, answered_name = @name, answered_at = @at, answer = @answer where tenant = @tenant and id = @id and state <> 'answered'
-- name: See
update obstacle set seen_at = @at where tenant = @tenant and id = @id and filer = @filer and state = 'answered' and seen_at is null
-- name: Link
update obstacle set project = @project where tenant = @tenant and id = @id and project is null
-- name: Told
select state, kind, filed_at, answered_at from obstacle where tenant = @tenant and filed_at >= @from and filed_at < @until
-- name: Erase
update obstacle set title = '', text = null, answer = null where tenant = @tenant and conversation in @conversations and (text is not null or answer is not null)
-- name: OfConversations
select * from obstacle where tenant = @tenant and conversation in @conversations order by filed_at limit 1000
