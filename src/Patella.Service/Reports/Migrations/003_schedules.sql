-- Reports that come by themselves.
create table report_schedule (
    tenant     text   not null,
    id         text   not null,
    name       text   not null check (length(name) between 1 and 120),
    every      text   not null check (every in ('day', 'week')),
    -- 1 Monday to 7 Sunday, for weekly ones.
    weekday    bigint not null check (weekday between 1 and 7),
    minute     bigint not null check (minute between 0 and 1439),
    zone       text   not null,
    unit       text,
    entrance   text,
    language   text,
    texts      text   not null,
    recipients text   not null,
    active     bigint not null check (active in (0, 1)),
    next_at    bigint,
    made_by    text   not null,
    primary key (tenant, id)
);

-- One a period, whoever makes it and however often it is tried.
create table report_delivery (
    tenant    text   not null,
    id        text   not null,
    schedule  text   not null,
    name      text   not null,
    first_day text   not null,
    last_day  text   not null,
    zone      text   not null,
    unit      text,
    entrance  text,
    language  text,
    made_at   bigint not null,
    sent_to   text   not null,
    summary   text   not null,
    content   text   not null,
    primary key (tenant, schedule, first_day)
);
create unique index report_delivery_id on report_delivery (tenant, id);
create index report_delivery_made on report_delivery (tenant, made_at, id);
