-- A calendar's hours as they were under each version; a clock keeps the version it began under.
create table standard_calendar (
    tenant       text   not null,
    id           text   not null,
    version      bigint not null check (version > 0),
    name_zh      text   not null,
    name_en      text   not null,
    around_clock bigint not null check (around_clock in (0, 1)),
    zone         text,
    week         text   not null,
    days         text   not null,
    saved_at     bigint not null,
    primary key (tenant, id, version)
);

-- A clause as it stands from an instant on, until its next version begins. Base when it names no unit, overlay when it does.
create table standard_clause (
    tenant         text   not null,
    id             text   not null,
    version        bigint not null check (version > 0),
    measure        text   not null,
    unit           text,
    tier           text,
    priority       text,
    target_minutes bigint not null check (target_minutes between 1 and 129600),
    warn_percent   bigint not null check (warn_percent between 1 and 100),
    calendar       text   not null,
    effective_from bigint not null,
    retired        bigint not null check (retired in (0, 1)),
    saved_at       bigint not null,
    primary key (tenant, id, version)
);

create table standard_pause_reason (
    tenant   text   not null,
    code     text   not null,
    name_zh  text   not null,
    name_en  text   not null,
    measures text   not null,
    retired  bigint not null check (retired in (0, 1)),
    primary key (tenant, code)
);

-- Rises with every change of the three above, so that a process knows that what it keeps in memory is old.
create table standard_revision (
    tenant   text   not null primary key,
    revision bigint not null
);

create table standard_clock (
    tenant           text   not null,
    id               text   not null,
    subject_kind     text   not null,
    subject_id       text   not null,
    measure          text   not null,
    state            text   not null check (state in ('running', 'paused', 'met', 'breached', 'cancelled')),
    warned           bigint not null check (warned in (0, 1)),
    unit             text   not null,
    entry_unit       text,
    tier             text,
    priority         text,
    conversation     text,
    case_ref         text,
    person           text,
    order_ref        text,
    staff            text,
    clause           text,
    clause_version   bigint,
    calendar         text,
    calendar_version bigint,
    target           bigint,
    warn_percent     bigint not null,
    started_at       bigint not null,
    changed_at       bigint not null,
    warn_at          bigint not null,
    due_at           bigint not null,
    paused_since     bigint,
    paused_because   text,
    paused_total     bigint not null check (paused_total >= 0),
    hops             bigint not null default 0,
    elapsed          bigint,
    met_at           bigint,
    breached_at      bigint,
    ended_at         bigint,
    ended_because    text,
    primary key (tenant, id)
);
-- One wait is one clock, and a subject has one clock of a measure at a time.
create unique index standard_clock_wait on standard_clock (tenant, subject_kind, subject_id, measure, started_at);
create unique index standard_clock_open on standard_clock (tenant, subject_kind, subject_id, measure) where ended_at is null;
create index standard_clock_due on standard_clock (tenant, due_at, id) where ended_at is null;
-- The report reads all clocks of a span of time: from this index alone.
create index standard_clock_report on standard_clock (tenant, started_at, unit, clause, measure, state, elapsed, met_at, ended_at, paused_total, warn_at, due_at);

-- Each stop of a clock with its reason.
create table standard_pause (
    tenant   text   not null,
    clock    text   not null,
    since    bigint not null,
    reason   text   not null,
    ended_at bigint,
    primary key (tenant, clock, since)
);
