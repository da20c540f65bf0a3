-- What a person pays with and is paid to; the id is the marketplace's own token, never a card's number.
create table person_instrument (
    tenant   text   not null,
    id       text   not null check (length(id) between 1 and 60),
    person   text   not null,
    kind     text   not null check (kind in ('card', 'wallet', 'stored-value')),
    label    text   not null check (length(label) <= 100),
    added_at bigint not null,
    primary key (tenant, id)
);
create index person_instrument_person on person_instrument (tenant, person);
