-- name: List
select * from webhook where tenant = @tenant order by name, id limit 200
-- name: Find
select * from webhook where tenant = @tenant and id = @id
-- name: Count
select count(*) from webhook where tenant = @tenant
-- name: Save
insert into webhook (tenant, id, name, url, kinds, include_text, state, secret, created_at, version)
values (@tenant, @Id, @Name, @Url, @Kinds, @IncludeText, @State, @Secret, @CreatedAt, 1)
on conflict (tenant, id) do update set name = excluded.name, url = excluded.url, kinds = excluded.kinds, include_text = excluded.include_text, state = excluded.state,
    reason = null, failing_since = null, version = webhook.version + 1
-- name: Delete
delete from webhook where tenant = @tenant and id = @id
-- name: DeleteDeliveries
delete from webhook_delivery where tenant = @tenant and webhook = @id
-- name: DeleteAttempts
delete from webhook_attempt where tenant = @tenant and delivery in (select id from webhook_delivery where tenant = @tenant and webhook = @id)
-- name: Rotate
update webhook set old_secret = case when secret = '' then null else secret end, old_until = @until, secret = @secret, version = version + 1 where tenant = @tenant and id = @id
-- name: Waiting
select count(*) from webhook_delivery where tenant = @tenant and webhook = @webhook and state = 'waiting'
-- name: AddDelivery
insert into webhook_delivery (tenant, id, webhook, entry, position, kind, created_at, state, attempts, next_at) values (@tenant, @Id, @Webhook, @Entry, @Position, @Kind, @CreatedAt, 'waiting', 0, @CreatedAt)
on conflict (tenant, id) do nothing
-- name: Due
select * from webhook_delivery where tenant = @tenant and webhook = @webhook and state = 'waiting' and next_at <= @now order by next_at, id limit @limit
-- name: FindDelivery
select * from webhook_delivery where tenant = @tenant and id = @id
-- name: Settle
update webhook_delivery set state = @state, attempts = @attempts, next_at = @nextAt, status = @status, problem = @problem, finished_at = @finishedAt where tenant = @tenant and id = @id and state = 'waiting'
-- name: AddAttempt
insert into webhook_attempt (tenant, delivery, number, at, duration_ms, status, head, problem) values (@tenant, @delivery, @number, @at, @duration, @status, @head, @problem) on conflict do nothing
-- name: Attempts
select * from webhook_attempt where tenant = @tenant and delivery = @id order by at limit 100
-- name: Redeliver
update webhook_delivery set state = 'waiting', attempts = 0, next_at = @now, finished_at = null where tenant = @tenant and id = @id and state <> 'waiting'
-- name: Works
update webhook set failing_since = null where tenant = @tenant and id = @id and failing_since is not null
-- name: Fails
update webhook set failing_since = coalesce(failing_since, @now) where tenant = @tenant and id = @id
-- name: Disable
update webhook set state = 'disabled', reason = @reason, version = version + 1 where tenant = @tenant and id = @id and state = 'active'
-- name: Trim
delete from webhook_delivery where tenant = @tenant and webhook = @webhook and state <> 'waiting' and created_at < @before
-- name: TrimAttempts
delete from webhook_attempt where tenant = @tenant and at < @before
-- name: Entry
select * from timeline where tenant = @tenant and position = @position
-- name: AddPing
insert into webhook_delivery (tenant, id, webhook, kind, created_at, state, attempts, next_at, status, problem, finished_at) values (@tenant, @Id, @Webhook, @Kind, @CreatedAt, @State, 1, @CreatedAt, @Status, @Problem, @FinishedAt)
on conflict (tenant, id) do nothing
