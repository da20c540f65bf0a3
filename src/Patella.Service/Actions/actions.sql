-- name: HoldOrder
insert into action_order (tenant, order_ref, decisions) values (@tenant, @order, 1) on conflict (tenant, order_ref) do update set decisions = action_order.decisions + 1
-- name: Find
select * from service_action where tenant = @tenant and id = @id
-- name: OfOrder
select * from service_action where tenant = @tenant and order_ref = @order order by accepted_at, id limit 500
-- name: List
select * from service_action where tenant = @tenant and (@state is null or state = @state) and (accepted_at < @sort or (accepted_at = @sort and id < @id)) order by accepted_at desc, id desc limit @limit
-- name: Add
insert into service_action (tenant, id, command, kind, order_ref, number, person, unit, merchant, arguments, change, reason, hash, money, pieces, value, currency, state, author_kind, author_id, grade, case_ref, conversation, preview,
    authority, decision, rule, promised_at, override, next_at, accepted_at, ended_at)
values (@tenant, @Id, @Command, @Kind, @OrderRef, @Number, @Person, @Unit, @Merchant, @Arguments, @Change, @Reason, @Hash, @Money, @Pieces, @Value, @Currency, @State, @AuthorKind, @AuthorId, @Grade, @CaseRef, @Conversation, @Preview,
    @Authority, @Decision, @Rule, @PromisedAt, @Override, @NextAt, @AcceptedAt, @EndedAt)
on conflict (tenant, id) do nothing
-- name: Save
update service_action set state = @State, approved_by = @ApprovedBy, approved_at = @ApprovedAt, attempts = @Attempts, asked = @Asked, sent_at = @SentAt, next_at = @NextAt, code = @Code, detail = @Detail, change = @Change, ended_at = @EndedAt
where tenant = @tenant and id = @Id
-- name: Due
select * from service_action where tenant = @tenant and state in ('collecting', 'executing', 'unknown') and next_at <= @now order by next_at, id limit @limit
-- name: NextDue
select min(next_at) from service_action where tenant = @tenant and state in ('collecting', 'executing', 'unknown')
-- name: HoldAuthor
insert into authority_used (tenant, author, day, kind, currency) values (@tenant, @author, @day, '', '') on conflict (tenant, author, day, kind, currency) do update set given = authority_used.given
-- name: AddGiven
insert into authority_used (tenant, author, day, kind, currency, given) values (@tenant, @author, @day, @kind, @currency, @value)
on conflict (tenant, author, day, kind, currency) do update set given = authority_used.given + excluded.given
-- name: TakeGiven
update authority_used set given = given - @value where tenant = @tenant and author = @author and day = @day and kind = @kind and currency = @currency
-- name: GivenToday
select given from authority_used where tenant = @tenant and author = @author and day = @day and kind = @kind and currency = @currency
-- name: GivenInCase
select cast(coalesce(sum(value), 0) as bigint) from service_action
where tenant = @tenant and case_ref = @caseRef and author_id = @author and kind = @kind and currency = @currency and value > 0 and authority = 'own' and state not in ('refused', 'declined')
-- name: GivenOnOrder
select cast(coalesce(sum(value), 0) as bigint) from service_action
where tenant = @tenant and order_ref = @order and case_ref is null and author_id = @author and kind = @kind and currency = @currency and value > 0 and authority = 'own' and state not in ('refused', 'declined')
-- name: Settled
select count(*) contacts, coalesce(sum(own), 0) own, coalesce(sum(amount_own), 0) value_own, coalesce(sum(amount_all), 0) value_all
from (select coalesce(case_ref, conversation, order_ref) contact, min(case when authority = 'own' then 1 else 0 end) own,
        sum(case when authority = 'own' then value else 0 end) amount_own, sum(value) amount_all
    from service_action where tenant = @tenant and state = 'done' and authority <> 'not-needed' and ended_at >= @from and ended_at < @until and (@author is null or author_id = @author)
    group by coalesce(case_ref, conversation, order_ref)) contacts
-- name: AddPreview
insert into action_preview (tenant, id, order_ref, kind, person, content, hash, terms, conversation, case_ref, made_kind, made_by, consent, made_at, expires_at)
values (@tenant, @Id, @OrderRef, @Kind, @Person, @Content, @Hash, @Terms, @Conversation, @CaseRef, @MadeKind, @MadeBy, @Consent, @MadeAt, @ExpiresAt)
-- name: FindPreview
select * from action_preview where tenant = @tenant and id = @id
-- name: NewestConsent
select * from action_preview where tenant = @tenant and order_ref = @order and kind = @kind and hash = @hash and consent = 'given' order by consented_at desc limit 1
-- name: AskedOf
select * from action_preview where tenant = @tenant and person in @persons and consent = 'asked' and expires_at > @now order by made_at desc limit 20
-- name: AskConsent
update action_preview set asked_at = coalesce(asked_at, @now), conversation = @conversation where tenant = @tenant and id = @id and consent = 'asked'
-- name: GiveConsent
update action_preview set consent = 'given', consented_by = @by, consented_at = @now, consent_until = @until where tenant = @tenant and id = @id and consent = 'asked'
-- name: UseConsent
update action_preview set consent = 'used', used_by = @action where tenant = @tenant and id = @id and consent = 'given'
-- name: OfPersons
select * from service_action where tenant = @tenant and person in @persons order by accepted_at limit 10000
-- name: EraseActions
update service_action set arguments = null, reason = null, detail = null, override = null where tenant = @tenant and person in @persons and (arguments is not null or reason is not null or detail is not null or override is not null)
-- name: ErasePreviews
update action_preview set content = null where tenant = @tenant and person in @persons and content is not null
