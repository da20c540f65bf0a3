-- A browser of a consumer that may be told when an answer waits: where its push service is, and the keys to write to it (RFC 8030, 8291).
create table push_subscription (
    tenant     text   not null,
    id         text   not null,
    person     text   not null,
    endpoint   text   not null check (length(endpoint) <= 2000),
    public_key text   not null,
    secret     text   not null,
    created_at bigint not null,
    seen_at    bigint not null,
    primary key (tenant, id)
);
create index push_subscription_person on push_subscription (tenant, person, seen_at);

-- One notice to all browsers of a person. doubt: some try may have been shown although nobody said so.
create table push_notice (
    tenant       text   not null,
    id           text   not null,
    person       text   not null,
    -- JSON list of all ids of the one person.
    persons      text   not null,
    conversation text   not null,
    title        text   not null,
    body         text   not null,
    path         text   not null,
    state        text   not null check (state in ('waiting', 'sent', 'failed', 'in-doubt')),
    doubt        bigint not null default 0,
    attempts     bigint not null,
    next_at      bigint not null,
    problem      text,
    created_at   bigint not null,
    changed_at   bigint not null,
    primary key (tenant, id)
);
create index push_notice_due on push_notice (tenant, state, next_at);
create index push_notice_person on push_notice (tenant, person);
