-- What one person proposes and another decides: settling an odd payment, taking a remedy back, writing an advance off.
create table ledger_proposal (
    tenant      text   not null,
    id          text   not null check (length(id) between 1 and 60),
    kind        text   not null check (kind in ('payment-settlement', 'remedy-reversal', 'advance-write-off')),
    target      text   not null check (length(target) <= 100),
    terms       text   not null check (length(terms) <= 2000),
    proposed_by text   not null,
    proposed_at bigint not null,
    state       text   not null check (state in ('open', 'approved', 'declined')),
    decided_by  text,
    decided_at  bigint,
    check (decided_by is null or decided_by <> proposed_by),
    primary key (tenant, id)
);
create index ledger_proposal_state on ledger_proposal (tenant, state, proposed_at, id);

-- What a person settled of a payment that went oddly: what truly moved.
alter table ledger_payment add column settled bigint check (settled >= 0);
