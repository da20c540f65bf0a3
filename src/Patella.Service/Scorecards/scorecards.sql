-- name: Enter
insert into score_state (tenant, key, closed_day, turns) values (@tenant, 'nights', -1, 1)
on conflict (tenant, key) do update set turns = score_state.turns + 1
returning closed_day
-- name: CloseDay
insert into score_state (tenant, key, closed_day, turns) values (@tenant, 'nights', @day, 1)
on conflict (tenant, key) do update set turns = score_state.turns + 1, closed_day = case when excluded.closed_day > score_state.closed_day then excluded.closed_day else score_state.closed_day end
-- name: FactsOfOwners
select owner, measure, part, merchant, day, at, counted, good, amount, amount2, amount3, order_ref, case_ref, person, flaw from score_fact where tenant = @tenant and owner in @owners
-- name: RatingsOfPair
select owner, measure, part, merchant, day, at, counted, good, amount, amount2, amount3, order_ref, case_ref, person, flaw from score_fact
where tenant = @tenant and merchant = @merchant and person = @person and measure = @measure
-- name: DropFact
delete from score_fact where tenant = @tenant and owner = @Owner and measure = @Measure and part = @Part
-- name: AddCorrection
insert into score_correction (tenant, id, merchant, owner, measure, kind, day_before, day_after, before, after, order_ref, case_ref, at)
values (@tenant, @Id, @merchant, @Owner, @Measure, @Kind, @DayBefore, @DayAfter, @Before, @After, @OrderRef, @CaseRef, @At)
-- name: Waiting
select id, merchant, owner, measure, kind, day_before, day_after, before, after, order_ref, case_ref, at, night, revision from score_correction
where tenant = @tenant and night is null order by merchant, id limit @limit
-- name: Settle
update score_correction set night = @night, revision = @revision where tenant = @tenant and id in @ids
-- name: CorrectionsOf
select id, merchant, owner, measure, kind, day_before, day_after, before, after, order_ref, case_ref, at, night, revision from score_correction
where tenant = @tenant and merchant = @merchant and (at < @sort or (at = @sort and id < @cursorId)) order by at desc, id desc limit @limit
-- name: Behind
select owner, measure, part, merchant, day, at, counted, good, amount, amount2, amount3, order_ref, case_ref, person, flaw from score_fact
where tenant = @tenant and merchant = @merchant and measure in @measures and day between @from and @until and (at < @sort or (at = @sort and owner < @cursorId)) order by at desc, owner desc limit @limit
-- name: AskNight
insert into score_night (tenant, night, state, from_day, until_day, asked_at) values (@tenant, @night, 'asked', @from, @until, @at)
on conflict (tenant, night) do update set state = 'asked', problem = null where score_night.state = 'failed'
-- name: NextNight
select night, state, from_day, until_day, asked_at, published_at, shops, scored, policy, problem from score_night where tenant = @tenant and state in ('asked', 'running', 'published') order by night limit 1
-- name: FindNight
select night, state, from_day, until_day, asked_at, published_at, shops, scored, policy, problem from score_night where tenant = @tenant and night = @night
-- name: ListNights
select night, state, from_day, until_day, asked_at, published_at, shops, scored, policy, problem from score_night where tenant = @tenant and night < @before order by night desc limit @limit
-- name: NewestNight
select night, state, from_day, until_day, asked_at, published_at, shops, scored, policy, problem from score_night
where tenant = @tenant and state in ('published', 'done') and night < @before and (published_at is null or published_at <= @asOf) order by night desc limit 1
-- name: BeginNight
update score_night set state = 'running' where tenant = @tenant and night = @night and state in ('asked', 'running')
-- name: PublishNight
update score_night set state = 'published', published_at = @at, shops = @shops, scored = @scored, policy = @policy where tenant = @tenant and night = @night and state = 'running'
-- name: EndNight
update score_night set state = 'done' where tenant = @tenant and night = @night and state = 'published'
-- name: FailNight
update score_night set state = 'failed', problem = @problem where tenant = @tenant and night = @night and state in ('asked', 'running')
-- name: DropScores
delete from score where tenant = @tenant and night = @night
-- name: DropFields
delete from score_field where tenant = @tenant and night = @night
-- name: Totals
select s.merchant, s.total, s.badge from score s
where s.tenant = @tenant and s.night = @night and s.merchant > @after and s.revision = (select max(r.revision) from score r where r.tenant = s.tenant and r.night = s.night and r.merchant = s.merchant)
order by s.merchant limit @limit
-- name: FindScore
select night, merchant, revision, category, total, badge, figures, policy, because, made_at from score
where tenant = @tenant and night = @night and merchant = @merchant and made_at <= @asOf order by revision desc limit 1
-- name: ScoresOf
select s.night, s.merchant, s.revision, s.category, s.total, s.badge, s.figures, s.policy, s.because, s.made_at from score s
join score_night n on n.tenant = s.tenant and n.night = s.night and n.state in ('published', 'done')
where s.tenant = @tenant and s.merchant = @merchant and s.night <= @night order by s.night desc, s.revision desc limit @limit
-- name: ScoresOfNight
select s.night, s.merchant, s.revision, s.category, s.total, s.badge, s.figures, s.policy, s.because, s.made_at from score s
where s.tenant = @tenant and s.night = @night and s.merchant > @after and (@category is null or s.category = @category)
  and s.revision = (select max(r.revision) from score r where r.tenant = s.tenant and r.night = s.night and r.merchant = s.merchant)
order by s.merchant limit @limit
-- name: AddScore
insert into score (tenant, night, merchant, revision, category, total, badge, figures, policy, because, made_at)
values (@tenant, @Night, @Merchant, @Revision, @Category, @Total, @Badge, @Figures, @Policy, @Because, @MadeAt)
-- name: FindField
select night, category, shops, disputes, paid, reached from score_field where tenant = @tenant and night = @night and category = @category
-- name: AddBadge
insert into score_badge (tenant, id, merchant, night, revision, granted, because, fell, total, earlier, at) values (@tenant, @Id, @Merchant, @Night, @Revision, @Granted, @Because, @Fell, @Total, @Earlier, @At)
on conflict (tenant, merchant, night, revision) do nothing
-- name: BadgesOf
select id, merchant, night, revision, granted, because, fell, total, earlier, at from score_badge where tenant = @tenant and merchant = @merchant order by at desc, id desc limit 200
-- name: BadgeFeed
select id, merchant, night, revision, granted, because, fell, total, earlier, at from score_badge
where tenant = @tenant and (at > @sort or (at = @sort and id > @cursorId)) order by at, id limit @limit
-- name: AddPromotion
insert into score_promotion (tenant, id, title, cut_off, made_at, made_by) values (@tenant, @Id, @Title, @CutOff, @MadeAt, @MadeBy) on conflict (tenant, id) do nothing
-- name: FindPromotion
select id, title, cut_off, made_at, made_by from score_promotion where tenant = @tenant and id = @id
-- name: ListPromotions
select id, title, cut_off, made_at, made_by from score_promotion where tenant = @tenant order by cut_off desc, id desc limit 200
-- name: FirstStart
insert into score_state (tenant, key, closed_day, turns) values (@tenant, 'timer', -1, 0) on conflict (tenant, key) do nothing
