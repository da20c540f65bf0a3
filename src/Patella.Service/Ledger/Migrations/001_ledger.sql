-- The journal. Made before the accounts: a tenant is erased newest table first, and an entry can be deleted only when its accounts are gone.
create table ledger_transfer (
    tenant          text   not null,
    id              text   not null check (length(id) between 1 and 100),
    posting         text   not null,
    linked          bigint not null check (linked between 1 and 64),
    kind            bigint not null check (kind between 1 and 5),
    debit_account   text   not null,
    credit_account  text   not null,
    amount          bigint not null check (amount > 0),
    bound           bigint check (bound >= amount),
    currency        text   not null check (length(currency) = 3),
    reason          text   not null check (length(reason) between 1 and 40),
    resolves        text,
    reverses        text,
    document        text   check (length(document) <= 200),
    grant_fund      text,
    grant_person    text,
    grant_grade     text,
    grant_day       bigint,
    granted         bigint,
    expires_after   bigint,
    expires_at      bigint,
    at              bigint not null,
    recorded_at     bigint not null,
    debit_sequence  bigint not null check (debit_sequence > 0),
    credit_sequence bigint not null check (credit_sequence > 0),
    debit_balance   bigint not null,
    credit_balance  bigint not null,
    hash            text   not null check (length(hash) = 64),
    check (debit_account <> credit_account),
    check ((kind in (3, 4, 5)) = (resolves is not null)),
    primary key (tenant, id)
);
create unique index ledger_transfer_debit    on ledger_transfer (tenant, debit_account, debit_sequence);
create unique index ledger_transfer_credit   on ledger_transfer (tenant, credit_account, credit_sequence);
create unique index ledger_transfer_resolves on ledger_transfer (tenant, resolves) where resolves is not null;
create unique index ledger_transfer_reverses on ledger_transfer (tenant, reverses) where reverses is not null;
create index ledger_transfer_at       on ledger_transfer (tenant, at, id);
create index ledger_transfer_document on ledger_transfer (tenant, document, at) where document is not null;
create index ledger_transfer_granted  on ledger_transfer (tenant, grant_fund, grant_person, grant_day, granted) where grant_person is not null;

create table ledger_account (
    tenant         text   not null,
    id             text   not null check (length(id) between 1 and 100),
    kind           text   not null,
    currency       text   not null check (length(currency) = 3),
    owner          text,
    code           text   not null,
    limited        bigint not null check (limited between 0 and 2),
    floor          bigint not null,
    debits_posted  bigint not null default 0 check (debits_posted >= 0),
    credits_posted bigint not null default 0 check (credits_posted >= 0),
    debits_pending bigint not null default 0 check (debits_pending >= 0),
    credits_pending bigint not null default 0 check (credits_pending >= 0),
    sequence       bigint not null default 0,
    last_at        bigint not null default 0,
    head           text   not null default '',
    opened_at      bigint not null,
    closed_at      bigint,
    -- A positive floor is what must stay once it is there; an account begins empty.
    check (limited <> 1 or credits_posted - debits_posted - debits_pending >= case when floor > 0 then 0 else floor end),
    check (limited <> 2 or debits_posted - credits_posted - credits_pending >= case when floor > 0 then 0 else floor end),
    check (closed_at is null or (debits_pending = 0 and credits_pending = 0 and debits_posted = credits_posted)),
    primary key (tenant, id)
)
--#postgres
with (fillfactor = 70)
--#end
;
create index ledger_account_owner on ledger_account (tenant, owner, kind) where owner is not null;

-- A cut through all accounts at one moment.
create table ledger_seal (
    tenant      text   not null,
    number      bigint not null check (number > 0),
    sealed_at   bigint not null,
    recorded_at bigint not null,
    accounts    bigint not null,
    totals      text   not null,
    previous    text   not null,
    hash        text   not null check (length(hash) = 64),
    primary key (tenant, number)
);

-- How an account stood at the first seal after its entry of that number. Accounts that did not move have no new line.
create table ledger_seal_line (
    tenant          text   not null,
    account         text   not null,
    sequence        bigint not null,
    seal            bigint not null,
    currency        text   not null,
    debits_posted   bigint not null,
    credits_posted  bigint not null,
    debits_pending  bigint not null,
    credits_pending bigint not null,
    head            text   not null,
    primary key (tenant, account, sequence)
);
create index ledger_seal_line_seal on ledger_seal_line (tenant, seal, account);

-- What people of a grade may give from a fund.
create table ledger_fund_limit (
    tenant     text   not null,
    fund       text   not null,
    grade      text   not null,
    most_once  bigint not null check (most_once >= 0),
    most_a_day bigint not null check (most_a_day >= most_once),
    primary key (tenant, fund, grade)
);

--#sqlite
create trigger ledger_transfer_unchanged before update on ledger_transfer
begin
    select raise(abort, 'an entry of the journal is never changed');
end;
create trigger ledger_transfer_kept before delete on ledger_transfer
when exists (select 1 from ledger_account where tenant = old.tenant and id = old.debit_account)
begin
    select raise(abort, 'an entry of the journal is never removed');
end;
--#end
--#postgres
create function ledger_transfer_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and not exists (select 1 from ledger_account where tenant = old.tenant and id = old.debit_account) then
        return old;
    end if;
    raise exception 'an entry of the journal is never changed or removed';
end $$;
create trigger ledger_transfer_unchanged before update or delete on ledger_transfer for each row execute function ledger_transfer_guard();
--#end
