-- What the platform paid first in a case: who is liable, once somebody has decided it. The money itself stands in the books.
create table remedy_advance (
    tenant     text   not null,
    case_ref   text   not null check (length(case_ref) <= 60),
    currency   text   not null check (length(currency) = 3),
    party_kind text   check (party_kind in ('merchant', 'carrier', 'platform')),
    party      text   check (length(party) <= 60),
    liable_at  bigint,
    claim_at   bigint,
    opened_at  bigint not null,
    -- 0 once nothing is outstanding; for the list.
    open       bigint not null default 1,
    primary key (tenant, case_ref, currency)
);
create index remedy_advance_open on remedy_advance (tenant, opened_at, case_ref) where open = 1;
create index remedy_advance_newest on remedy_advance (tenant, opened_at, case_ref);

-- What came back, from where, and what never will.
create table remedy_recovery (
    tenant   text   not null,
    id       text   not null check (length(id) <= 100),
    source   text   not null check (source in ('deposit', 'settlement', 'receivable', 'returned', 'write-off', 'nothing')),
    case_ref text   not null,
    currency text   not null,
    content  text   not null,
    amount   bigint not null check (amount >= 0),
    by_kind  text   not null,
    by_id    text,
    reason   text   check (length(reason) <= 500),
    at       bigint not null,
    primary key (tenant, id, source)
);
create index remedy_recovery_case on remedy_recovery (tenant, case_ref, currency, at);
