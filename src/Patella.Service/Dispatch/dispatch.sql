-- name: ListPresence
select staff, state, since from presence where tenant = @tenant
-- name: FindPresence
select staff, state, since from presence where tenant = @tenant and staff = @staff
-- name: SavePresence
insert into presence (tenant, staff, state, since) values (@tenant, @staff, @state, @since)
on conflict (tenant, staff) do update set state = excluded.state, since = excluded.since, seen_at = null
-- name: SeePresence
update presence set seen_at = @now where tenant = @tenant and staff in @staff and state = 'available'
-- name: ListGone
select staff from presence where tenant = @tenant and state = 'available' and seen_at is not null and seen_at < @before order by staff limit 256
-- name: ListContacts
select conversation, unit, language, tier, enqueued_at, staff from dispatch_contact where tenant = @tenant order by enqueued_at
-- name: SaveContact
insert into dispatch_contact (tenant, conversation, unit, language, tier, enqueued_at, staff) values (@tenant, @Conversation, @Unit, @Language, @Tier, @EnqueuedAt, @Staff)
on conflict (tenant, conversation) do update set unit = excluded.unit, language = excluded.language, enqueued_at = excluded.enqueued_at, staff = excluded.staff
-- name: DeleteContact
delete from dispatch_contact where tenant = @tenant and conversation = @conversation
-- name: ListOffers
select id, conversation, staff, offered_at, expires_at from offer where tenant = @tenant order by offered_at
-- name: OffersOf
select id, conversation, staff, offered_at, expires_at from offer where tenant = @tenant and staff = @staff order by offered_at
-- name: AddOffer
insert into offer (tenant, id, conversation, staff, offered_at, expires_at) values (@tenant, @Id, @Conversation, @Staff, @OfferedAt, @ExpiresAt)
-- name: DeleteOffer
delete from offer where tenant = @tenant and id = @id
-- name: DeleteOfferOf
delete from offer where tenant = @tenant and conversation = @conversation
-- name: ListLoans
select id, staff, unit, until, lent_by, lent_at from dispatch_loan where tenant = @tenant order by until, id, staff limit 5000
-- name: LoansOf
select id, staff, unit, until, lent_by, lent_at from dispatch_loan where tenant = @tenant and staff = @staff order by unit
-- name: AddLoan
insert into dispatch_loan (tenant, id, staff, unit, until, lent_by, lent_at) values (@tenant, @Id, @Staff, @Unit, @Until, @LentBy, @LentAt)
on conflict (tenant, id, staff) do nothing
-- name: LoanRows
select id, staff, unit, until, lent_by, lent_at from dispatch_loan where tenant = @tenant and id = @id order by staff
-- name: DeleteLoan
delete from dispatch_loan where tenant = @tenant and id = @id
