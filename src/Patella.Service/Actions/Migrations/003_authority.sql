-- What somebody has given alone on a day, by kind and currency. The row without kind is held while one more is decided, so that two at once do not both pass the limit.
create table authority_used (
    tenant   text   not null,
    author   text   not null,
    day      bigint not null,
    kind     text   not null,
    currency text   not null,
    given    bigint not null default 0 check (given >= 0),
    primary key (tenant, author, day, kind, currency)
);
drop index service_action_author;
create index service_action_author on service_action (tenant, author_id, order_ref) where value > 0;
