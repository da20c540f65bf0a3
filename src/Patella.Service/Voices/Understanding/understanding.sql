-- name: Hold
insert into voice_numbers (tenant, held) values (@tenant, 1) on conflict (tenant) do update set held = voice_numbers.held + 1
-- name: NextLabel
update voice_numbers set labels = labels + @count where tenant = @tenant
-- name: NextModel
update voice_numbers set models = models + 1 where tenant = @tenant
-- name: NextTelling
update voice_numbers set tellings = tellings + 1 where tenant = @tenant
-- name: Numbers
select labels, models, tellings from voice_numbers where tenant = @tenant
-- name: NewestTree
select version, at, by_id, by_name, stages from voice_tree where tenant = @tenant order by version desc limit 1
-- name: Tree
select version, at, by_id, by_name, stages from voice_tree where tenant = @tenant and version = @version
-- name: AddTree
insert into voice_tree (tenant, version, at, by_id, by_name, stages) values (@tenant, @Version, @At, @ById, @ByName, @Stages)
-- name: ReasonsSince
select reason, cast(sum(count) as bigint) count from voice_sum where tenant = @tenant and grain = 2 and dimension = 0 and slot >= @slot and reason <> '' group by reason
-- name: AddLabel
insert into voice_label (tenant, number, id, position, example, label, sentiment, urgency, remark, tree, at, by_id, by_name)
values (@tenant, @Number, @Id, @Position, @Example, @Label, @Sentiment, @Urgency, @Remark, @Tree, @At, @ById, @ByName)
-- name: FindLabel
select * from voice_label where tenant = @tenant and id = @id
-- name: LabelsOf
select * from voice_label where tenant = @tenant and position in @positions order by number
-- name: Labelled
select distinct position from voice_label where tenant = @tenant and position in @positions
-- name: LabelsAfter
select * from voice_label where tenant = @tenant and number > @after order by number limit 5000
-- name: LabelCount
select count(*) from voice_label where tenant = @tenant
-- name: Models
select * from voice_model where tenant = @tenant order by number desc limit 200
-- name: FindModel
select * from voice_model where tenant = @tenant and id = @id
-- name: OfState
select * from voice_model where tenant = @tenant and state = @state order by number desc limit 1
-- name: NextTraining
select * from voice_model where tenant = @tenant and state = 'training' order by number limit 1
-- name: AddModel
insert into voice_model (tenant, id, number, state, tree, asked_at, by_id, by_name) values (@tenant, @Id, @Number, @State, @Tree, @AskedAt, @ById, @ByName)
-- name: SaveModel
update voice_model set state = @State, tree = @Tree, hash = @Hash, labels = @Labels, trained_at = @TrainedAt, measured = @Measured, failure = @Failure, promoted_at = @PromotedAt, promoted_by = @PromotedBy, remark = @Remark
where tenant = @tenant and id = @Id
-- name: RetireOthers
update voice_model set state = 'retired' where tenant = @tenant and state = @state and id <> @id
-- name: AddTelling
insert into voice_telling (tenant, number, kind, told) values (@tenant, @number, @kind, @told)
-- name: Tellings
select number, kind, told from voice_telling where tenant = @tenant order by number limit 500
-- name: DropTelling
delete from voice_telling where tenant = @tenant and number = @number
