-- name: AddCall
insert into system_call (tenant, id, subject, system, system_kind, connector, title, body, severity, place, why, link, state, called_at, due_at, unit)
values (@tenant, @Id, @Subject, @System, @SystemKind, @Connector, @Title, @Body, @Severity, @Place, @Why, @Link, 'called', @CalledAt, @DueAt, @Unit)
on conflict (tenant, id) do nothing
-- name: FindCall
select c.*, m.attempts, m.problem from system_call c left join system_message m on m.tenant = c.tenant and m.id = c.id || ':call'
where c.tenant = @tenant and c.id = @id
-- name: CallsOf
select c.*, m.attempts, m.problem from system_call c left join system_message m on m.tenant = c.tenant and m.id = c.id || ':call'
where c.tenant = @tenant and c.subject = @subject order by c.called_at, c.id limit 100
-- name: ListCalls
select c.*, m.attempts, m.problem from system_call c left join system_message m on m.tenant = c.tenant and m.id = c.id || ':call'
where c.tenant = @tenant and (@state = '' or c.state = @state) and (@subject = '' or c.subject = @subject) and (@system = '' or c.system = @system) and (@overdue = 0 or (c.state in ('called', 'unreachable') and c.due_at < @now))
and (c.called_at < @sort or (c.called_at = @sort and c.id < @cursor)) order by c.called_at desc, c.id desc limit @limit
-- name: CallsBetween
select c.* from system_call c where c.tenant = @tenant and c.called_at >= @from and c.called_at < @until order by c.called_at limit @limit
-- name: FindTicket
select id from system_call where tenant = @tenant and system = @system and ticket = @ticket order by called_at desc limit 1
-- name: Acknowledge
update system_call set state = 'acknowledged', acknowledged_at = @at, acknowledged_by = @by where tenant = @tenant and id = @id and state in ('called', 'unreachable')
-- name: Fix
update system_call set state = 'fixed', fixed_at = @at, fixed_by = @by, acknowledged_at = coalesce(acknowledged_at, @at), acknowledged_by = coalesce(acknowledged_by, @by)
where tenant = @tenant and id = @id and state in ('called', 'acknowledged', 'unreachable')
-- name: Withdraw
update system_call set state = 'withdrawn' where tenant = @tenant and id = @id and state in ('called', 'acknowledged', 'unreachable')
-- name: GiveUp
update system_call set state = 'unreachable' where tenant = @tenant and id = @id and state = 'called'
-- name: Escalate
update system_call set escalated_at = @at where tenant = @tenant and id = @id and escalated_at is null and state in ('called', 'unreachable')
-- name: Taken
update system_call set sent_at = coalesce(sent_at, @at), ticket = coalesce(@ticket, ticket), ticket_address = coalesce(@address, ticket_address) where tenant = @tenant and id = @id
-- name: AddMessage
insert into system_message (tenant, id, call, system, action, state, attempts, doubts, doubt, next_at, created_at, changed_at)
values (@tenant, @id, @call, @system, @action, 'waiting', 0, 0, 0, @now, @now, @now) on conflict (tenant, id) do nothing
-- name: DueMessages
select * from system_message where tenant = @tenant and state = 'waiting' and next_at <= @now order by next_at, id limit 200
-- name: FindMessage
select * from system_message where tenant = @tenant and id = @id
-- name: BeginMessage
update system_message set attempts = attempts + 1, doubt = 1, changed_at = @now where tenant = @tenant and id = @id and state = 'waiting' and attempts = @attempts
-- name: SettleMessage
update system_message set state = @state, doubt = @doubt, doubts = @doubts, next_at = @nextAt, problem = @problem, changed_at = @now where tenant = @tenant and id = @id and state = 'waiting'
-- name: DropMessage
update system_message set state = 'dropped', changed_at = @now where tenant = @tenant and id = @id and state = 'waiting'
