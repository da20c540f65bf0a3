alter table staff add column grade text not null default 'standard';

-- Shown and ended one by one; verified_at: when its person last proved who they are; pending: still waits for the second factor.
alter table staff_session add column method text not null default 'password';
alter table staff_session add column device text not null default '';
alter table staff_session add column verified_at bigint not null default 0;
alter table staff_session add column pending bigint not null default 0;

-- Who says who our staff are (OpenID Connect). The secret is sealed: docs/decisions/014.
create table identity_provider (
    tenant        text   not null,
    id            text   not null,
    name          text   not null check (length(name) between 1 and 120),
    issuer        text   not null check (length(issuer) <= 500),
    client_id     text   not null check (length(client_id) <= 500),
    secret        text,
    settings      text   not null check (length(settings) <= 32768),
    enabled       bigint not null,
    primary key (tenant, id)
);

-- A sign-in on its way to a provider and back: used once, bound to one browser, for ten minutes.
create table sign_in_flow (
    tenant       text   not null,
    state_hash   text   not null,
    provider     text   not null,
    browser_hash text   not null,
    nonce        text   not null,
    verifier     text   not null,
    redirect_uri text   not null,
    return_to    text   not null,
    expires_at   bigint not null,
    primary key (tenant, state_hash)
);
create index sign_in_flow_expiry on sign_in_flow (tenant, expires_at);

create table staff_identity (
    tenant    text   not null,
    provider  text   not null,
    subject   text   not null check (length(subject) between 1 and 255),
    staff     text   not null,
    linked_at bigint not null,
    primary key (tenant, provider, subject)
);
create index staff_identity_staff on staff_identity (tenant, staff);

-- Time-based codes (RFC 6238). last_step: the newest step used, so that no code counts twice.
create table second_factor (
    tenant       text   not null,
    staff        text   not null,
    secret       text   not null,
    confirmed_at bigint,
    last_step    bigint not null default 0,
    primary key (tenant, staff)
);
create table recovery_code (
    tenant text not null,
    staff  text not null,
    hash   text not null,
    primary key (tenant, staff, hash)
);
