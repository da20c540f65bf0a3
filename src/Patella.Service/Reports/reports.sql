-- name: FindLines
select * from contact_line where tenant = @tenant and conversation in @ids
-- name: FindLinesOfPersons
select * from contact_line where tenant = @tenant and person in @persons and offered_at >= @from and offered_at <= @until
-- name: FindOrigins
select id, entry_unit, language, channel, imported, asked_person_at, closed_at, satisfied, solved from conversation where tenant = @tenant and id in @ids
-- name: FindCaseLines
select * from case_line where tenant = @tenant and case_ref in @ids
-- name: FindStandardLines
select clock, at, unit, measure, met, conversation, case_ref from standard_line where tenant = @tenant and clock in @ids
-- name: AddOrder
insert into order_line (tenant, order_ref, at, unit) values (@tenant, @order, @at, @unit) on conflict (tenant, order_ref) do nothing
-- name: FindOrderLines
select order_ref from order_line where tenant = @tenant and order_ref in @ids
-- name: ListSchedules
select * from report_schedule where tenant = @tenant order by name, id limit 200
-- name: FindSchedule
select * from report_schedule where tenant = @tenant and id = @id
-- name: SaveSchedule
insert into report_schedule (tenant, id, name, every, weekday, minute, zone, unit, entrance, language, texts, recipients, active, next_at, made_by)
values (@tenant, @Id, @Name, @Every, @Weekday, @Minute, @Zone, @Unit, @Entrance, @Language, @Texts, @Recipients, @Active, @NextAt, @MadeBy)
on conflict (tenant, id) do update set name = excluded.name, every = excluded.every, weekday = excluded.weekday, minute = excluded.minute, zone = excluded.zone, unit = excluded.unit,
    entrance = excluded.entrance, language = excluded.language, texts = excluded.texts, recipients = excluded.recipients, active = excluded.active, next_at = excluded.next_at
-- name: DeleteSchedule
delete from report_schedule where tenant = @tenant and id = @id
-- name: MoveSchedule
update report_schedule set next_at = @next where tenant = @tenant and id = @id
-- name: AddDelivery
insert into report_delivery (tenant, id, schedule, name, first_day, last_day, zone, unit, entrance, language, made_at, sent_to, summary, content)
values (@tenant, @Id, @Schedule, @Name, @FirstDay, @LastDay, @Zone, @Unit, @Entrance, @Language, @MadeAt, @SentTo, @Summary, @Content)
on conflict (tenant, schedule, first_day) do nothing
-- name: SetSentTo
update report_delivery set sent_to = @sentTo where tenant = @tenant and id = @Id
-- name: ListDeliveries
select id, schedule, name, first_day, last_day, zone, unit, entrance, language, made_at, sent_to, summary, '' as content from report_delivery
where tenant = @tenant and (made_at, id) < (@sort, @cursorId) order by made_at desc, id desc limit @limit
-- name: FindDelivery
select * from report_delivery where tenant = @tenant and id = @id
-- name: OrderEntries
select position, tx, id, kind, version, at, recorded_at, conversation, sequence, person, order_ref, case_ref, staff, unit, author_party, author_id, client_id, text, data
from timeline where tenant = @tenant and order_ref = @order order by at desc, position desc limit @limit
-- name: EarlierWords
select position, tx, id, kind, version, at, recorded_at, conversation, sequence, person, order_ref, case_ref, staff, unit, author_party, author_id, client_id, text, data
from timeline where tenant = @tenant and conversation in @conversations and order_ref is null order by at desc, position desc limit @limit
