-- name: BeginEngine
insert into voice_engine (tenant, source_next, labelled_next, salt) values (@tenant, 0, 0, @salt) on conflict (tenant) do nothing
-- name: FindEngine
select source_next, labelled_next, sealed_position, sealed_source, sealed_labelled, model, tick, voices, catalogue, salt from voice_engine where tenant = @tenant
-- name: MoveEngine
update voice_engine set source_next = @SourceNext, labelled_next = @LabelledNext, model = @Model, tick = @Tick, voices = voices + @added
where tenant = @tenant and labelled_next = @from
-- name: Seal
update voice_engine set sealed_position = @position, sealed_source = @source, sealed_labelled = @labelled, catalogue = catalogue + 1 where tenant = @tenant and sealed_labelled = @from
-- name: ChangeCatalogue
update voice_engine set catalogue = catalogue + 1 where tenant = @tenant
-- name: AddSum
insert into voice_sum (tenant, grain, dimension, slot, value, stage, reason, count, families, positive, negative, urgent, at_once)
values (@tenant, @Grain, @Dimension, @Slot, @Value, @Stage, @Reason, @Count, @Families, @Positive, @Negative, @Urgent, @AtOnce)
on conflict (tenant, grain, dimension, slot, value, reason, stage) do update set count = voice_sum.count + excluded.count, families = voice_sum.families + excluded.families,
    positive = voice_sum.positive + excluded.positive, negative = voice_sum.negative + excluded.negative, urgent = voice_sum.urgent + excluded.urgent, at_once = voice_sum.at_once + excluded.at_once
-- name: ValuesOfSlot
select distinct value from voice_sum where tenant = @tenant and grain = @grain and dimension = @dimension and slot = @slot
-- name: Points
select slot, value, stage, reason, count, families, positive, negative, urgent, at_once from voice_sum
where tenant = @tenant and grain = @grain and dimension = @dimension and slot between @from and @until and value = @value
-- name: PointsOfSlots
select slot, value, stage, reason, count, families, positive, negative, urgent, at_once from voice_sum
where tenant = @tenant and grain = @grain and dimension = @dimension and slot in @slots and value = @value
-- name: Groups
select slot, value, stage, reason, count, families, positive, negative, urgent, at_once from voice_sum
where tenant = @tenant and grain = @grain and dimension = @dimension and slot between @from and @until
-- name: SlotsBeyond
select distinct slot from voice_sum where tenant = @tenant and grain = @grain and dimension = @dimension + 100 and slot between @from and @until
-- name: DropSums
delete from voice_sum where tenant = @tenant and grain = @grain and slot < @before
-- name: AddBlock
insert into voice_block (tenant, first_position, last_position, source_next, row_count, from_at, until_at, sealed_at, columns_key, words_key, bytes, filter)
values (@tenant, @FirstPosition, @LastPosition, @SourceNext, @RowCount, @FromAt, @UntilAt, @SealedAt, @ColumnsKey, @WordsKey, @Bytes, @Filter)
-- name: BlocksAfter
select first_position, last_position, source_next, row_count, from_at, until_at, sealed_at, columns_key, words_key, bytes, version, filter from voice_block where tenant = @tenant and first_position > @after order by first_position
-- name: FindBlock
select first_position, last_position, source_next, row_count, from_at, until_at, sealed_at, columns_key, words_key, bytes, version, filter from voice_block where tenant = @tenant and first_position = @first
-- name: BlockVersions
select first_position, words_key, version from voice_block where tenant = @tenant
-- name: ChangeWords
update voice_block set words_key = @words, version = version + 1 where tenant = @tenant and first_position = @FirstPosition and version = @Version
-- name: DropBlock
delete from voice_block where tenant = @tenant and first_position = @FirstPosition
-- name: NotePiece
insert into voice_piece (tenant, key, noted_at) values (@tenant, @key, @at) on conflict (tenant, key) do update set noted_at = excluded.noted_at
-- name: KeepPiece
delete from voice_piece where tenant = @tenant and key = @key and noted_at >= 0
-- name: GiveUpPieces
update voice_piece set noted_at = -1 where tenant = @tenant
-- name: ForgetPiece
delete from voice_piece where tenant = @tenant and key = @key
-- name: Pieces
select key from voice_piece where tenant = @tenant and noted_at < 0 order by key limit 10000
-- name: FindImport
select id, hash, state, at, by_id, lines, accepted, doubled, refused, problems from voice_import where tenant = @tenant and id = @id
-- name: AddImport
insert into voice_import (tenant, id, hash, state, at, by_id) values (@tenant, @id, @hash, 'running', @at, @by) on conflict (tenant, id) do nothing
-- name: SaveImport
update voice_import set state = @State, lines = @Lines, accepted = @Accepted, doubled = @Doubled, refused = @Refused, problems = @Problems where tenant = @tenant and id = @Id
-- name: Rules
select text_days, minute_days, hour_days, block_days from voice_rules where tenant = @tenant
-- name: SaveRules
insert into voice_rules (tenant, text_days, minute_days, hour_days, block_days, saved_at, saved_by) values (@tenant, @TextDays, @MinuteDays, @HourDays, @BlockDays, @at, @by)
on conflict (tenant) do update set text_days = excluded.text_days, minute_days = excluded.minute_days, hour_days = excluded.hour_days, block_days = excluded.block_days, saved_at = excluded.saved_at, saved_by = excluded.saved_by
