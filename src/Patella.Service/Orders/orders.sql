-- name: AddEvent
insert into order_event (tenant, source, id, type, entity, subject, subject_version, unit, at, recorded_at, raw)
values (@tenant, @Source, @Id, @Type, @Entity, @Subject, @Version, @Unit, @At, @RecordedAt, @Raw) on conflict (tenant, source, id) do nothing
-- name: EventsOf
select entity, raw from order_event where tenant = @tenant and entity in @entities order by at
-- name: TouchOrder
insert into orders (tenant, id, number, state, title, placed_at, updated_at, event_count, mirror)
values (@tenant, @Id, @Number, 'unknown', '', @At, @At, @Count, '{}')
on conflict (tenant, number) do update set event_count = orders.event_count + excluded.event_count
returning id, event_count, person
-- name: SaveOrder
update orders set person = @Person, unit = @Unit, merchant = @Merchant, state = @State, title = @Title, placed_at = @PlacedAt, updated_at = @UpdatedAt, mirror = @Mirror
where tenant = @tenant and id = @Id
-- name: SaveParcel
insert into parcel (tenant, order_id, key, tracking, carrier, state, at) values (@tenant, @OrderId, @Key, @Tracking, @Carrier, @State, @At)
on conflict (tenant, order_id, key) do update set tracking = excluded.tracking, carrier = excluded.carrier, state = excluded.state, at = excluded.at
-- name: SaveRefund
insert into refund (tenant, order_id, id, state, amount, currency, at) values (@tenant, @OrderId, @Id, @State, @Amount, @Currency, @At)
on conflict (tenant, order_id, id) do update set state = excluded.state, amount = excluded.amount, currency = excluded.currency, at = excluded.at
-- name: SavePayment
insert into payment (tenant, order_id, id, captured, refunded, currency, method, at) values (@tenant, @OrderId, @Id, @Captured, @Refunded, @Currency, @Method, @At)
on conflict (tenant, order_id, id) do update set captured = excluded.captured, refunded = excluded.refunded, currency = excluded.currency, method = excluded.method, at = excluded.at
-- name: SaveProduct
insert into product (tenant, id, title, unit, merchant, listed, variants, updated_at) values (@tenant, @Id, @Title, @Unit, @Merchant, @Listed, @Variants, @UpdatedAt)
on conflict (tenant, id) do update set title = excluded.title, unit = excluded.unit, merchant = excluded.merchant, listed = excluded.listed, variants = excluded.variants, updated_at = excluded.updated_at
-- name: FindProducts
select id, title, variants from product where tenant = @tenant and id in @ids
-- name: ProductTitles
select id, title, merchant from product where tenant = @tenant and id in @ids and title <> ''
-- name: TouchProduct
insert into product (tenant, id, title, listed, variants, updated_at) values (@tenant, @Id, '', 0, '[]', @At)
on conflict (tenant, id) do update set updated_at = product.updated_at
-- name: FindOrder
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders where tenant = @tenant and id = @key
union all
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders where tenant = @tenant and number = @key and id <> @key
limit 1
-- name: FindByTracking
select o.id, o.number, o.person, o.unit, o.merchant, o.state, o.placed_at, o.event_count, o.mirror
from parcel p join orders o on o.tenant = p.tenant and o.id = p.order_id
where p.tenant = @tenant and p.tracking = @tracking order by o.placed_at desc limit 1
-- name: FindMany
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders where tenant = @tenant and id in @ids
-- name: OrdersOf
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders
where tenant = @tenant and person in @persons and (placed_at < @sort or (placed_at = @sort and id < @id))
order by placed_at desc, id desc limit @limit
-- name: PlacedAfter
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders
where tenant = @tenant and (placed_at > @sort or (placed_at = @sort and id > @id)) and placed_at < @until order by placed_at, id limit @limit
-- name: PlacedAfterInShop
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders
where tenant = @tenant and merchant = @merchant and (placed_at > @sort or (placed_at = @sort and id > @id)) and placed_at < @until order by placed_at, id limit @limit
-- name: PlacedByDay
select placed_at / @day, count(*) from orders where tenant = @tenant and placed_at >= @from and placed_at < @until group by placed_at / @day
-- name: PlacedByDayInShop
select placed_at / @day, count(*) from orders where tenant = @tenant and merchant = @merchant and placed_at >= @from and placed_at < @until group by placed_at / @day
-- name: CountOf
select count(*) from orders where tenant = @tenant and person in @persons
-- name: List
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders
where tenant = @tenant and (placed_at < @sort or (placed_at = @sort and id < @id))
  and (@state is null or state = @state) and (@unit is null or unit = @unit)
order by placed_at desc, id desc limit @limit
-- name: ListOfShop
select id, number, person, unit, merchant, state, placed_at, event_count, mirror from orders
where tenant = @tenant and merchant in @merchants and (placed_at < @sort or (placed_at = @sort and id < @id))
  and (@state is null or state = @state) and (@unit is null or unit = @unit)
order by placed_at desc, id desc limit @limit
-- name: Timeline
select position, tx, id, kind, version, at, recorded_at, conversation, sequence, person, order_ref, case_ref, staff, unit, author_party, author_id, client_id, text, data
from timeline where tenant = @tenant and order_ref = @order and (@kind = '' or substr(kind, 1, length(@kind)) = @kind) and (@unit = '' or unit = @unit) and (at < @sort or (at = @sort and position < @position))
order by at desc, position desc limit @limit
-- name: AddSource
insert into event_source (tenant, id, name, secret, created_at) values (@tenant, @Id, @Name, @Secret, @CreatedAt)
-- name: FindSource
select id, name, secret, created_at, revoked_at from event_source where tenant = @tenant and id = @id
-- name: ListSources
select id, name, created_at, revoked_at from event_source where tenant = @tenant order by created_at
-- name: RevokeSource
update event_source set revoked_at = @at where tenant = @tenant and id = @id and revoked_at is null
-- name: FindImport
select hash, accepted from event_import where tenant = @tenant and id = @id
-- name: AddImport
insert into event_import (tenant, id, hash, accepted, recorded_at) values (@tenant, @Id, @Hash, @Accepted, @RecordedAt)

-- name: IdsOfPersons
select id from orders where tenant = @tenant and person in @persons order by id limit 100000
-- name: MirrorsOf
select id, number, mirror from orders where tenant = @tenant and id in @ids
-- name: SaveMirror
update orders set mirror = @mirror where tenant = @tenant and id = @id and mirror <> @mirror
-- name: RawOf
select source, id, raw from order_event where tenant = @tenant and entity = @entity
-- name: SaveRaw
update order_event set raw = @raw where tenant = @tenant and source = @Source and id = @Id and raw <> @raw
-- name: ForgetEvents
update order_event set raw = '{}', entity = null, subject = null where tenant = @tenant and entity = @entity
-- name: ForgetUnknown
update order_event set raw = '{}' where tenant = @tenant and entity is null and subject in @subjects and raw <> '{}'
