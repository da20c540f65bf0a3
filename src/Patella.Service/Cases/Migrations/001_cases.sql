-- One row a case: the columns that lists filter and sort by, and the whole state as JSON.
create table service_case (
    tenant      text   not null,
    id          text   not null,
    number      bigint not null,
    kind        text   not null,
    status      text   not null,
    is_open     bigint not null check (is_open in (0, 1)),
    unit        text   not null,
    owner       text,
    first_agent text,
    keeper      text,
    person      text,
    order_id    text,
    priority    bigint not null,
    opened_at   bigint not null,
    last_at     bigint not null,
    -- When the next word to the consumer is due; every open case has one.
    promise_at  bigint,
    -- The unit that is asked to take it.
    transfer_to text,
    origin_key  text,
    version     bigint not null,
    state       text   not null,
    primary key (tenant, id),
    check (is_open = 0 or promise_at is not null)
);
create unique index service_case_number on service_case (tenant, number);
create unique index service_case_origin on service_case (tenant, origin_key) where origin_key is not null;
-- Lists: newest first or soonest promise first; each filter that is common alone has its own entries.
create index service_case_opened      on service_case (tenant, opened_at, id);
create index service_case_open        on service_case (tenant, opened_at, id) where is_open = 1;
create index service_case_unit        on service_case (tenant, unit, opened_at, id);
create index service_case_unit_open   on service_case (tenant, unit, opened_at, id) where is_open = 1;
create index service_case_status      on service_case (tenant, status, opened_at, id);
create index service_case_kind        on service_case (tenant, kind, opened_at, id);
create index service_case_owner       on service_case (tenant, owner, opened_at, id) where owner is not null;
create index service_case_owner_open  on service_case (tenant, owner, opened_at, id) where is_open = 1 and owner is not null;
create index service_case_first_agent on service_case (tenant, first_agent, opened_at, id) where first_agent is not null;
create index service_case_due         on service_case (tenant, promise_at, id) where is_open = 1;
create index service_case_unit_due    on service_case (tenant, unit, promise_at, id) where is_open = 1;
create index service_case_owner_due   on service_case (tenant, owner, promise_at, id) where is_open = 1 and owner is not null;
create index service_case_person      on service_case (tenant, person) where person is not null;
create index service_case_order       on service_case (tenant, order_id) where order_id is not null;
create index service_case_transfer    on service_case (tenant, transfer_to, opened_at, id) where transfer_to is not null;

-- The last number given; its row orders the openings of a tenant.
create table case_number (
    tenant text   not null primary key,
    last   bigint not null
);

create table case_conversation (
    tenant       text not null,
    conversation text not null,
    case_id      text not null,
    primary key (tenant, conversation, case_id)
);

create table case_tag (
    tenant    text   not null,
    tag       text   not null,
    opened_at bigint not null,
    case_id   text   not null,
    primary key (tenant, tag, opened_at, case_id)
);
create index case_tag_case on case_tag (tenant, case_id);

-- What is asked of merchants and carriers, for their own lists.
create table case_part (
    tenant   text   not null,
    id       text   not null,
    case_id  text   not null,
    party    text   not null check (party in ('platform', 'merchant', 'carrier')),
    who      text   not null,
    is_open  bigint not null check (is_open in (0, 1)),
    asked_at bigint not null,
    primary key (tenant, id)
);
create index case_part_who on case_part (tenant, party, who, is_open, asked_at, id);

-- Commands done, by the caller's own id: the same again changes nothing.
create table case_command (
    tenant    text   not null,
    case_id   text   not null,
    client_id text   not null check (length(client_id) between 1 and 100),
    at        bigint not null,
    result    text,
    primary key (tenant, case_id, client_id)
);
