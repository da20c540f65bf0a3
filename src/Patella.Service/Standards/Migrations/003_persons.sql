-- Whose clock it was before records of one person were joined; to give it back when they are parted.
alter table standard_clock add column person_origin text;
create index standard_clock_person on standard_clock (tenant, person) where ended_at is null and person is not null;
create index standard_clock_origin on standard_clock (tenant, person_origin) where ended_at is null and person_origin is not null;
