create table file (
    tenant       text   not null,
    id           text   not null,
    name         text   not null check (length(name) between 1 and 200),
    content_type text   not null,
    size         bigint not null,
    sha256       text   not null,
    owner_kind   text   not null,
    owner        text   not null,
    conversation text,
    created_at   bigint not null,
    primary key (tenant, id)
);
create index file_owner on file (tenant, owner);
create index file_conversation on file (tenant, conversation) where conversation is not null;
