-- What is about to change for customers, as release systems tell it. One row each, for ever.
create table launch (
    tenant        text   not null,
    id            text   not null check (length(id) between 1 and 60),
    content       text   not null check (length(content) = 64),
    kind          text   not null check (kind in ('launch', 'campaign', 'listing', 'coupon', 'policy', 'version')),
    title         text   not null check (length(title) between 1 and 200),
    node          text   not null check (length(node) <= 8000),
    unit          text,
    owner         text,
    -- When it is meant to be let out, in business time; null for as soon as the gate is clear.
    at            bigint,
    state         text   not null default 'registered' check (state in ('registered', 'launched')),
    registered_at bigint not null,
    registered_by text   not null,
    passed_at     bigint,
    passed_by     text,
    primary key (tenant, id),
    check ((state = 'launched') = (passed_at is not null))
);
create index launch_recent on launch (tenant, registered_at, id);

-- A pull of the cord: one person's veto on one target. Times are business time, but for pulled_machine.
create table pull (
    tenant           text   not null,
    id               text   not null check (length(id) between 1 and 60),
    kind             text   not null check (kind in ('launch', 'campaign', 'listing', 'coupon', 'policy', 'version')),
    target           text   not null check (length(target) between 1 and 100),
    title            text   not null check (length(title) between 1 and 200),
    unit             text,
    owner            text,
    state            text   not null check (state in ('pulled', 'acknowledged', 'investigating', 'change-agreed', 'changed', 'rejected-with-reason', 'released', 'withdrawn')),
    outcome          text   check (outcome in ('changed', 'rejected', 'withdrawn')),
    puller           text   not null,
    puller_name      text   not null,
    conversation     text,
    -- The newest entry of the conversation when it was pulled: what is shown with it ends there.
    sequence         bigint not null default 0,
    order_ref        text,
    case_ref         text,
    incident         text,
    voices           bigint not null default 1,
    pulled_at        bigint not null,
    pulled_machine   bigint not null,
    acknowledge_by   bigint not null,
    decide_by        bigint not null,
    acknowledged_at  bigint,
    acknowledged_by  text,
    -- First time that somebody said what will become of it.
    decided_at       bigint,
    answered_by      text,
    changed_at       bigint,
    ended_at         bigint,
    ended_by         text,
    late_acknowledge bigint not null default 0,
    late_decide      bigint not null default 0,
    primary key (tenant, id),
    check ((outcome is null) = (ended_at is null)),
    check ((state in ('released', 'withdrawn')) = (ended_at is not null)),
    -- Nothing is released without somebody's yes.
    check (state <> 'released' or ended_by is not null)
);
create index pull_live   on pull (tenant, kind, target) where ended_at is null;
create index pull_recent on pull (tenant, pulled_at, id);
create index pull_mine   on pull (tenant, puller, pulled_at, id);

-- The sentence of harm, and further ones of the same person while their pull stands. Their ids are those of the commands.
create table pull_voice (
    tenant       text   not null,
    id           text   not null check (length(id) between 1 and 60),
    pull         text   not null,
    content      text   not null check (length(content) = 64),
    words        text   check (length(words) <= 1000),
    conversation text,
    case_ref     text,
    at           bigint not null,
    primary key (tenant, id)
);
create index pull_voice_of on pull_voice (tenant, pull, at);

-- What was said and done about a pull, in order.
create table pull_step (
    tenant  text   not null,
    pull    text   not null,
    number  bigint not null,
    id      text   not null check (length(id) between 1 and 100),
    content text   not null check (length(content) = 64),
    kind    text   not null check (length(kind) between 1 and 40),
    answer  text   check (length(answer) <= 40),
    by_id   text,
    by_name text,
    words   text   check (length(words) <= 2000),
    link    text   check (length(link) <= 500),
    file    text,
    at      bigint not null,
    primary key (tenant, pull, number)
);
create unique index pull_step_id on pull_step (tenant, pull, id);

-- A row a target, held while it is decided whether something stands against it: a pull and a pass come one after the other.
create table pull_target (
    tenant text   not null,
    kind   text   not null,
    target text   not null,
    times  bigint not null default 0,
    primary key (tenant, kind, target)
);
