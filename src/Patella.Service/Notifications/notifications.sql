-- name: AddReminder
insert into reminder_told (tenant, id, conversation, person, outcome, at) values (@tenant, @Id, @Conversation, @Person, @Outcome, @At) on conflict (tenant, id) do nothing
-- name: FindReminder
select id from reminder_told where tenant = @tenant and id = @id
-- name: Mute
insert into muted_person (tenant, person, at) values (@tenant, @person, @at) on conflict (tenant, person) do nothing
-- name: IsMuted
select count(*) from muted_person where tenant = @tenant and person in @ids
-- name: MutedAmong
select person from muted_person where tenant = @tenant and person in @ids
-- name: ChangeOutcome
update reminder_told set outcome = @outcome where tenant = @tenant and id = @id
