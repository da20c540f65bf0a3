-- A proposal may also point at decisions that people went against.
drop table policy_link;
create table policy_link (
    tenant  text not null,
    version text not null,
    kind    text not null check (kind in ('case', 'conversation', 'decision')),
    ref     text not null,
    primary key (tenant, version, kind, ref)
);
-- The week's counts are read from the index alone.
drop index policy_decision_time;
create index policy_decision_time on policy_decision (tenant, at, id, policy, outcome);
-- What a version in shadow said, and what the version in force would have said where the canary decided.
alter table policy_decision add column shadow_version text;
alter table policy_decision add column shadow_outcome text;
alter table policy_decision add column other_outcome text;
create index policy_decision_shadow on policy_decision (tenant, shadow_version) where shadow_version is not null;
create index policy_decision_canary on policy_decision (tenant, version) where lane = 'canary';
-- The columns of a block, as JSON; null while its decisions are marked and not packed yet.
alter table policy_block add column paths text;
