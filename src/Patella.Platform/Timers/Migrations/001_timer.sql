-- A promise of the system to itself. (capability, key) names it; a later set replaces it under a higher generation.
create table timer (
    tenant     text   not null,
    capability text   not null,
    key        text   not null,
    generation bigint not null,
    due_at     bigint not null,
    payload    text   not null,
    primary key (tenant, capability, key)
);
create index timer_due on timer (tenant, due_at);
