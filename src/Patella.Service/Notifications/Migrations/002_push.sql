-- A reminder may also go to the consumer's devices: the list of ways grows, so it stands in the code now.
create table reminder_told (
    tenant       text   not null,
    id           text   not null,
    conversation text   not null,
    person       text   not null,
    outcome      text   not null,
    at           bigint not null,
    primary key (tenant, id)
);
insert into reminder_told (tenant, id, conversation, person, outcome, at) select tenant, id, conversation, person, outcome, at from reminder;
drop table reminder;
