-- Which ecosystems there are; rows only in the store of the installation (tenant = 'system').
create table ecosystem (
    tenant     text   not null,
    id         text   not null,
    name       text   not null check (length(name) between 1 and 120),
    created_at bigint not null,
    primary key (tenant, id)
);

create table business_unit (
    tenant  text   not null,
    id      text   not null,
    code    text   not null check (length(code) between 1 and 40),
    name_zh text   not null,
    name_en text   not null,
    kind    text   not null,
    shared  bigint not null default 0,
    primary key (tenant, id)
);
create unique index business_unit_code on business_unit (tenant, code);

create table merchant (
    tenant      text not null,
    id          text not null,
    external_id text not null,
    name        text not null,
    unit        text not null,
    category    text,
    primary key (tenant, id)
);
create unique index merchant_external on merchant (tenant, external_id);

create table team (
    tenant text not null,
    id     text not null,
    name   text not null,
    unit   text not null,
    primary key (tenant, id)
);

create table tenant_setting (
    tenant text not null,
    key    text not null,
    value  text not null check (length(value) <= 65536),
    primary key (tenant, key)
);
