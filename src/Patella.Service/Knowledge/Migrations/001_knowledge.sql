create table article (
    tenant          text   not null,
    id              text   not null,
    title           text   not null check (length(title) between 1 and 300),
    questions       text   not null,
    answer          text   not null check (length(answer) between 1 and 20000),
    language        text   not null,
    family          text   not null,
    unit            text,
    shared          bigint not null,
    published_from  bigint,
    published_until bigint,
    owner           text,
    version         bigint not null,
    updated_at      bigint not null,
    primary key (tenant, id)
);
create index article_family on article (tenant, family, id);
create index article_updated on article (tenant, updated_at, id);

-- Rises with every save, so that a process knows that what it ranks in memory is old.
create table knowledge_revision (
    tenant   text   not null primary key,
    revision bigint not null
);
