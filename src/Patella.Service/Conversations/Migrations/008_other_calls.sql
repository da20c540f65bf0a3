-- Others than cases call for people too, each with the page where it stands; what may call is named by who calls.
--#sqlite
create table desk_item_next (
    tenant       text   not null,
    id           text   not null,
    staff        text   not null,
    kind         text   not null check (length(kind) between 1 and 40),
    conversation text,
    entry        text   not null,
    by_staff     text,
    by_name      text,
    at           bigint not null,
    read_at      bigint,
    case_ref     text,
    case_number  text,
    link         text   check (length(link) <= 200),
    about        text   check (length(about) <= 300),
    primary key (tenant, id)
);
insert into desk_item_next (tenant, id, staff, kind, conversation, entry, by_staff, by_name, at, read_at, case_ref, case_number)
    select tenant, id, staff, kind, conversation, entry, by_staff, by_name, at, read_at, case_ref, case_number from desk_item;
drop table desk_item;
alter table desk_item_next rename to desk_item;
create index desk_item_staff  on desk_item (tenant, staff, at, id);
create index desk_item_unread on desk_item (tenant, staff) where read_at is null;
--#end
--#postgres
alter table desk_item drop constraint desk_item_kind_check;
alter table desk_item add constraint desk_item_kind_check check (length(kind) between 1 and 40);
alter table desk_item add column link text check (length(link) <= 200);
alter table desk_item add column about text check (length(about) <= 300);
--#end
