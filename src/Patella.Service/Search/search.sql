-- name: FindDocument
select number from search_document where tenant = @tenant and kind = @kind and id = @id
-- name: RemoveDocument
delete from search_document where tenant = @tenant and kind = @kind and id = @id
-- name: RemoveTextSqlite
delete from search_text where rowid = @number
-- name: AddDocument
insert into search_document (tenant, kind, id, title, preview, at, visibility) values (@tenant, @Kind, @Id, @Title, @Preview, @At, @Visibility) returning number
-- name: AddTextSqlite
insert into search_text (rowid, tokens) values (@number, @tokens)
-- name: AddTextPostgres
insert into search_text (document, tokens) values (@number, array_to_tsvector(string_to_array(@tokens, ' ')))
-- name: QuerySqlite
select d.kind, d.id, d.title, d.preview, d.at
from search_text t join search_document d on d.number = t.rowid
where search_text match @query and d.tenant = @tenant and d.kind in @kinds and (@all = 1 or d.visibility in @visible)
order by t.rowid desc limit @limit
-- name: QueryPostgres
select d.kind, d.id, d.title, d.preview, d.at
from search_text t join search_document d on d.number = t.document
where t.tokens @@ (@query)::tsquery and d.tenant = @tenant and d.kind in @kinds and (@all = 1 or d.visibility in @visible)
order by d.number desc limit @limit
-- name: OptimizeSqlite
insert into search_text (search_text) values ('optimize')
