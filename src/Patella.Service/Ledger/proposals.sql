-- name: Add
insert into ledger_proposal (tenant, id, kind, target, terms, proposed_by, proposed_at, state) values (@tenant, @Id, @Kind, @Target, @Terms, @ProposedBy, @ProposedAt, 'open') on conflict (tenant, id) do nothing
-- name: Find
select * from ledger_proposal where tenant = @tenant and id = @id
-- name: Decide
update ledger_proposal set state = @state, decided_by = @by, decided_at = @now where tenant = @tenant and id = @id and state = 'open'
-- name: List
select * from ledger_proposal where tenant = @tenant and (@state is null or state = @state) and (proposed_at, id) < (@sort, @id) order by proposed_at desc, id desc limit @limit
