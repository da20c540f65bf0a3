-- name: SaveArticle
insert into article (tenant, id, title, questions, answer, language, family, unit, shared, published_from, published_until, owner, version, updated_at)
values (@tenant, @Id, @Title, @Questions, @Answer, @Language, @Family, @Unit, @Shared, @PublishedFrom, @PublishedUntil, @Owner, @Version, @UpdatedAt)
on conflict (tenant, id) do update set title = excluded.title, questions = excluded.questions, answer = excluded.answer, language = excluded.language,
    family = excluded.family, unit = excluded.unit, shared = excluded.shared, published_from = excluded.published_from, published_until = excluded.published_until,
    owner = excluded.owner, version = excluded.version, updated_at = excluded.updated_at
-- name: FindArticle
select id, title, questions, answer, language, unit, shared, published_from, published_until, owner, version, updated_at from article where tenant = @tenant and id = @id
-- name: LockArticle
update article set version = version where tenant = @tenant and id = @id
-- name: FindArticles
select id, title, questions, answer, language, unit, shared, published_from, published_until, owner, version, updated_at from article where tenant = @tenant and id in @ids
-- name: ListArticles
select id, title, questions, answer, language, unit, shared, published_from, published_until, owner, version, updated_at from article
where tenant = @tenant and (updated_at < @sort or (updated_at = @sort and id < @id))
  and (@family is null or family = @family) and (@unit is null or unit = @unit)
  and (@all = 1 or shared = 1 or unit is null or unit in @units)
order by updated_at desc, id desc limit @limit
-- name: ArticlesOf
select id, title, questions, answer, language, unit, shared, published_from, published_until, owner, version, updated_at from article
where tenant = @tenant and family = @family order by id limit @limit
-- name: Revision
select revision from knowledge_revision where tenant = @tenant
-- name: RaiseRevision
insert into knowledge_revision (tenant, revision) values (@tenant, 1) on conflict (tenant) do update set revision = knowledge_revision.revision + 1
-- name: AllArticles
select id, title, questions, answer, language, unit, shared, published_from, published_until, owner, version, updated_at from article where tenant = @tenant
