-- name: Open
insert into remedy_advance (tenant, case_ref, currency, opened_at) values (@tenant, @caseRef, @currency, @now) on conflict (tenant, case_ref, currency) do nothing
-- name: Reopen
update remedy_advance set open = 1 where tenant = @tenant and case_ref = @caseRef and currency = @currency and open = 0
-- name: Find
select * from remedy_advance where tenant = @tenant and case_ref = @caseRef and currency = @currency
-- name: OfCase
select * from remedy_advance where tenant = @tenant and case_ref = @caseRef order by currency
-- name: Blame
update remedy_advance set party_kind = @kind, party = @party, liable_at = @now, claim_at = @claimAt where tenant = @tenant and case_ref = @caseRef and currency = @currency
-- name: SetOpen
update remedy_advance set open = @open where tenant = @tenant and case_ref = @caseRef and currency = @currency
-- name: List
select * from remedy_advance where tenant = @tenant and (@all = 1 or open = 1) and (opened_at, case_ref) < (@sort, @id) order by opened_at desc, case_ref desc limit @limit
-- name: AddRecovery
insert into remedy_recovery (tenant, id, source, case_ref, currency, content, amount, by_kind, by_id, reason, at) values (@tenant, @Id, @Source, @CaseRef, @Currency, @Content, @Amount, @ByKind, @ById, @Reason, @At)
-- name: RecoveriesOf
select * from remedy_recovery where tenant = @tenant and case_ref = @caseRef and currency = @currency order by at, id, source
-- name: FindRecovery
select * from remedy_recovery where tenant = @tenant and id = @id
