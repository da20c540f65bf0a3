-- Held while something of a policy's life changes; counts its versions.
create table policy_line (
    tenant   text   not null,
    policy   text   not null,
    versions bigint not null,
    changes  bigint not null,
    primary key (tenant, policy)
);

create table policy_version (
    tenant         text   not null,
    id             text   not null check (length(id) between 1 and 100),
    policy         text   not null,
    number         bigint not null check (number > 0),
    state          text   not null check (state in ('proposed', 'declined', 'withdrawn', 'signed', 'shadow', 'canary', 'effective', 'retired')),
    title          text   not null,
    customer_view  text   not null check (length(customer_view) >= 20),
    dmn            text   not null,
    words          text   not null,
    hash           text   not null check (length(hash) = 64),
    findings       text   not null,
    command        text   not null check (length(command) = 64),
    proposer_kind  text   not null,
    proposer_id    text   not null,
    proposer_name  text   not null,
    edited_by      text   not null,
    based_on       bigint not null,
    answer_by      bigint not null,
    answered_at    bigint,
    accepted       bigint,
    answered_by    text,
    answer_words   text,
    backtest       text,
    backtest_hash  text,
    signed_hash    text,
    signed_by      text,
    signed_name    text,
    signed_at      bigint,
    signed_note    text,
    shadow_since   bigint,
    canary_since   bigint,
    canary_share   bigint,
    canary_by      text,
    effective_from bigint,
    ended_at       bigint,
    created_at     bigint not null,
    primary key (tenant, id),
    check (state not in ('signed', 'shadow', 'canary', 'effective') or (signed_hash is not null and signed_hash = hash and signed_by is not null and signed_by <> proposer_id)),
    check ((effective_from is not null) = (state = 'effective' or (state = 'retired' and effective_from is not null))),
    check ((canary_since is null) = (canary_share is null))
);
create unique index policy_version_number on policy_version (tenant, policy, number);
create unique index policy_version_from   on policy_version (tenant, policy, effective_from);
create index policy_version_open on policy_version (tenant, state, answer_by) where answered_at is null;

create table policy_link (
    tenant  text not null,
    version text not null,
    kind    text not null check (kind in ('case', 'conversation')),
    ref     text not null,
    primary key (tenant, version, kind, ref)
);

-- What happened to a version, in order; nothing is ever changed here.
create table policy_event (
    tenant   text   not null,
    version  text   not null,
    sequence bigint not null,
    at       bigint not null,
    by_kind  text   not null,
    by_id    text   not null,
    by_name  text   not null,
    what     text   not null,
    note     text,
    hash     text   not null,
    primary key (tenant, version, sequence)
);

-- Tables and words that have decided something, by their hash, for ever: a decision is replayed from here.
create table policy_content (
    tenant text not null,
    hash   text not null check (length(hash) = 64),
    dmn    text not null,
    words  text not null,
    primary key (tenant, hash)
);

create table policy_decision (
    tenant     text   not null,
    id         text   not null,
    policy     text   not null,
    number     bigint not null,
    version    text,
    content    text   not null,
    lane       text   not null check (lane in ('built-in', 'effective', 'canary')),
    subject    text   not null,
    share_key  text   not null,
    category   text,
    person     text,
    -- Null once the person is erased.
    facts      text,
    outcome    text   not null check (outcome in ('allow', 'refuse', 'person')),
    reason     text   not null,
    fired      bigint,
    verdict    text   not null,
    beside     text,
    by_ref     text,
    overridden text,
    at         bigint not null,
    block      bigint,
    primary key (tenant, id)
);
create index policy_decision_policy  on policy_decision (tenant, policy, at, id);
create index policy_decision_time    on policy_decision (tenant, at, id);
create index policy_decision_subject on policy_decision (tenant, subject);
create index policy_decision_person  on policy_decision (tenant, person) where person is not null;
create index policy_decision_loose   on policy_decision (tenant, policy, id) where block is null;
create index policy_decision_against on policy_decision (tenant, policy, at) where overridden is not null;

-- Decisions packed by columns for backtests: each fact's path is one blob a block.
create table policy_block (
    tenant    text   not null,
    policy    text   not null,
    number    bigint not null,
    decisions bigint not null,
    from_at   bigint not null,
    until_at  bigint not null,
    primary key (tenant, policy, number)
);

create table policy_column (
    tenant  text   not null,
    policy  text   not null,
    block   bigint not null,
    path    text   not null,
    content bytea  not null,
    primary key (tenant, policy, block, path)
);

-- What people of the staff are told about policies, by name; told once for each key.
create table policy_notice (
    tenant  text   not null,
    id      text   not null,
    staff   text   not null,
    policy  text   not null,
    version text   not null,
    kind    text   not null,
    note    text,
    at      bigint not null,
    seen_at bigint,
    primary key (tenant, id)
);
create index policy_notice_staff on policy_notice (tenant, staff, at, id);
