-- name: FindDocument
select number from search_document where tenant = @tenant and kind = @kind and id = @id
-- name: RemoveDocument
delete from search_document where tenant = @tenant and kind = @kind and id = @id
-- name: RemoveTextSqlite
delete from search_text where rowid = @number
-- name: AddDocument
insert into search_document (tenant, kind, id, title, preview, at, visibility, unit, person, language) values (@tenant, @Kind, @Id, @Title, @Preview, @At, @Visibility, @Unit, @Person, @Language) returning number
-- name: AddTextSqlite
insert into search_text (rowid, tokens) values (@number, @tokens)
-- name: AddTextPostgres
insert into search_text (document, tokens) values (@number, array_to_tsvector(string_to_array(@tokens, ' ')))
-- name: QuerySqlite
select d.kind, d.id, d.title, d.preview, d.at, d.unit
from search_text t join search_document d on d.number = t.rowid
where search_text match @query and d.tenant = @tenant and d.kind in @kinds and (@all = 1 or d.visibility in @visible)
order by t.rowid desc limit @limit
-- name: WindowOfKindPostgres
select (select number from search_document where tenant = @tenant and kind = @kind order by number desc offset @look limit 1) as floor,
    (select max(number) from search_document where tenant = @tenant and kind = @kind) as ceiling
-- name: WindowPostgres
select max(newest.number) - @look as floor, max(newest.number) as ceiling
from (select (select max(d.number) from search_document d where d.tenant = @tenant and d.kind = k.kind) as number from unnest(@kinds) as k (kind)) as newest
-- name: CountNewestPostgres
select count(*) from search_text where document > @Floor and document <= @Ceiling and strip(tokens) @@ (@Query)::tsquery
-- name: OptimizeSqlite
insert into search_text (search_text) values ('optimize')
-- name: NarrowSqlite
select d.kind, d.id, d.title, d.preview, d.at, d.unit
from (select rowid as number from search_text where search_text match @query order by rowid desc limit @look) t join search_document d on d.number = t.number
where d.tenant = @tenant and d.kind in @kinds and (@all = 1 or d.visibility in @visible) and (@unit = '' or d.unit = @unit) and (@person = '' or d.person = @person)
    and (@language = '' or substr(d.language, 1, 2) = @language) and d.at >= @from and d.at < @until
order by t.number desc limit @limit
-- name: FoundPostgres
select d.kind, d.id, d.title, d.preview, d.at, d.unit
from search_text t join search_document d on d.number = t.document
where d.tenant = @tenant and d.kind in @kinds and (@all = 1 or d.visibility in @visible)
-- name: ClearTextSqlite
insert into search_text (search_text) values ('delete-all')
-- name: ClearDocuments
delete from search_document where tenant = @tenant
