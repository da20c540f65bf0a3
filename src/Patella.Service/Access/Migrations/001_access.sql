create table staff (
    tenant        text   not null,
    id            text   not null,
    name          text   not null check (length(name) between 1 and 120),
    email         text   not null check (length(email) between 3 and 200),
    language      text   not null,
    password_hash text,
    roles         text   not null,
    units         text   not null,
    languages     text   not null,
    capacity      bigint not null,
    team          text,
    merchant      text,
    cohort        text   not null,
    active        bigint not null,
    simulated     bigint not null default 0,
    primary key (tenant, id)
);
create unique index staff_email on staff (tenant, email);

create table staff_session (
    tenant     text   not null,
    token_hash text   not null,
    staff      text   not null,
    csrf       text   not null,
    created_at bigint not null,
    used_at    bigint not null,
    primary key (tenant, token_hash)
);
create index staff_session_staff on staff_session (tenant, staff);

create table sign_in_failure (
    tenant text   not null,
    email  text   not null,
    at     bigint not null
);
create index sign_in_failure_email on sign_in_failure (tenant, email, at);

create table api_key (
    tenant     text   not null,
    id         text   not null,
    name       text   not null,
    hash       text   not null,
    scopes     text   not null,
    created_at bigint not null,
    revoked_at bigint,
    primary key (tenant, id)
);

create table consumer_key (
    tenant     text   not null,
    kid        text   not null,
    algorithm  text   not null,
    key        text   not null,
    revoked_at bigint,
    primary key (tenant, kid)
);
