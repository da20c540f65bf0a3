-- Whose obstacle it is, as it was known when it was filed; null where nobody could say.
alter table obstacle add column unit text check (length(unit) <= 100);
