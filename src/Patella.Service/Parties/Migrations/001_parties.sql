create table person (
    tenant      text   not null,
    id          text   not null,
    name        text   check (name is null or length(name) <= 200),
    language    text   check (language is null or length(language) <= 35),
    tier        text   check (tier is null or length(tier) <= 60),
    anonymous   bigint not null,
    since       bigint not null,
    merged_into text,
    root        text   not null,
    primary key (tenant, id)
);
create index person_root on person (tenant, root);
create index person_merged on person (tenant, merged_into) where merged_into is not null;

create table person_identity (
    tenant   text   not null,
    person   text   not null,
    kind     text   not null,
    value    text   not null check (length(value) <= 2000),
    origin   text   not null,
    added_at bigint not null,
    primary key (tenant, person, kind, value, origin)
);
create unique index person_identity_external on person_identity (tenant, value) where kind = 'external';
create index person_identity_origin on person_identity (tenant, origin);
