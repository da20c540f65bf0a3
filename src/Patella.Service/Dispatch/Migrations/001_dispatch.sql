create table presence (
    tenant text   not null,
    staff  text   not null,
    state  text   not null check (state in ('available', 'away', 'offline')),
    since  bigint not null,
    primary key (tenant, staff)
);

-- What dispatch knows of a contact that waits for a person or has one.
create table dispatch_contact (
    tenant       text   not null,
    conversation text   not null,
    unit         text   not null,
    language     text   not null,
    tier         text,
    enqueued_at  bigint not null,
    staff        text,
    primary key (tenant, conversation)
);

create table offer (
    tenant       text   not null,
    id           text   not null,
    conversation text   not null,
    staff        text   not null,
    offered_at   bigint not null,
    expires_at   bigint not null,
    primary key (tenant, id)
);
create unique index offer_conversation on offer (tenant, conversation);
create index offer_staff on offer (tenant, staff);
