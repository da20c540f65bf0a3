-- name: HoldLine
insert into policy_line (tenant, policy, versions, changes) values (@tenant, @policy, 0, 1) on conflict (tenant, policy) do update set changes = policy_line.changes + 1
-- name: NextNumber
update policy_line set versions = versions + 1 where tenant = @tenant and policy = @policy
-- name: LineVersions
select versions from policy_line where tenant = @tenant and policy = @policy
-- name: Line
select id, number, state, hash, title, proposer_name author, shadow_since, canary_since, canary_share, canary_by, effective_from, ended_at from policy_version
where tenant = @tenant and policy = @policy and (effective_from is not null or canary_since is not null or shadow_since is not null)
-- name: Content
select dmn, words, hash from policy_version where tenant = @tenant and id = @id
-- name: KeepContent
insert into policy_content (tenant, hash, dmn, words) values (@tenant, @hash, @dmn, @words) on conflict (tenant, hash) do nothing
-- name: KeptContent
select dmn, words, hash from policy_content where tenant = @tenant and hash = @hash
-- name: AddDecision
insert into policy_decision (tenant, id, policy, number, version, content, lane, subject, share_key, category, person, facts, outcome, reason, fired, verdict, beside, by_ref, overridden, at)
values (@tenant, @Id, @Policy, @Number, @Version, @Content, @Lane, @Subject, @ShareKey, @Category, @Person, @Facts, @Outcome, @Reason, @Fired, @Verdict, @Beside, @ByRef, @Overridden, @At)
-- name: FindDecision
select * from policy_decision where tenant = @tenant and id = @id
-- name: OfPersons
select * from policy_decision where tenant = @tenant and person in @persons order by at, id limit 5000
-- name: ErasedBlocks
select distinct policy, block from policy_decision where tenant = @tenant and person in @persons and block is not null and facts is not null
-- name: EraseFacts
update policy_decision set facts = null, verdict = '{}', beside = null, overridden = case when overridden is null then null else '' end where tenant = @tenant and person in @persons and facts is not null
-- name: DropBlock
delete from policy_block where tenant = @tenant and policy = @policy and number = @block
-- name: DropColumns
delete from policy_column where tenant = @tenant and policy = @policy and block = @block
-- name: Loosen
update policy_decision set block = null where tenant = @tenant and policy = @policy and block = @block
