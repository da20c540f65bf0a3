-- A reminder that was decided: its id follows from the conversation and how far it was read, so there is one for each time somebody is away.
create table reminder (
    tenant       text   not null,
    id           text   not null,
    conversation text   not null,
    person       text   not null,
    outcome      text   not null check (outcome in ('mail', 'muted', 'no-address', 'not-sent')),
    at           bigint not null,
    primary key (tenant, id)
);

create table muted_person (
    tenant text   not null,
    person text   not null,
    at     bigint not null,
    primary key (tenant, person)
);
