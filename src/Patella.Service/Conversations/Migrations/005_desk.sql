-- The agent's desk: what stands beside a conversation for those who serve. None of it is written while somebody speaks.
alter table canned_reply add column owner text;
alter table canned_reply add column team text;
alter table canned_reply add column uses bigint not null default 0;

create table macro (
    tenant   text   not null,
    id       text   not null,
    title    text   not null check (length(title) between 1 and 120),
    reply    text   check (reply is null or length(reply) <= 4000),
    language text,
    owner    text,
    team     text,
    unit     text,
    actions  text   not null,
    uses     bigint not null default 0,
    primary key (tenant, id)
);

create table tag (
    tenant   text   not null,
    id       text   not null,
    name     text   not null check (length(name) between 1 and 60),
    colour   text   not null,
    archived bigint not null default 0,
    primary key (tenant, id)
);

create table conversation_tag (
    tenant       text   not null,
    conversation text   not null,
    tag          text   not null,
    staff        text   not null,
    at           bigint not null,
    primary key (tenant, conversation, tag)
);
create index conversation_tag_of on conversation_tag (tenant, tag, conversation);

-- Put away until a moment of business time, or until the consumer says something.
create table conversation_snooze (
    tenant       text   not null,
    conversation text   not null,
    staff        text   not null,
    since        bigint not null,
    until_at     bigint,
    on_reply     bigint not null,
    what         text   check (what is null or length(what) <= 500),
    primary key (tenant, conversation)
);
create index conversation_snooze_staff on conversation_snooze (tenant, staff, until_at);

-- A pointer from a conversation to the one in which it goes on; taking it away parts them again.
create table conversation_merge (
    tenant            text   not null,
    conversation      text   not null,
    into_conversation text   not null,
    staff             text   not null,
    at                bigint not null,
    was_state         text   not null,
    was_assignee      text,
    primary key (tenant, conversation)
);
create index conversation_merge_into on conversation_merge (tenant, into_conversation);

create table conversation_draft (
    tenant       text   not null,
    staff        text   not null,
    conversation text   not null,
    version      bigint not null,
    text         text   not null check (length(text) <= 4000),
    note         bigint not null,
    files        text   not null,
    at           bigint not null,
    primary key (tenant, staff, conversation)
);

-- What calls for one person of the staff: they were mentioned, or what they put away has come back. The words stand in the timeline.
create table desk_item (
    tenant       text   not null,
    id           text   not null,
    staff        text   not null,
    kind         text   not null check (kind in ('mention', 'woken')),
    conversation text   not null,
    entry        text   not null,
    by_staff     text,
    by_name      text,
    at           bigint not null,
    read_at      bigint,
    primary key (tenant, id)
);
create index desk_item_staff  on desk_item (tenant, staff, at, id);
create index desk_item_unread on desk_item (tenant, staff) where read_at is null;

create table conversation_view (
    tenant text   not null,
    id     text   not null,
    name   text   not null check (length(name) between 1 and 80),
    owner  text   not null,
    shared bigint not null,
    filter text   not null check (length(filter) <= 8000),
    at     bigint not null,
    primary key (tenant, id)
);

create table desk_settings (
    tenant text not null,
    staff  text not null,
    value  text not null check (length(value) <= 2000),
    primary key (tenant, staff)
);

-- Views ask for the longest waits; only what waits stands in this index.
create index conversation_waiting on conversation (tenant, waiting_since) where waiting_since is not null;
