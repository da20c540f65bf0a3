-- Cases call for people too: a promise that ends soon, one that was broken.
--#sqlite
create table desk_item_next (
    tenant       text   not null,
    id           text   not null,
    staff        text   not null,
    kind         text   not null check (kind in ('mention', 'woken', 'promise-due', 'promise-broken')),
    conversation text,
    entry        text   not null,
    by_staff     text,
    by_name      text,
    at           bigint not null,
    read_at      bigint,
    case_ref     text,
    case_number  text,
    primary key (tenant, id)
);
insert into desk_item_next (tenant, id, staff, kind, conversation, entry, by_staff, by_name, at, read_at) select tenant, id, staff, kind, conversation, entry, by_staff, by_name, at, read_at from desk_item;
drop table desk_item;
alter table desk_item_next rename to desk_item;
create index desk_item_staff  on desk_item (tenant, staff, at, id);
create index desk_item_unread on desk_item (tenant, staff) where read_at is null;
--#end
--#postgres
alter table desk_item drop constraint desk_item_kind_check;
alter table desk_item add constraint desk_item_kind_check check (kind in ('mention', 'woken', 'promise-due', 'promise-broken'));
alter table desk_item alter column conversation drop not null;
alter table desk_item add column case_ref text;
alter table desk_item add column case_number text;
--#end
