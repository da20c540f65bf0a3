create table webhook (
    tenant         text   not null,
    id             text   not null,
    name           text   not null check (length(name) between 1 and 120),
    url            text   not null check (length(url) <= 2000),
    kinds          text   not null,
    include_text   bigint not null,
    state          text   not null check (state in ('active', 'paused', 'disabled')),
    secret         text   not null,
    old_secret     text,
    old_until      bigint,
    failing_since  bigint,
    reason         text,
    created_at     bigint not null,
    version        bigint not null,
    primary key (tenant, id)
);

create table webhook_delivery (
    tenant      text   not null,
    id          text   not null,
    webhook     text   not null,
    entry       text,
    position    bigint,
    kind        text   not null,
    created_at  bigint not null,
    state       text   not null check (state in ('waiting', 'delivered', 'failed')),
    attempts    bigint not null,
    next_at     bigint not null,
    status      bigint,
    problem     text,
    finished_at bigint,
    primary key (tenant, id)
);
create index webhook_delivery_due on webhook_delivery (tenant, webhook, state, next_at);
create index webhook_delivery_list on webhook_delivery (tenant, webhook, created_at, id);

create table webhook_attempt (
    tenant      text   not null,
    delivery    text   not null,
    number      bigint not null,
    at          bigint not null,
    duration_ms bigint not null,
    status      bigint,
    head        text,
    problem     text,
    primary key (tenant, delivery, number, at)
);
