-- What came, as it came. Folding it again gives the mirror; erasing a person rewrites it.
create table order_event (
    tenant          text   not null,
    source          text   not null,
    id              text   not null,
    type            text   not null,
    entity          text,
    subject         text,
    subject_version bigint,
    unit            text,
    at              bigint not null,
    recorded_at     bigint not null,
    raw             text   not null check (length(raw) <= 262144),
    primary key (tenant, source, id)
);
create index order_event_entity on order_event (tenant, entity, at) where entity is not null;

-- The mirror: what lists need in columns, the whole fold as JSON.
create table orders (
    tenant      text   not null,
    id          text   not null,
    number      text   not null check (length(number) between 1 and 100),
    person      text,
    unit        text,
    merchant    text,
    state       text   not null,
    title       text   not null,
    placed_at   bigint not null,
    updated_at  bigint not null,
    event_count bigint not null,
    mirror      text   not null,
    primary key (tenant, id)
);
create unique index orders_number   on orders (tenant, number);
create index orders_person   on orders (tenant, person, placed_at, id) where person is not null;
create index orders_merchant on orders (tenant, merchant, placed_at, id);
create index orders_unit     on orders (tenant, unit, placed_at, id);
create index orders_state    on orders (tenant, state, placed_at, id);
create index orders_placed   on orders (tenant, placed_at, id);

create table parcel (
    tenant   text   not null,
    order_id text   not null,
    key      text   not null,
    tracking text,
    carrier  text,
    state    text   not null,
    at       bigint not null,
    primary key (tenant, order_id, key)
);
create index parcel_tracking on parcel (tenant, tracking) where tracking is not null;

create table refund (
    tenant   text   not null,
    order_id text   not null,
    id       text   not null,
    state    text   not null,
    amount   bigint,
    currency text,
    at       bigint not null,
    primary key (tenant, order_id, id)
);

create table payment (
    tenant   text   not null,
    order_id text   not null,
    id       text   not null,
    captured bigint,
    refunded bigint,
    currency text,
    method   text,
    at       bigint not null,
    primary key (tenant, order_id, id)
);

create table product (
    tenant     text   not null,
    id         text   not null,
    title      text   not null,
    unit       text,
    merchant   text,
    listed     bigint not null,
    variants   text   not null,
    updated_at bigint not null,
    primary key (tenant, id)
);

-- Senders that sign instead of holding an API key (Standard Webhooks). The secret is shared, so it cannot be a hash.
create table event_source (
    tenant     text   not null,
    id         text   not null,
    name       text   not null,
    secret     text   not null,
    created_at bigint not null,
    revoked_at bigint,
    primary key (tenant, id)
);

create table event_import (
    tenant      text   not null,
    id          text   not null,
    hash        text   not null,
    accepted    bigint not null,
    recorded_at bigint not null,
    primary key (tenant, id)
);
