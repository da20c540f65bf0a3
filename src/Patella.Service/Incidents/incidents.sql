-- name: BeginWatch
insert into incident_watch (tenant) values (@tenant) on conflict (tenant) do nothing
-- name: FindWatch
select position, minute, snapshot_key, snapshot_position from incident_watch where tenant = @tenant
-- name: MoveWatch
update incident_watch set position = @position, minute = @minute where tenant = @tenant and position = @from
-- name: KeepSnapshot
update incident_watch set snapshot_key = @key, snapshot_position = @position where tenant = @tenant and position >= @position and snapshot_position < @position
-- name: SaveIncident
insert into incident (tenant, number, state, kind, onset, raised_at, position, verdict, body)
values (@tenant, @number, @state, @kind, @onset, @raisedAt, @position, @verdict, @body)
on conflict (tenant, number) do update set state = excluded.state, kind = excluded.kind, onset = excluded.onset, verdict = excluded.verdict, body = excluded.body
-- name: ListIncidents
select i.number, i.body, o.staff, o.name, o.unit from incident i left join incident_owner o on o.tenant = i.tenant and o.number = i.number
where i.tenant = @tenant and (@state = 'all' or i.state = @state) and (@kind = '' or i.kind = @kind) and i.raised_at >= @from and i.raised_at < @until
and (i.raised_at < @sort or (i.raised_at = @sort and i.number < @cursor)) order by i.raised_at desc, i.number desc limit @limit
-- name: FindIncident
select i.number, i.body, o.staff, o.name, o.unit from incident i left join incident_owner o on o.tenant = i.tenant and o.number = i.number
where i.tenant = @tenant and i.number = @number
-- name: LedgerOf
select number, onset, raised_at, verdict from incident where tenant = @tenant and state <> 'merged' and raised_at >= @from and raised_at < @until
-- name: SetOwner
insert into incident_owner (tenant, number, staff, name, unit, by_id, at) values (@tenant, @number, @staff, @name, @unit, @by, @at)
on conflict (tenant, number) do update set staff = excluded.staff, name = excluded.name, unit = excluded.unit, by_id = excluded.by_id, at = excluded.at
-- name: AddMiss
insert into incident_miss (tenant, id, title, onset, seen_at, stage, reason, node, note, by_id, at) values (@tenant, @id, @title, @onset, @seenAt, @stage, @reason, @node, @note, @by, @at)
on conflict (tenant, id) do nothing
-- name: FindMiss
select id, title, onset, seen_at, stage, reason, node, note, by_id, at from incident_miss where tenant = @tenant and id = @id
-- name: ListMisses
select id, title, onset, seen_at, stage, reason, node, note, by_id, at from incident_miss
where tenant = @tenant and seen_at >= @from and seen_at < @until and (seen_at < @sort or (seen_at = @sort and id < @cursor)) order by seen_at desc, id desc limit @limit
-- name: AddChange
insert into incident_change (tenant, id, kind, at, title, node, by_id, made_at) values (@tenant, @id, @kind, @at, @title, @node, @by, @madeAt) on conflict (tenant, id) do nothing
-- name: FindChange
select id, kind, at, title, node, by_id from incident_change where tenant = @tenant and id = @id
-- name: ListChanges
select id, kind, at, title, node, by_id from incident_change where tenant = @tenant and at >= @from and at < @until order by at desc, id desc limit @limit
