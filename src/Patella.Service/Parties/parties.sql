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
group by r.id, r.name, r.language, r.tier, r.anonymous, r.since order by r.anonymous, known_since, r.id limit 3
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
from timeline where tenant = @tenant and person in @ids and (@kind = '' or substr(kind, 1, length(@kind)) = @kind) and (@unit = '' or unit = @unit) and (at < @sort or (at = @sort and position < @position))
order by at desc, position desc limit @limit

-- name: Externals
select value from person_identity where tenant = @tenant and person = @person and kind = 'external' order by value
-- name: AddMerge
insert into person_merge (tenant, id, source, target, reason, staff, at) values (@tenant, @Id, @Source, @Target, @Reason, @Staff, @At)
-- name: HasMerge
select count(*) from person_merge where tenant = @tenant and id = @id
-- name: ListMerges
select id, source, target, reason, staff, at, parted_at, parted_by from person_merge
where tenant = @tenant and (source in @ids or target in @ids) order by at desc, id desc limit 200
-- name: EndMerge
update person_merge set parted_at = @at, parted_by = @staff where tenant = @tenant and source = @source and parted_at is null
-- name: MergedBelow
select id from person where tenant = @tenant and root = @root and id <> @root order by id limit 1000
-- name: SameIdentities
select p.root as person, i.kind, i.value from person_identity i join person p on p.tenant = i.tenant and p.id = i.person
where i.tenant = @tenant and i.kind in ('phone', 'email') and i.value in @values and p.root <> @person order by p.root limit 200
-- name: SameNames
select id, name from person where tenant = @tenant and root = id and id <> @person and name = @name and erased_at is null order by id limit 20
-- name: AddReveal
insert into person_reveal (tenant, id, staff, person, kind, handle, reason, conversation, day, at)
values (@tenant, @Id, @Staff, @Person, @Kind, @Handle, @Reason, @Conversation, @Day, @At)
-- name: FindReveal
select count(*) from person_reveal where tenant = @tenant and id = @id
-- name: CountReveals
select count(*) from person_reveal where tenant = @tenant and staff = @staff and day = @day
-- name: RevealedToday
select handle from person_reveal where tenant = @tenant and staff = @staff and day = @day and person in @ids
-- name: AddRequest
insert into privacy_request (tenant, id, kind, person, asked_at, due_at, asked_by, state)
values (@tenant, @Id, @Kind, @Person, @AskedAt, @DueAt, @AskedBy, 'open') on conflict (tenant, id) do nothing
-- name: FindRequest
select id, kind, person, asked_at, due_at, asked_by, state, finished_at, finished_by, rows_erased from privacy_request where tenant = @tenant and id = @id
-- name: ListRequests
select id, kind, person, asked_at, due_at, asked_by, state, finished_at, finished_by, rows_erased from privacy_request
where tenant = @tenant and (@state is null or state = @state) and (due_at, id) > (@sort, @cursor) order by due_at, id limit @limit
-- name: RequestsOf
select id, kind, person, asked_at, due_at, asked_by, state, finished_at, finished_by, rows_erased from privacy_request
where tenant = @tenant and person in @ids order by asked_at desc limit 50
-- name: SetRequest
update privacy_request set state = @State, finished_at = @At, finished_by = @By, rows_erased = rows_erased + @Rows
where tenant = @tenant and id = @Id and state in ('open', 'running')
-- name: KeepReplay
insert into privacy_request (tenant, id, kind, person, asked_at, due_at, asked_by, state, finished_at, finished_by)
values (@tenant, @Id, 'erasure', @Person, @At, @At, 'replay', 'done', @At, 'replay')
on conflict (tenant, id) do update set state = 'done', finished_at = excluded.finished_at, finished_by = excluded.finished_by
-- name: ErasedAmong
select id from person where tenant = @tenant and id in @ids and erased_at is not null
-- name: ErasePersons
update person set name = null, language = null, tier = null, anonymous = 1, erased_at = @at where tenant = @tenant and id in @ids
-- name: EraseIdentities
delete from person_identity where tenant = @tenant and (person in @ids or origin in @ids)

-- name: SaveCarrier
insert into carrier (tenant, id, external_id, name) values (@tenant, @Id, @ExternalId, @Name)
on conflict (tenant, external_id) do update set name = excluded.name
-- name: ListCarriers
select id, external_id, name from carrier where tenant = @tenant order by name, id limit 5000
-- name: FindCarriers
select id, external_id, name from carrier where tenant = @tenant and external_id in @ids
-- name: FindCarrier
select id, external_id, name from carrier where tenant = @tenant and (id = @id or external_id = @id) limit 1
-- name: OrganisationIdentities
select identity_kind as kind, identity as value from organisation_identity where tenant = @tenant and kind = @kind and organisation = @id order by identity_kind, identity limit 200
-- name: AddOrganisationIdentity
insert into organisation_identity (tenant, kind, organisation, identity_kind, identity, added_at) values (@tenant, @kind, @id, @IdentityKind, @Value, @at) on conflict do nothing
-- name: DropOrganisationIdentities
delete from organisation_identity where tenant = @tenant and kind = @kind and organisation = @id
-- name: FindOrganisation
select organisation from organisation_identity where tenant = @tenant and kind = @kind and identity_kind = @identityKind and identity = @value

-- name: AddInstrument
insert into person_instrument (tenant, id, person, kind, label, added_at) values (@tenant, @Id, @Person, @Kind, @Label, @AddedAt) on conflict (tenant, id) do nothing
-- name: FindInstrument
select id, person, kind, label from person_instrument where tenant = @tenant and id = @id
-- name: FindInstruments
select id, person, kind, label from person_instrument where tenant = @tenant and id in @ids
-- name: InstrumentsOf
select id, person, kind, label from person_instrument where tenant = @tenant and person in @persons order by added_at, id limit 100
-- name: ChangeInstrument
update person_instrument set kind = @Kind, label = @Label where tenant = @tenant and id = @Id
-- name: EraseInstruments
delete from person_instrument where tenant = @tenant and person in @ids
