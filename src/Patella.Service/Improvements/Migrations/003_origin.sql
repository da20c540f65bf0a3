-- Where somebody came across it, such as a note of a listening session: the page leads back there.
alter table obstacle add column origin text check (length(origin) <= 200);
