-- name: HoldLine
insert into policy_line (tenant, policy, versions, changes) values (@tenant, @policy, 0, 1) on conflict (tenant, policy) do update set changes = policy_line.changes + 1
-- name: NextNumber
update policy_line set versions = versions + 1 where tenant = @tenant and policy = @policy
-- name: LineVersions
select versions from policy_line where tenant = @tenant and policy = @policy
-- name: Line
select id, policy, number, state, hash, title, proposer_name author, shadow_since, canary_since, canary_share, canary_by, effective_from, ended_at from policy_version
where tenant = @tenant and policy = @policy and (effective_from is not null or canary_since is not null or shadow_since is not null)
-- name: AllLines
select id, policy, number, state, hash, title, proposer_name author, shadow_since, canary_since, canary_share, canary_by, effective_from, ended_at from policy_version
where tenant = @tenant and (effective_from is not null or canary_since is not null or shadow_since is not null)
-- name: Content
select dmn, words, hash from policy_version where tenant = @tenant and id = @id
-- name: KeepContent
insert into policy_content (tenant, hash, dmn, words) values (@tenant, @hash, @dmn, @words) on conflict (tenant, hash) do nothing
-- name: KeptContent
select dmn, words, hash from policy_content where tenant = @tenant and hash = @hash
-- name: AddDecision
insert into policy_decision (tenant, id, policy, number, version, content, lane, subject, share_key, category, person, facts, outcome, reason, fired, verdict, beside, by_ref, overridden, at, shadow_version, shadow_outcome, other_outcome)
values (@tenant, @Id, @Policy, @Number, @Version, @Content, @Lane, @Subject, @ShareKey, @Category, @Person, @Facts, @Outcome, @Reason, @Fired, @Verdict, @Beside, @ByRef, @Overridden, @At, @ShadowVersion, @ShadowOutcome, @OtherOutcome)
-- name: FindDecision
select * from policy_decision where tenant = @tenant and id = @id
-- name: OfPersons
select * from policy_decision where tenant = @tenant and person in @persons order by at, id limit 5000
-- name: ErasedBlocks
select distinct policy, block from policy_decision where tenant = @tenant and person in @persons and block is not null and facts is not null
-- name: EraseFacts
update policy_decision set facts = null, block = -1, verdict = '{}', beside = null, overridden = case when overridden is null then null else '' end where tenant = @tenant and person in @persons and facts is not null
-- name: DropBlock
delete from policy_block where tenant = @tenant and policy = @policy and number = @block
-- name: DropColumns
delete from policy_column where tenant = @tenant and policy = @policy and block = @block
-- name: Loosen
update policy_decision set block = null where tenant = @tenant and policy = @policy and block = @block
-- name: AddVersion
insert into policy_version (tenant, id, policy, number, state, title, customer_view, dmn, words, hash, findings, command, proposer_kind, proposer_id, proposer_name, edited_by, based_on, answer_by, created_at)
values (@tenant, @Id, @Policy, @Number, @State, @Title, @CustomerView, @Dmn, @Words, @Hash, @Findings, @Command, @ProposerKind, @ProposerId, @ProposerName, @EditedBy, @BasedOn, @AnswerBy, @CreatedAt)
-- name: SaveVersion
update policy_version set state = @State, dmn = @Dmn, words = @Words, hash = @Hash, findings = @Findings, edited_by = @EditedBy, answered_at = @AnsweredAt, accepted = @Accepted, answered_by = @AnsweredBy, answer_words = @AnswerWords,
    backtest = @Backtest, backtest_hash = @BacktestHash, signed_hash = @SignedHash, signed_by = @SignedBy, signed_name = @SignedName, signed_at = @SignedAt, signed_note = @SignedNote, shadow_since = @ShadowSince,
    canary_since = @CanarySince, canary_share = @CanaryShare, canary_by = @CanaryBy, effective_from = @EffectiveFrom, ended_at = @EndedAt
