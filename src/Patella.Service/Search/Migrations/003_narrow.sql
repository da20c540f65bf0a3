--#postgres
-- The newest of a kind, and all of one person or one unit. SQLite reads its words in the order of documents and needs none of them.
create index search_document_kind   on search_document (tenant, kind, number);
create index search_document_person on search_document (tenant, person, number) where person is not null;
create index search_document_unit   on search_document (tenant, unit, number) where unit is not null;
--#end
