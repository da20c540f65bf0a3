create table conversation (
    tenant                text   not null,
    id                    text   not null,
    state                 text   not null check (state in ('bot', 'queued', 'agent', 'wrapup', 'closed', 'abandoned')),
    person                text   not null,
    person_name           text,
    anonymous             bigint not null,
    tier                  text,
    entry_unit            text   not null,
    unit                  text   not null,
    order_id              text,
    language              text   not null,
    topic                 text,
    assignee              text,
    assignee_name         text,
    opened_at             bigint not null,
    asked_person_at       bigint,
    waiting_since         bigint,
    spoke_at              bigint,
    first_reply_at        bigint,
    first_person_reply_at bigint,
    closed_at             bigint,
    last_sequence         bigint not null,
    last_at               bigint not null,
    last_by               text   not null,
    last_text             text,
    read_by_consumer      bigint not null default 0,
    read_by_staff         bigint not null default 0,
    satisfied             bigint,
    solved                bigint,
    comment               text,
    imported              bigint not null default 0,
    primary key (tenant, id)
);
create index conversation_person   on conversation (tenant, person, opened_at);
create index conversation_assignee on conversation (tenant, assignee, state) where assignee is not null;
create index conversation_state    on conversation (tenant, state, last_at);
create index conversation_unit     on conversation (tenant, unit, last_at);
create index conversation_last     on conversation (tenant, last_at, id);
create index conversation_order    on conversation (tenant, order_id) where order_id is not null;

create table canned_reply (
    tenant   text not null,
    id       text not null,
    title    text not null check (length(title) between 1 and 120),
    text     text not null check (length(text) between 1 and 4000),
    language text not null,
    unit     text,
    primary key (tenant, id)
);
