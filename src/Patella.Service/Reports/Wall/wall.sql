-- Cells of voice_sum are described in Voices/Migrations/001_voices.sql: grain 0 minute, 1 hour; dimension 0 all, 5 region, 8 source.
-- name: Hours
select slot, value as name, cast(sum(negative) as bigint) as count from voice_sum
where tenant = @tenant and grain = 1 and dimension = 0 and slot >= @from and slot < @until and value = '' group by slot, value
-- name: MinutesByStage
select slot, stage as name, cast(sum(negative) as bigint) as count, cast(sum(case when reason = '' then negative else 0 end) as bigint) as unnamed from voice_sum
where tenant = @tenant and grain = 0 and dimension = 0 and slot >= @from and slot < @until and value = '' group by slot, stage
-- name: HoursByStage
select slot, stage as name, cast(sum(negative) as bigint) as count, cast(sum(case when reason = '' then negative else 0 end) as bigint) as unnamed from voice_sum
where tenant = @tenant and grain = 1 and dimension = 0 and slot in @slots and value = '' group by slot, stage
-- name: HoursOfSource
select slot, value as name, cast(sum(negative) as bigint) as count from voice_sum
where tenant = @tenant and grain = 1 and dimension = 8 and slot in @slots and value = @value group by slot, value
-- name: HoursByRegion
select slot, value as name, cast(sum(negative) as bigint) as count from voice_sum
where tenant = @tenant and grain = 1 and dimension = 5 and slot in @slots group by slot, value
-- name: OpenIncidents
select i.number, i.body, o.staff, o.name, o.unit, o.at from incident i left join incident_owner o on o.tenant = i.tenant and o.number = i.number
where i.tenant = @tenant and i.state = 'open' order by i.raised_at desc, i.number desc limit @limit
-- name: CountIncidents
select cast(coalesce(sum(case when state = 'open' then 1 else 0 end), 0) as bigint) as open, cast(coalesce(sum(case when raised_at >= @since and state <> 'merged' then 1 else 0 end), 0) as bigint) as raised,
    cast(coalesce(sum(case when raised_at >= @since and state = 'closed' then 1 else 0 end), 0) as bigint) as closed
from incident where tenant = @tenant and kind <> 'opportunity' and (state = 'open' or raised_at >= @since)
-- name: NewestRecord
select source_next from voice_engine where tenant = @tenant
-- name: SlotsOfToday
select cast(coalesce(sum(offered), 0) as bigint) as offered, cast(coalesce(sum(picked), 0) as bigint) as picked_up, cast(coalesce(sum(replied), 0) as bigint) as replied,
    cast(coalesce(sum(asked), 0) as bigint) as asked, cast(coalesce(sum(got), 0) as bigint) as got, cast(coalesce(sum(by_bot), 0) as bigint) as by_bot,
    cast(coalesce(sum(standards_met), 0) as bigint) as kept, cast(coalesce(sum(standards_broken), 0) as bigint) as missed
from report_slot where tenant = @tenant and grain = 30 and entrance = '*' and language = '*' and unit = '*' and slot >= @from and slot < @until
-- name: StandardsSince
select cast(coalesce(sum(met), 0) as bigint) as kept, cast(coalesce(sum(1 - met), 0) as bigint) as missed from standard_line where tenant = @tenant and at >= @from and at < @until and measure <> 'promise'
