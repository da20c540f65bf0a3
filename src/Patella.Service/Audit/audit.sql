-- name: Add
insert into audit_entry (tenant, id, at, recorded_at, actor_kind, actor, action, subject, detail)
values (@tenant, @Id, @At, @RecordedAt, @ActorKind, @Actor, @Action, @Subject, @Detail)
-- name: List
select id, at, recorded_at, actor_kind, actor, action, subject, detail from audit_entry
where tenant = @tenant and (recorded_at < @sort or (recorded_at = @sort and id < @id))
  and (@action is null or action = @action) and (@subject is null or subject = @subject)
order by recorded_at desc, id desc limit @limit
