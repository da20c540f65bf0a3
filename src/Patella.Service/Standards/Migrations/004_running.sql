-- What runs and what has ended without being in the sums yet, apart: of the latter there is next to nothing at rest, and an index whose pages are left from a
-- million clocks counted at once would seem dear beside the whole table.
drop index standard_clock_uncounted;
-- The mark, always 0 here, stands among the columns so that SQLite, which has no statistics, takes this index before the others.
create index standard_clock_running on standard_clock (tenant, counted, started_at, id, unit, clause, measure, state, warn_at, due_at, paused_total) where ended_at is null;
create index standard_clock_uncounted on standard_clock (tenant, counted, started_at, id) where counted = 0 and ended_at is not null;
