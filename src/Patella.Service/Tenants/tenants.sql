-- name: AddEcosystem
insert into ecosystem (tenant, id, name, created_at) values (@tenant, @Id, @Name, @CreatedAt) on conflict (tenant, id) do nothing
-- name: ListEcosystems
select id, name, created_at from ecosystem where tenant = @tenant order by id
-- name: SaveUnit
insert into business_unit (tenant, id, code, name_zh, name_en, kind, shared) values (@tenant, @Id, @Code, @NameZh, @NameEn, @Kind, @Shared)
on conflict (tenant, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, kind = excluded.kind, shared = excluded.shared
-- name: ListUnits
select id, code, name_zh, name_en, kind, shared from business_unit where tenant = @tenant order by code
-- name: SaveMerchant
insert into merchant (tenant, id, external_id, name, unit, category) values (@tenant, @Id, @ExternalId, @Name, @Unit, @Category)
on conflict (tenant, external_id) do update set name = excluded.name, unit = excluded.unit, category = excluded.category
-- name: FindMerchantByExternalId
select id, external_id, name, unit, category from merchant where tenant = @tenant and external_id = @externalId
-- name: FindMerchants
select id, external_id, name, unit, category from merchant where tenant = @tenant and external_id in @ids
-- name: FindMerchant
select id, external_id, name, unit, category from merchant where tenant = @tenant and id = @id
-- name: ListMerchants
select id, external_id, name, unit, category from merchant where tenant = @tenant and (@unit is null or unit = @unit) and id > @after order by id limit @limit
-- name: SaveTeam
insert into team (tenant, id, name, unit) values (@tenant, @Id, @Name, @Unit)
on conflict (tenant, id) do update set name = excluded.name, unit = excluded.unit
-- name: ListTeams
select id, name, unit from team where tenant = @tenant order by name
-- name: FindSetting
select value from tenant_setting where tenant = @tenant and key = @key
-- name: SaveSetting
insert into tenant_setting (tenant, key, value) values (@tenant, @key, @value) on conflict (tenant, key) do update set value = excluded.value
-- name: SaveBadge
insert into merchant_badge (tenant, merchant, badge, since) values (@tenant, @merchant, @badge, @since)
on conflict (tenant, merchant) do update set badge = excluded.badge, since = excluded.since
-- name: DropBadge
delete from merchant_badge where tenant = @tenant and merchant = @merchant
-- name: FindBadges
select merchant, badge from merchant_badge where tenant = @tenant and merchant in @merchants
