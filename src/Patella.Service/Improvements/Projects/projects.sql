-- name: Add
insert into improvement (tenant, id, headline, aim, unit, campaign, stage, cause, node, incident, obstacle, window_days, proposer, proposer_name, state, proposed_at)
values (@tenant, @Id, @Headline, @Aim, @Unit, @Campaign, @Stage, @Cause, @Node, @Incident, @Obstacle, @WindowDays, @Proposer, @ProposerName, @State, @ProposedAt) on conflict (tenant, id) do nothing
-- name: Find
select * from improvement where tenant = @tenant and id = @id
-- name: Save
update improvement set owner = @Owner, owner_name = @OwnerName, state = @State, accepted_at = @AcceptedAt, shipped_at = @ShippedAt, measured_at = @MeasuredAt, closed_at = @ClosedAt, measure_due = @MeasureDue,
    baseline = @Baseline, effect = @Effect, verdict = @Verdict, version = @Version
where tenant = @tenant and id = @Id and version = @Version - 1
-- name: AddStep
insert into improvement_step (tenant, improvement, number, state, by_id, by_name, remark, at, told_at) values (@tenant, @improvement, @number, @State, @by, @name, @remark, @at, @told)
-- name: StepsOf
select number, state, by_name, remark, at, told_at from improvement_step where tenant = @tenant and improvement = @id order by number
-- name: AddStatement
insert into improvement_statement (tenant, id, improvement, author, author_name, statement, voices, conversations, at) values (@tenant, @Id, @Improvement, @Author, @AuthorName, @Statement, @Voices, @Conversations, @At)
on conflict (tenant, id) do nothing
-- name: FindStatement
select statement from improvement_statement where tenant = @tenant and id = @id
-- name: StatementsOf
select * from improvement_statement where tenant = @tenant and improvement = @id order by at, id limit 200
-- name: List
select * from improvement where tenant = @tenant and (@state = '' or state = @state) and (@campaign = '' or campaign = @campaign) and (@incident = '' or incident = @incident) and (@unit = '' or unit = @unit) and (@proposer = '' or proposer = @proposer)
  and (proposed_at < @sort or (proposed_at = @sort and id < @cursor)) order by proposed_at desc, id desc limit @limit
-- name: OfIncident
select id from improvement where tenant = @tenant and incident = @incident order by proposed_at, id limit 50
-- name: Due
select * from improvement where tenant = @tenant and state = 'shipped' and measure_due <= @now order by measure_due, id limit 20
-- name: MeasuredBetween
select * from improvement where tenant = @tenant and measured_at >= @from and measured_at < @until order by measured_at desc, id desc limit @limit
-- name: Told
select state, campaign, verdict, proposed_at, accepted_at, shipped_at, measured_at from improvement where tenant = @tenant and proposed_at < @until and (proposed_at >= @from or shipped_at >= @from or measured_at >= @from)
