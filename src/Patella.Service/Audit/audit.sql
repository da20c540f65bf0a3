-- name: Next
insert into audit_chain (tenant, number, hash) values (@tenant, 1, '')
on conflict (tenant) do update set number = audit_chain.number + 1 returning number, hash
-- name: Advance
update audit_chain set hash = @Hash where tenant = @tenant
-- name: Add
insert into audit_entry (tenant, id, at, recorded_at, actor_kind, actor, action, subject, detail, number, hash)
values (@tenant, @Id, @At, @RecordedAt, @ActorKind, @Actor, @Action, @Subject, @Detail, @Number, @Hash)
-- name: Has
select count(*) from audit_entry where tenant = @tenant and id = @id
-- name: List
select id, at, recorded_at, actor_kind, actor, action, subject, detail, number, hash from audit_entry
where tenant = @tenant and (recorded_at < @sort or (recorded_at = @sort and id < @id))
  and recorded_at >= @since and recorded_at < @until
  and (@action is null or action = @action or substr(action, 1, length(@action) + 1) = @action || '.')
  and (@subject is null or subject = @subject or substr(subject, 1, length(@subject) + 1) = @subject || ':')
  and (@actor is null or actor = @actor)
order by recorded_at desc, id desc limit @limit
-- name: Chained
select id, at, recorded_at, actor_kind, actor, action, subject, detail, number, hash from audit_entry
where tenant = @tenant and number > @after order by number limit @limit
-- name: Head
select number, hash from audit_chain where tenant = @tenant
-- name: Unchained
select count(*) from audit_entry where tenant = @tenant and number is null
-- name: Slipped
select count(*) from audit_entry where tenant = @tenant and number is null
  and recorded_at > (select min(f.recorded_at) from audit_entry f where f.tenant = @tenant and f.number = 1)
