-- One call to one owning system about one subject. It stands from the moment in which somebody asked for it; the systems themselves are a setting.
create table system_call (
    tenant          text   not null,
    id              text   not null check (length(id) between 1 and 150),
    subject         text   not null check (length(subject) <= 200),
    system          text   check (length(system) <= 40),
    system_kind     text   check (system_kind in ('business', 'technical')),
    connector       text   check (length(connector) <= 20),
    title           text   not null check (length(title) <= 200),
    body            text   not null check (length(body) <= 2000),
    severity        bigint not null check (severity between 1 and 4),
    place           text   not null check (length(place) <= 4000),
    why             text   not null check (length(why) <= 300),
    link            text   not null check (length(link) <= 200),
    state           text   not null check (state in ('called', 'acknowledged', 'fixed', 'unreachable', 'withdrawn')),
    called_at       bigint not null,
    sent_at         bigint,
    due_at          bigint not null,
    acknowledged_at bigint,
    acknowledged_by text   check (length(acknowledged_by) <= 200),
    fixed_at        bigint,
    fixed_by        text   check (length(fixed_by) <= 200),
    escalated_at    bigint,
    ticket          text   check (length(ticket) <= 200),
    ticket_address  text   check (length(ticket_address) <= 500),
    primary key (tenant, id)
);
create index system_call_subject on system_call (tenant, subject, called_at);
create index system_call_system on system_call (tenant, system, called_at);
create index system_call_list on system_call (tenant, called_at, id);
create index system_call_ticket on system_call (tenant, system, ticket);

-- A message to a system: the call itself, or a word that it was taken or fixed. What may have gone out already is in doubt until the answer is written down.
create table system_message (
    tenant     text   not null,
    id         text   not null check (length(id) <= 170),
    call       text   not null,
    system     text   not null,
    action     text   not null check (action in ('call', 'acknowledged', 'fixed')),
    state      text   not null check (state in ('waiting', 'sent', 'failed', 'dropped')),
    attempts   bigint not null,
    doubts     bigint not null,
    doubt      bigint not null,
    next_at    bigint not null,
    problem    text   check (length(problem) <= 400),
    created_at bigint not null,
    changed_at bigint not null,
    primary key (tenant, id)
);
create index system_message_due on system_message (tenant, state, next_at);
create index system_message_call on system_message (tenant, call);
