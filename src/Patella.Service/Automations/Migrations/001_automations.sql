create table automation (
    tenant          text   not null,
    id              text   not null,
    name            text   not null check (length(name) between 1 and 120),
    definition      text   not null,
    version         bigint not null,
    tested_version  bigint not null default 0,
    is_on           bigint not null default 0,
    stopped_because text,
    changed_at      bigint not null,
    primary key (tenant, id)
);

-- One row for each time the conditions held; its key is what makes an effect happen once.
create table automation_run (
    tenant       text   not null,
    automation   text   not null,
    conversation text   not null,
    sequence     bigint not null,
    version      bigint not null,
    at           bigint not null,
    depth        bigint not null,
    outcome      text   not null,
    primary key (tenant, automation, conversation, sequence)
);
create index automation_run_at on automation_run (tenant, at, automation);

-- Which entries of a conversation were made by steps: what they trigger is one link further down the chain.
create table automation_effect (
    tenant         text   not null,
    conversation   text   not null,
    first_sequence bigint not null,
    last_sequence  bigint not null,
    depth          bigint not null,
    at             bigint not null,
    primary key (tenant, conversation, first_sequence)
);
create index automation_effect_at on automation_effect (tenant, at);
