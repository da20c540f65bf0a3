-- name: List
select * from automation where tenant = @tenant order by name, id limit 100
-- name: Find
select * from automation where tenant = @tenant and id = @id
-- name: Count
select count(*) as number from automation where tenant = @tenant
-- name: Insert
insert into automation (tenant, id, name, definition, version, changed_at) values (@tenant, @Id, @Name, @Definition, 1, @ChangedAt)
on conflict (tenant, id) do nothing
-- name: Change
update automation set name = @Name, definition = @Definition, version = version + 1, is_on = 0, stopped_because = null, changed_at = @ChangedAt
where tenant = @tenant and id = @Id
-- name: Delete
delete from automation where tenant = @tenant and id = @id
-- name: MarkTested
update automation set tested_version = @version where tenant = @tenant and id = @id and version = @version
-- name: Switch
update automation set is_on = @on, stopped_because = @because where tenant = @tenant and id = @id
-- name: Running
select * from automation where tenant = @tenant and is_on = 1 order by id limit 100
-- name: AddRun
insert into automation_run (tenant, automation, conversation, sequence, version, at, depth, outcome)
values (@tenant, @Automation, @Conversation, @Sequence, @Version, @At, @Depth, @Outcome)
on conflict (tenant, automation, conversation, sequence) do nothing
-- name: SaveOutcome
update automation_run set outcome = @outcome where tenant = @tenant and automation = @automation and conversation = @conversation and sequence = @sequence
-- name: CountRecent
select count(*) as number from automation_run where tenant = @tenant and automation = @automation and conversation = @conversation and at > @since and depth <= @depth
-- name: ListRuns
select * from automation_run where tenant = @tenant and automation = @automation and (at, conversation) < (@sort, @cursorId) order by at desc, conversation desc limit @limit
-- name: AddEffect
insert into automation_effect (tenant, conversation, first_sequence, last_sequence, depth, at) values (@tenant, @conversation, @first, @last, @depth, @at)
on conflict (tenant, conversation, first_sequence) do nothing
-- name: FindDepth
select max(depth) as number from automation_effect where tenant = @tenant and conversation = @conversation and first_sequence <= @sequence and last_sequence >= @sequence
-- name: ForgetRuns
delete from automation_run where tenant = @tenant and at < @before
-- name: ForgetEffects
delete from automation_effect where tenant = @tenant and at < @before
