-- name: SaveSubscription
insert into push_subscription (tenant, id, person, endpoint, public_key, secret, created_at, seen_at) values (@tenant, @Id, @Person, @Endpoint, @PublicKey, @Secret, @SeenAt, @SeenAt)
on conflict (tenant, id) do update set person = excluded.person, public_key = excluded.public_key, secret = excluded.secret, seen_at = excluded.seen_at
-- name: OfPersons
select * from push_subscription where tenant = @tenant and person in @persons order by seen_at desc limit 10
-- name: Find
select * from push_subscription where tenant = @tenant and id = @id
-- name: DeleteSubscription
delete from push_subscription where tenant = @tenant and id = @id
-- name: DeleteOwn
delete from push_subscription where tenant = @tenant and id = @id and person = @person
-- name: DeleteOldest
delete from push_subscription where tenant = @tenant and person = @person and id not in (select id from push_subscription where tenant = @tenant and person = @person order by seen_at desc, id limit @most)
-- name: CountSubscriptions
select count(*) from push_subscription where tenant = @tenant
-- name: AddNotice
insert into push_notice (tenant, id, person, persons, conversation, title, body, path, state, attempts, next_at, created_at, changed_at)
values (@tenant, @Id, @Person, @Persons, @Conversation, @Title, @Body, @Path, 'waiting', 0, @now, @now, @now)
on conflict (tenant, id) do nothing
-- name: Due
select * from push_notice where tenant = @tenant and state = 'waiting' and next_at <= @now order by next_at, id limit @limit
-- name: Begin
update push_notice set attempts = attempts + 1, doubt = 1, changed_at = @now where tenant = @tenant and id = @id and state = 'waiting'
-- name: Settle
update push_notice set state = @state, doubt = @doubt, next_at = @nextAt, problem = @problem, changed_at = @now where tenant = @tenant and id = @id and state = 'waiting'
-- name: Trim
delete from push_notice where tenant = @tenant and state <> 'waiting' and changed_at < @before
-- name: NoticesOf
select * from push_notice where tenant = @tenant and person in @persons order by created_at limit 1000
-- name: EraseSubscriptions
delete from push_subscription where tenant = @tenant and person in @persons
-- name: EraseNotices
delete from push_notice where tenant = @tenant and person in @persons
