-- name: Add
insert into shop_measure (tenant, id, content, kind, shop, rule, clause, words, evidence, days, reward, state, proposed_by, proposed_at, decide_by)
values (@tenant, @Id, @Content, @Kind, @Shop, @Rule, @Clause, @Words, @Evidence, @Days, @Reward, @State, @ProposedBy, @ProposedAt, @DecideBy)
on conflict (tenant, id) do nothing
-- name: Find
select * from shop_measure where tenant = @tenant and id = @id
-- name: Save
update shop_measure set state = @State, code = @Code, detail = @Detail, decided_by = @DecidedBy, decided_at = @DecidedAt, decided_words = @DecidedWords, in_force_at = @InForceAt, ends_at = @EndsAt,
    lift_why = @LiftWhy, lifted_by = @LiftedBy, lift_words = @LiftWords, lifted_at = @LiftedAt, appealed_by = @AppealedBy, appealed_at = @AppealedAt, appeal_words = @AppealWords, appeal_due = @AppealDue,
    appeal_late = @AppealLate, appeal_state = @AppealState, appeal_decided_by = @AppealDecidedBy, appeal_decided_at = @AppealDecidedAt, appeal_answer = @AppealAnswer,
    lifts = @Lifts, sent_at = @SentAt, next_at = @NextAt, asked = @Asked where tenant = @tenant and id = @Id
-- name: List
select * from shop_measure where tenant = @tenant and (@state is null or state = @state) and (@shop is null or shop = @shop) and (@appeal is null or appeal_state = @appeal)
    and (proposed_at, id) < (@sort, @id) order by proposed_at desc, id desc limit @limit
-- name: OfShop
select * from shop_measure where tenant = @tenant and shop = @shop and in_force_at is not null and (proposed_at, id) < (@sort, @id) order by proposed_at desc, id desc limit @limit
-- name: OpenOfShop
select * from shop_measure where tenant = @tenant and shop = @shop and state in ('proposed', 'applying', 'in-force', 'lifting') limit 200
-- name: CountSince
select count(*) from shop_measure where tenant = @tenant and shop = @shop and kind = @kind and in_force_at >= @since
-- name: HoldShop
insert into shop_hold (tenant, shop, times) values (@tenant, @shop, 1) on conflict (tenant, shop) do update set times = shop_hold.times + 1
-- name: Due
select * from shop_measure where tenant = @tenant and next_at <= @now order by next_at limit @limit
-- name: NextDue
select min(next_at) from shop_measure where tenant = @tenant and next_at is not null
