-- 1 once an ended clock is in the sums; it does not change any more then. Whatever is 0 is counted from its row, so the report is right at every moment.
alter table standard_clock add column counted bigint not null default 0 check (counted in (0, 1));
drop index standard_clock_report;
drop index standard_clock_due;
create index standard_clock_due on standard_clock (tenant, due_at, id, unit, state, warn_at) where ended_at is null;
-- What runs or is not in the sums yet, from this index alone. The mark stands among its columns too, so that SQLite, which has no statistics, takes it before the others.
create index standard_clock_uncounted on standard_clock (tenant, counted, started_at, id, unit, clause, measure, state, warn_at, due_at, ended_at, met_at, elapsed, paused_total) where counted = 0;
-- Lists, newest first: of all, of one unit and measure, and of what is rare.
create index standard_clock_started   on standard_clock (tenant, started_at, id);
create index standard_clock_unit      on standard_clock (tenant, unit, measure, started_at, id);
create index standard_clock_breached  on standard_clock (tenant, unit, measure, started_at, id) where state = 'breached';
create index standard_clock_cancelled on standard_clock (tenant, unit, measure, started_at, id) where state = 'cancelled';

-- Sums of ended clocks by the hour, UTC day and seven UTC days in which they began. Built again from the clocks by forgetting them and setting counted to 0.
create table standard_sum (
    tenant    text   not null,
    -- Minutes.
    grain     bigint not null check (grain in (60, 1440, 10080)),
    slot      bigint not null,
    unit      text   not null,
    measure   text   not null,
    -- Empty for promises.
    clause    text   not null,
    started   bigint not null,
    met       bigint not null,
    breached  bigint not null,
    cancelled bigint not null,
    -- Microseconds.
    paused    bigint not null,
    -- How long answers took: seconds, in steps, and how many took so long.
    waits     text   not null,
    primary key (tenant, grain, slot, unit, measure, clause)
)
--#sqlite
without rowid
--#end
;
