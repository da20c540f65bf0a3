-- Carriers as parties; merchants stand in Tenants.
create table carrier (
    tenant      text not null,
    id          text not null,
    external_id text not null,
    name        text not null check (length(name) between 1 and 120),
    primary key (tenant, id)
);
create unique index carrier_external on carrier (tenant, external_id);

-- Ways to know a merchant or a carrier, one organisation each: an address, a number, an account of another system.
create table organisation_identity (
    tenant        text   not null,
    kind          text   not null check (kind in ('merchant', 'carrier')),
    organisation  text   not null,
    identity_kind text   not null,
    identity      text   not null check (length(identity) <= 500),
    added_at      bigint not null,
    primary key (tenant, kind, identity_kind, identity)
);
create index organisation_identity_of on organisation_identity (tenant, kind, organisation);
