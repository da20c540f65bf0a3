--#postgres
create table segment (
    tenant text   not null,
    key    text   not null check (length(key) between 1 and 200),
    length bigint not null,
    sha256 text   not null,
    primary key (tenant, key)
);
create table segment_chunk (
    tenant  text   not null,
    key     text   not null,
    number  bigint not null,
    content bytea  not null,
    primary key (tenant, key, number),
    foreign key (tenant, key) references segment (tenant, key) on delete cascade
);
alter table segment_chunk alter column content set storage external;
--#end
