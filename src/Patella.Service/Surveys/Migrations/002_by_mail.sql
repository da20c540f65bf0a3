-- Who speaks by mail or has left may be asked by mail; what is said there is a source of its own.
alter table survey_rules add column by_mail bigint not null default 0 check (by_mail in (0, 1));
alter table survey add column mailed_at bigint;
alter table survey add column source text not null default 'page' check (source in ('page', 'mail'));
alter table survey add column satisfied bigint check (satisfied between 1 and 5);
alter table survey add column solved bigint check (solved in (0, 1));
