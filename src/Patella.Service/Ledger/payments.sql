-- name: AddPayment
insert into ledger_payment (tenant, id, direction, debit, credit, amount, currency, instrument, document, state, next_at, ordered_at)
values (@tenant, @Id, @Direction, @Debit, @Credit, @Amount, @Currency, @Instrument, @Document, 'queued', @NextAt, @OrderedAt) on conflict (tenant, id) do nothing
-- name: FindPayment
select * from ledger_payment where tenant = @tenant and id = @id
-- name: FindPayments
select * from ledger_payment where tenant = @tenant and id in @ids
-- name: Due
select * from ledger_payment where tenant = @tenant and state in ('queued', 'sending', 'unknown') and next_at <= @now order by next_at, id limit @limit
-- name: BeginSending
update ledger_payment set state = 'sending', attempts = attempts + 1, sent_at = @now, next_at = @next where tenant = @tenant and id = @id and state = 'queued'
-- name: Look
update ledger_payment set state = @state, asked = asked + 1, next_at = @next, code = @code where tenant = @tenant and id = @id and state in ('sending', 'unknown')
-- name: End
update ledger_payment set state = @state, ended_at = @now, provider_ref = @reference, code = @code where tenant = @tenant and id = @id and state in ('sending', 'unknown')
-- name: Withdraw
update ledger_payment set state = 'failed', ended_at = @now, code = 'withdrawn' where tenant = @tenant and id = @id and state = 'queued' and attempts = 0
-- name: SettleOdd
update ledger_payment set state = @state, ended_at = @now, settled = @moved where tenant = @tenant and id = @id and state = 'odd'
-- name: SettleMismatches
update ledger_mismatch set settled_at = @now, settled_by = @by where tenant = @tenant and payment = @id and settled_at is null
-- name: ListPayments
select * from ledger_payment where tenant = @tenant and (@state is null or state = @state) and (ordered_at, id) < (@sort, @id) order by ordered_at desc, id desc limit @limit
-- name: ConfirmedBetween
select * from ledger_payment where tenant = @tenant and state = 'confirmed' and ended_at > @from and ended_at <= @until and id > @after order by id limit @limit
-- name: AddMismatch
insert into ledger_mismatch (tenant, payment, kind, ours, theirs, currency, found_at) values (@tenant, @Payment, @Kind, @Ours, @Theirs, @Currency, @FoundAt)
on conflict (tenant, payment, kind) do nothing
-- name: Agree
update ledger_mismatch set settled_at = @now, settled_by = 'agreement' where tenant = @tenant and payment in @payments and settled_at is null
-- name: SettleMismatch
update ledger_mismatch set settled_at = @now, settled_by = @by where tenant = @tenant and payment = @payment and kind = @kind and settled_at is null
-- name: ListMismatches
select * from ledger_mismatch where tenant = @tenant and (@open = 0 or settled_at is null) and (found_at, payment) < (@sort, @id) order by found_at desc, payment desc limit @limit
-- name: CountOpen
select count(*) from ledger_mismatch where tenant = @tenant and settled_at is null
-- name: Reconciled
select until from ledger_reconciliation where tenant = @tenant
-- name: SaveReconciliation
insert into ledger_reconciliation (tenant, until, ran_at, entries, open) values (@tenant, @until, @ranAt, @entries, @open)
on conflict (tenant) do update set until = excluded.until, ran_at = excluded.ran_at, entries = excluded.entries, open = excluded.open
-- name: LastReconciliation
select until, ran_at, entries from ledger_reconciliation where tenant = @tenant
