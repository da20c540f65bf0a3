-- name: SaveStaff
insert into staff (tenant, id, name, email, language, password_hash, roles, units, languages, capacity, team, merchant, cohort, active, simulated)
values (@tenant, @Id, @Name, @Email, @Language, @PasswordHash, @Roles, @Units, @Languages, @Capacity, @Team, @Merchant, @Cohort, @Active, @Simulated)
on conflict (tenant, id) do update set name = excluded.name, email = excluded.email, language = excluded.language,
    password_hash = coalesce(excluded.password_hash, staff.password_hash), roles = excluded.roles, units = excluded.units, languages = excluded.languages,
    capacity = excluded.capacity, team = excluded.team, merchant = excluded.merchant, cohort = excluded.cohort, active = excluded.active
-- name: FindStaff
select * from staff where tenant = @tenant and id = @id
-- name: FindStaffByEmail
select * from staff where tenant = @tenant and email = @email
-- name: ListStaff
select * from staff where tenant = @tenant order by name, id
-- name: CountFailures
select count(*) from sign_in_failure where tenant = @tenant and email = @email and at > @since
-- name: AddFailure
insert into sign_in_failure (tenant, email, at) values (@tenant, @email, @at)
-- name: ForgetFailures
delete from sign_in_failure where tenant = @tenant and (email = @email or at < @before)
-- name: AddSession
insert into staff_session (tenant, token_hash, staff, csrf, created_at, used_at) values (@tenant, @TokenHash, @Staff, @Csrf, @CreatedAt, @UsedAt)
-- name: FindSession
select s.token_hash, s.staff, s.csrf, s.created_at, s.used_at from staff_session s where s.tenant = @tenant and s.token_hash = @tokenHash
-- name: TouchSession
update staff_session set used_at = @at where tenant = @tenant and token_hash = @tokenHash
-- name: EndSession
delete from staff_session where tenant = @tenant and token_hash = @tokenHash
-- name: EndSessionsOf
delete from staff_session where tenant = @tenant and staff = @staff
-- name: EndOldSessions
delete from staff_session where tenant = @tenant and used_at < @before
-- name: AddApiKey
insert into api_key (tenant, id, name, hash, scopes, created_at) values (@tenant, @Id, @Name, @Hash, @Scopes, @CreatedAt)
-- name: FindApiKey
select id, name, hash, scopes, created_at, revoked_at from api_key where tenant = @tenant and id = @id
-- name: ListApiKeys
select id, name, hash, scopes, created_at, revoked_at from api_key where tenant = @tenant order by created_at desc
-- name: RevokeApiKey
update api_key set revoked_at = @at where tenant = @tenant and id = @id and revoked_at is null
-- name: SaveConsumerKey
insert into consumer_key (tenant, kid, algorithm, key) values (@tenant, @Kid, @Algorithm, @Key)
on conflict (tenant, kid) do update set algorithm = excluded.algorithm, key = excluded.key, revoked_at = null
-- name: FindConsumerKey
select kid, algorithm, key, revoked_at from consumer_key where tenant = @tenant and kid = @kid
-- name: ListConsumerKeys
select kid, algorithm, key, revoked_at from consumer_key where tenant = @tenant order by kid
-- name: RevokeConsumerKey
update consumer_key set revoked_at = @at where tenant = @tenant and kid = @kid and revoked_at is null
