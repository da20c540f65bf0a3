-- One line a conversation that is counted: rebuilt from the timeline at any time.
create table answer_line (
    tenant       text   not null,
    conversation text   not null,
    unit         text   not null,
    offered_at   bigint not null,
    picked_at    bigint,
    asked_at     bigint,
    person_at    bigint,
    abandoned_at bigint,
    primary key (tenant, conversation)
);
create index answer_line_offered on answer_line (tenant, offered_at);
