-- Lists of the clocks behind a figure: of one unit, and of those that were missed, which are rare.
create index standard_line_unit   on standard_line (tenant, unit, at, clock);
create index standard_line_missed on standard_line (tenant, at, clock) where met = 0;
