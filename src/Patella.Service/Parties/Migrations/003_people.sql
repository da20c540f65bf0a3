-- Who joined which records by hand and parted them again; a merge by the marketplace's word stands on the timeline only.
create table person_merge (
    tenant    text   not null,
    id        text   not null,
    source    text   not null,
    target    text   not null,
    reason    text   not null,
    staff     text   not null,
    at        bigint not null,
    parted_at bigint,
    parted_by text,
    primary key (tenant, id)
);
create index person_merge_target on person_merge (tenant, target);
create index person_merge_source on person_merge (tenant, source);

-- One masked field that was shown to somebody; day: whole days since 1970 in UTC, for the quota.
create table person_reveal (
    tenant       text   not null,
    id           text   not null,
    staff        text   not null,
    person       text   not null,
    kind         text   not null,
    handle       text   not null,
    reason       text   not null,
    conversation text,
    day          bigint not null,
    at           bigint not null,
    primary key (tenant, id)
);
create index person_reveal_staff on person_reveal (tenant, staff, day);

-- Somebody asked for their data, or for its erasure.
create table privacy_request (
    tenant       text   not null,
    id           text   not null,
    kind         text   not null check (kind in ('export', 'erasure')),
    person       text   not null,
    asked_at     bigint not null,
    due_at       bigint not null,
    asked_by     text   not null,
    state        text   not null check (state in ('open', 'running', 'done', 'withdrawn')),
    finished_at  bigint,
    finished_by  text,
    rows_erased  bigint not null default 0,
    primary key (tenant, id)
);
create index privacy_request_due on privacy_request (tenant, due_at, id);
create index privacy_request_person on privacy_request (tenant, person);

-- Business time at which nothing was left of a person but an empty record; null for all others.
alter table person add column erased_at bigint;
