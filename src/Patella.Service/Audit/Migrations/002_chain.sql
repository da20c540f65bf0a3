-- Entries form a chain: each holds the hash of itself and of the one before, so that a changed or missing one shows.
alter table audit_entry add column number bigint;
alter table audit_entry add column hash text;
create unique index audit_entry_number on audit_entry (tenant, number) where number is not null;
create index audit_entry_actor on audit_entry (tenant, actor, recorded_at);

create table audit_chain (
    tenant text   not null primary key,
    number bigint not null,
    hash   text   not null
);
