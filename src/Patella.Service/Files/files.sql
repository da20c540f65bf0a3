-- name: AddFile
insert into file (tenant, id, name, content_type, size, sha256, owner_kind, owner, created_at)
values (@tenant, @Id, @Name, @ContentType, @Size, @Sha256, @OwnerKind, @Owner, @CreatedAt) on conflict (tenant, id) do nothing
-- name: FindFile
select id, name, content_type, size, sha256, owner_kind, owner, conversation from file where tenant = @tenant and id = @id
-- name: FindFiles
select id, name, content_type, size, sha256, owner_kind, owner, conversation from file where tenant = @tenant and id in @ids
-- name: Attach
update file set conversation = @conversation where tenant = @tenant and id in @ids and (conversation is null or conversation = @conversation)

-- name: OfPersons
select id, name, content_type, size, sha256, owner_kind, owner, conversation from file
where tenant = @tenant and owner_kind = 'consumer' and owner in @owners order by id limit 10000
-- name: InConversations
select id, name, content_type, size, sha256, owner_kind, owner, conversation from file
where tenant = @tenant and conversation in @conversations order by id limit 10000
-- name: Remove
delete from file where tenant = @tenant and id = @id
-- name: DeleteUnused
delete from file where tenant = @tenant and id = @id and conversation is null
