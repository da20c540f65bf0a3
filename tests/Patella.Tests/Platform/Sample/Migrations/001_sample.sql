-- A capability that exists only for the tests of the seams.
create table sample_item (
    tenant  text   not null,
    id      text   not null,
    value   bigint not null check (value >= -1000000),
    version bigint not null default 1,
    note    text,
    primary key (tenant, id)
);
create table sample_effect (
    tenant text   not null,
    reader text   not null,
    entry  text   not null,
    times  bigint not null,
    primary key (tenant, reader, entry)
);
create view sample_total as select tenant, sum(value) as total from sample_item group by tenant;
