-- name: Add
insert into remedy (tenant, id, content, kind, source, amount, currency, order_ref, case_ref, person, instrument, way, fund, merchant, reason, given_kind, given_by, grade, state, attempt, code, promised_by, planned_at, changed_at, confirmed_at)
values (@tenant, @Id, @Content, @Kind, @Source, @Amount, @Currency, @OrderRef, @CaseRef, @Person, @Instrument, @Way, @Fund, @Merchant, @Reason, @GivenKind, @GivenBy, @Grade, @State, @Attempt, @Code, @PromisedBy, @PlannedAt, @ChangedAt, @ConfirmedAt)
on conflict (tenant, id) do nothing
-- name: AddMany
insert into remedy (tenant, id, content, kind, source, amount, currency, order_ref, case_ref, person, instrument, way, fund, merchant, reason, given_kind, given_by, grade, state, attempt, promised_by, planned_at, changed_at, confirmed_at)
select @tenant, * from unnest(cast(@Id as text[]), cast(@Content as text[]), cast(@Kind as text[]), cast(@Source as bigint[]), cast(@Amount as bigint[]), cast(@Currency as text[]), cast(@OrderRef as text[]), cast(@CaseRef as text[]),
    cast(@Person as text[]), cast(@Instrument as text[]), cast(@Way as text[]), cast(@Fund as text[]), cast(@Merchant as text[]), cast(@Reason as text[]), cast(@GivenKind as text[]), cast(@GivenBy as text[]), cast(@Grade as bigint[]),
    cast(@State as text[]), cast(@Attempt as bigint[]), cast(@PromisedBy as bigint[]), cast(@PlannedAt as bigint[]), cast(@ChangedAt as bigint[]), cast(@ConfirmedAt as bigint[]))
on conflict (tenant, id) do nothing
-- name: Find
select * from remedy where tenant = @tenant and id = @id
-- name: FindMany
select * from remedy where tenant = @tenant and id in @ids
-- name: Save
update remedy set instrument = @Instrument, way = @Way, state = @State, attempt = @Attempt, received = @Received, code = @Code, given_back = @GivenBack, promised_by = @PromisedBy, changed_at = @ChangedAt, confirmed_at = @ConfirmedAt,
    ended_reason = @EndedReason where tenant = @tenant and id = @Id
-- name: OfOrder
select * from remedy where tenant = @tenant and order_ref = @order order by planned_at, id limit 500
-- name: OfPersons
select * from remedy where tenant = @tenant and person in @persons and (planned_at, id) < (@at, @id) order by planned_at desc, id desc limit @limit
-- name: OfShop
select * from remedy where tenant = @tenant and merchant in @merchants and source = 1 and (@order is null or order_ref = @order) and (planned_at, id) < (@at, @id) order by planned_at desc, id desc limit @limit
-- name: List
select * from remedy where tenant = @tenant and (@state is null or state = @state) and (@kind is null or kind = @kind) and (@order is null or order_ref = @order) and (@caseRef is null or case_ref = @caseRef)
    and (@fund is null or fund = @fund) and (@source = 0 or source = @source) and (planned_at, id) < (@at, @id) order by planned_at desc, id desc limit @limit
-- name: CountOfPersons
select count(*) from remedy where tenant = @tenant and person in @persons
-- name: EraseReasons
update remedy set reason = null, ended_reason = null where tenant = @tenant and person in @persons and (reason is not null or ended_reason is not null)

-- name: PaymentsOf
select * from remedy_payment where tenant = @tenant and order_ref = @order order by id
-- name: SavePayment
insert into remedy_payment (tenant, order_ref, id, currency, instrument, captured, refunded) values (@tenant, @OrderRef, @Id, @Currency, @Instrument, @Captured, @Refunded)
on conflict (tenant, order_ref, id) do update set instrument = coalesce(excluded.instrument, remedy_payment.instrument), captured = excluded.captured, refunded = excluded.refunded