where tenant = @tenant and id = @Id
-- name: FindVersion
select * from policy_version where tenant = @tenant and id = @id
-- name: VersionsOf
select * from policy_version where tenant = @tenant and policy = @policy order by number desc limit 500
-- name: OpenVersions
select * from policy_version where tenant = @tenant and state in ('proposed', 'signed', 'shadow', 'canary', 'effective') order by policy, number desc limit 2000
-- name: VersionsBy
select * from policy_version where tenant = @tenant and proposer_id = @staff order by created_at desc, id limit 500
-- name: AddLink
insert into policy_link (tenant, version, kind, ref) values (@tenant, @version, @kind, @ref) on conflict (tenant, version, kind, ref) do nothing
-- name: Links
select kind, ref from policy_link where tenant = @tenant and version = @version order by kind, ref
-- name: AddEvent
insert into policy_event (tenant, version, sequence, at, by_kind, by_id, by_name, what, note, hash)
select @tenant, @version, coalesce(max(sequence), 0) + 1, @at, @kind, @by, @name, @what, @note, @hash from policy_event where tenant = @tenant and version = @version
-- name: Events
select at, by_kind, by_id, by_name, what, note, hash from policy_event where tenant = @tenant and version = @version order by sequence
-- name: AddNotice
insert into policy_notice (tenant, id, staff, policy, version, kind, note, at) values (@tenant, @id, @staff, @policy, @version, @kind, @note, @at) on conflict (tenant, id) do nothing
-- name: Notices
select n.id, n.policy, n.version, v.title, n.kind, n.note, n.at, n.seen_at from policy_notice n join policy_version v on v.tenant = n.tenant and v.id = n.version
where n.tenant = @tenant and n.staff = @staff and (n.at < @sort or (n.at = @sort and n.id < @id)) order by n.at desc, n.id desc limit @limit
-- name: SeeNotice
update policy_notice set seen_at = coalesce(seen_at, @now) where tenant = @tenant and staff = @staff and id = @id
-- name: Week
select policy, count(*) decisions, sum(case when outcome = 'person' then 1 else 0 end) exceptions from policy_decision where tenant = @tenant and at >= @since group by policy
-- name: WeekAgainst
select policy, count(*) overrides from policy_decision where tenant = @tenant and at >= @since and overridden is not null group by policy
-- name: Against
select number as version, fired as row_number, min(verdict) verdict, count(*) as times from policy_decision where tenant = @tenant and policy = @policy and overridden is not null group by number, fired order by count(*) desc limit 50
-- name: ShadowLane
select count(*) decisions, coalesce(sum(case when shadow_outcome = outcome then 0 else 1 end), 0) different from policy_decision where tenant = @tenant and shadow_version = @version
-- name: CanaryLane
select count(*) decisions, coalesce(sum(case when other_outcome = outcome then 0 else 1 end), 0) different from policy_decision where tenant = @tenant and version = @version and lane = 'canary'
-- name: Decisions
select * from policy_decision where tenant = @tenant and (@policy is null or policy = @policy) and (@number is null or number = @number) and (@outcome is null or outcome = @outcome) and (@subject is null or subject = @subject)
    and (@against = 0 or overridden is not null) and (at < @sort or (at = @sort and id < @id)) order by at desc, id desc limit @limit
-- name: LoosePolicies
select policy from policy_decision where tenant = @tenant and block is null group by policy having count(*) >= @least
-- name: NextBlock
select coalesce(max(number), 0) + 1 from policy_block where tenant = @tenant and policy = @policy
-- name: MarkBlock
update policy_decision set block = @block where tenant = @tenant and id in (select id from policy_decision where tenant = @tenant and policy = @policy and block is null and facts is not null order by id limit @limit)
-- name: AddBlock
insert into policy_block (tenant, policy, number, decisions, from_at, until_at)
select @tenant, @policy, @block, count(*), coalesce(min(at), 0), coalesce(max(at), 0) from policy_decision where tenant = @tenant and policy = @policy and block = @block
-- name: OpenBlocks
select number from policy_block where tenant = @tenant and policy = @policy and paths is null order by number
-- name: OpenBlockPolicies
select distinct policy from policy_block where tenant = @tenant and paths is null
-- name: RowsOfBlock
select * from policy_decision where tenant = @tenant and policy = @policy and block = @block and facts is not null order by id
-- name: CloseBlock
update policy_block set paths = @paths, decisions = @decisions where tenant = @tenant and policy = @policy and number = @block and paths is null
-- name: AddColumn
insert into policy_column (tenant, policy, block, path, content) values (@tenant, @policy, @block, @path, @content)
-- name: Blocks
select number, decisions, from_at, until_at, paths from policy_block where tenant = @tenant and policy = @policy and until_at >= @from and from_at < @until order by number desc
-- name: Columns
select path, content from policy_column where tenant = @tenant and policy = @policy and block = @block and path in @paths
-- name: LooseRows
select * from policy_decision where tenant = @tenant and policy = @policy and block is null and facts is not null and at >= @from and at < @until and id > @after order by id limit 2000
