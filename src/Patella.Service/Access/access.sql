-- name: SaveStaff
insert into staff (tenant, id, name, email, language, password_hash, roles, units, languages, capacity, team, merchant, cohort, active, simulated, grade)
values (@tenant, @Id, @Name, @Email, @Language, @PasswordHash, @Roles, @Units, @Languages, @Capacity, @Team, @Merchant, @Cohort, @Active, @Simulated, @Grade)
on conflict (tenant, id) do update set name = excluded.name, email = excluded.email, language = excluded.language,
    password_hash = coalesce(excluded.password_hash, staff.password_hash), roles = excluded.roles, units = excluded.units, languages = excluded.languages,
    capacity = excluded.capacity, team = excluded.team, merchant = excluded.merchant, cohort = excluded.cohort, active = excluded.active, grade = excluded.grade
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
insert into staff_session (tenant, token_hash, staff, csrf, created_at, used_at, method, device, verified_at, pending)
values (@tenant, @TokenHash, @Staff, @Csrf, @Now, @Now, @Method, @Device, @VerifiedAt, @Pending)
-- name: FindSession
select token_hash, staff, csrf, created_at, used_at, method, device, verified_at, pending from staff_session where tenant = @tenant and token_hash = @tokenHash
-- name: ListSessions
select token_hash, staff, csrf, created_at, used_at, method, device, verified_at, pending from staff_session
where tenant = @tenant and staff = @staff and pending = 0 order by used_at desc limit 200
-- name: ProveSession
update staff_session set verified_at = @at where tenant = @tenant and token_hash = @tokenHash
-- name: EndSessionById
delete from staff_session where tenant = @tenant and staff = @staff and substr(token_hash, 1, 24) = @id
-- name: EndOtherSessions
delete from staff_session where tenant = @tenant and staff = @staff and substr(token_hash, 1, 24) <> @id
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
-- name: SaveProvider
insert into identity_provider (tenant, id, name, issuer, client_id, secret, settings, enabled)
values (@tenant, @Id, @Name, @Issuer, @ClientId, @Secret, @Settings, @Enabled)
on conflict (tenant, id) do update set name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
    secret = coalesce(excluded.secret, identity_provider.secret), settings = excluded.settings, enabled = excluded.enabled
-- name: FindProvider
select id, name, issuer, client_id, secret, settings, enabled from identity_provider where tenant = @tenant and id = @id
-- name: ListProviders
select id, name, issuer, client_id, secret, settings, enabled from identity_provider where tenant = @tenant order by name, id
-- name: RemoveProvider
delete from identity_provider where tenant = @tenant and id = @id
-- name: RemoveProviderLinks
delete from staff_identity where tenant = @tenant and provider = @id
-- name: AddFlow
insert into sign_in_flow (tenant, state_hash, provider, browser_hash, nonce, verifier, redirect_uri, return_to, expires_at)
values (@tenant, @StateHash, @Provider, @BrowserHash, @Nonce, @Verifier, @RedirectUri, @ReturnTo, @ExpiresAt)
-- name: TakeFlow
delete from sign_in_flow where tenant = @tenant and state_hash = @stateHash
returning provider, browser_hash, nonce, verifier, redirect_uri, return_to, expires_at
-- name: DropOldFlows
delete from sign_in_flow where tenant = @tenant and expires_at < @now
-- name: CountFlows
select count(*) from sign_in_flow where tenant = @tenant
-- name: FindLink
select staff from staff_identity where tenant = @tenant and provider = @provider and subject = @subject
-- name: CountLinksOf
select count(*) from staff_identity where tenant = @tenant and provider = @provider and staff = @staff
-- name: AddLink
insert into staff_identity (tenant, provider, subject, staff, linked_at) values (@tenant, @provider, @subject, @staff, @at)
-- name: SaveFactor
insert into second_factor (tenant, staff, secret, confirmed_at, last_step) values (@tenant, @staff, @secret, null, 0)
on conflict (tenant, staff) do update set secret = excluded.secret, confirmed_at = null, last_step = 0
-- name: FindFactor
select staff, secret, confirmed_at, last_step from second_factor where tenant = @tenant and staff = @staff
-- name: UseStep
update second_factor set last_step = @step, confirmed_at = coalesce(confirmed_at, @at) where tenant = @tenant and staff = @staff and last_step < @step
-- name: RemoveFactor
delete from second_factor where tenant = @tenant and staff = @staff
-- name: AddRecovery
insert into recovery_code (tenant, staff, hash) values (@tenant, @staff, @hash)
-- name: UseRecovery
delete from recovery_code where tenant = @tenant and staff = @staff and hash = @hash
-- name: RemoveRecovery
delete from recovery_code where tenant = @tenant and staff = @staff
-- name: CountRecovery
select count(*) from recovery_code where tenant = @tenant and staff = @staff
