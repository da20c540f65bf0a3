-- name: AddPerson
insert into person (tenant, id, name, language, tier, anonymous, since, root)
values (@tenant, @Id, @Name, @Language, @Tier, @Anonymous, @Since, @Id) on conflict (tenant, id) do nothing
-- name: FindPerson
select r.id, r.name, r.language, r.tier, r.anonymous, r.since, p.id as asked
from person p join person r on r.tenant = p.tenant and r.id = p.root
where p.tenant = @tenant and p.id = @id
-- name: FindPersons
select r.id, r.name, r.language, r.tier, r.anonymous, r.since, p.id as asked
from person p join person r on r.tenant = p.tenant and r.id = p.root
where p.tenant = @tenant and p.id in @ids
-- name: FindByExternal
select r.id, r.name, r.language, r.tier, r.anonymous, r.since, i.value as asked
from person_identity i
join person p on p.tenant = i.tenant and p.id = i.person
join person r on r.tenant = p.tenant and r.id = p.root
where i.tenant = @tenant and i.kind = 'external' and i.value in @values
-- name: FindByIdentity
select r.id, r.name, r.language, r.tier, r.anonymous, r.since, min(i.added_at) as known_since
from person_identity i
join person p on p.tenant = i.tenant and p.id = i.person
join person r on r.tenant = p.tenant and r.id = p.root
where i.tenant = @tenant and i.kind = @kind and i.value = @value
group by r.id, r.name, r.language, r.tier, r.anonymous, r.since order by known_since, r.id limit 2
-- name: FillPerson
update person set name = coalesce(name, @Name), language = coalesce(language, @Language), tier = coalesce(tier, @Tier)
where tenant = @tenant and id = @Id
-- name: ChangePerson
update person set name = coalesce(@Name, name), language = coalesce(@Language, language), tier = coalesce(@Tier, tier)
where tenant = @tenant and id = @Id
-- name: IdsOf
select o.id from person p join person o on o.tenant = p.tenant and o.root = p.root
where p.tenant = @tenant and p.id = @id order by o.id limit 1000
-- name: AddIdentity
insert into person_identity (tenant, person, kind, value, origin, added_at)
values (@tenant, @Person, @Kind, @Value, @Person, @AddedAt) on conflict do nothing
-- name: ListIdentities
select kind, value, min(origin) as origin, min(added_at) as added_at from person_identity
where tenant = @tenant and person = @person group by kind, value order by min(added_at), kind, value limit 50
-- name: MoveIdentities
update person_identity set person = @into where tenant = @tenant and person in @members
-- name: ReturnIdentities
update person_identity set person = @into where tenant = @tenant and origin in @members and person = @away
-- name: Members
select id from person where tenant = @tenant and root = @root order by id
-- name: Below
with recursive below (id) as (
    select id from person where tenant = @tenant and id = @id
    union all
    select p.id from person p join below b on p.merged_into = b.id where p.tenant = @tenant
)
select id from below
-- name: Merged
select merged_into from person where tenant = @tenant and id = @id
-- name: SetMerged
update person set merged_into = @into where tenant = @tenant and id = @from
-- name: SetRoot
update person set root = @root where tenant = @tenant and id in @members
-- name: Lock
update person set since = since where tenant = @tenant and id in @ids
-- name: Timeline
select position, tx, id, kind, version, at, recorded_at, conversation, sequence, person, order_ref, case_ref, staff, unit, author_party, author_id, client_id, text, data
from timeline where tenant = @tenant and person in @ids and (at < @sort or (at = @sort and position < @position))
order by at desc, position desc limit @limit
