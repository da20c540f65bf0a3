-- What a search may be narrowed by. Documents from before have none of it until they are indexed again.
alter table search_document add column unit text;
alter table search_document add column person text;
alter table search_document add column language text;
