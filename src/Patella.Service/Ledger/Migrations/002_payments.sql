-- Money on its way out of the books or into them, through a payment provider.
create table ledger_payment (
    tenant       text   not null,
    id           text   not null check (length(id) between 1 and 80),
    direction    text   not null check (direction in ('out', 'in')),
    debit        text   not null,
    credit       text   not null,
    amount       bigint not null check (amount > 0),
    currency     text   not null check (length(currency) = 3),
    instrument   text   not null check (length(instrument) <= 200),
    document     text   check (length(document) <= 200),
    state        text   not null check (state in ('queued', 'sending', 'unknown', 'confirmed', 'failed', 'odd')),
    attempts     bigint not null default 0,
    asked        bigint not null default 0,
    sent_at      bigint,
    next_at      bigint not null,
    ended_at     bigint,
    provider_ref text   check (length(provider_ref) <= 200),
    code         text   check (length(code) <= 80),
    ordered_at   bigint not null,
    primary key (tenant, id)
);
create index ledger_payment_due on ledger_payment (tenant, next_at, id) where state in ('queued', 'sending', 'unknown');
create index ledger_payment_state on ledger_payment (tenant, state, ordered_at, id);
create index ledger_payment_ended on ledger_payment (tenant, ended_at, id) where state = 'confirmed';

-- Where we and the provider do not agree, until they do or somebody has settled it.
create table ledger_mismatch (
    tenant     text   not null,
    payment    text   not null,
    kind       text   not null check (kind in ('amount', 'currency', 'not-ours', 'paid-though-failed', 'missing-there')),
    ours       bigint,
    theirs     bigint,
    currency   text,
    found_at   bigint not null,
    settled_at bigint,
    settled_by text,
    primary key (tenant, payment, kind)
);
create index ledger_mismatch_open on ledger_mismatch (tenant, found_at, payment) where settled_at is null;

-- Up to when we have compared with the provider.
create table ledger_reconciliation (
    tenant  text   not null primary key,
    until   bigint not null,
    ran_at  bigint not null,
    entries bigint not null,
    open    bigint not null
);
