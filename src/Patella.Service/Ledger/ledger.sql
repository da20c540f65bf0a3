-- name: FindAccounts
select * from ledger_account where tenant = @tenant and id in @ids
-- name: AddAccount
insert into ledger_account (tenant, id, kind, currency, owner, code, limited, floor, opened_at)
values (@tenant, @Id, @Kind, @Currency, @Owner, @Code, @Limited, @Floor, @OpenedAt) on conflict (tenant, id) do nothing
-- name: AddAccounts
insert into ledger_account (tenant, id, kind, currency, owner, code, limited, floor, opened_at)
select @tenant, opened.* from unnest(@Id::text[], @Kind::text[], @Currency::text[], @Owner::text[], @Code::text[], @Limited::bigint[], @Floor::bigint[], @OpenedAt::bigint[]) as opened
order by 2 on conflict (tenant, id) do nothing
-- name: SaveTotals
update ledger_account set debits_posted = @DebitsPosted, credits_posted = @CreditsPosted, debits_pending = @DebitsPending, credits_pending = @CreditsPending,
    sequence = @Sequence, last_at = @LastAt, head = @Head
where tenant = @tenant and id = @Id
-- name: SaveTotalsOfMany
update ledger_account set debits_posted = moved.debits_posted, credits_posted = moved.credits_posted, debits_pending = moved.debits_pending, credits_pending = moved.credits_pending,
    sequence = moved.sequence, last_at = moved.last_at, head = moved.head
from unnest(@Id::text[], @DebitsPosted::bigint[], @CreditsPosted::bigint[], @DebitsPending::bigint[], @CreditsPending::bigint[], @Sequence::bigint[], @LastAt::bigint[], @Head::text[])
    as moved (id, debits_posted, credits_posted, debits_pending, credits_pending, sequence, last_at, head)
where ledger_account.tenant = @tenant and ledger_account.id = moved.id
-- name: CloseAccount
update ledger_account set closed_at = @closedAt where tenant = @tenant and id = @id and closed_at is null
-- name: FindTransfers
select * from ledger_transfer where tenant = @tenant and id in @ids
-- name: FindTransfersAndEnds
select * from ledger_transfer where tenant = @tenant and id in @ids
union all select * from ledger_transfer where tenant = @tenant and resolves in @named and id not in @ids
union all select * from ledger_transfer where tenant = @tenant and reverses in @named and id not in @ids
-- name: AddTransfer
insert into ledger_transfer (tenant, id, posting, linked, kind, debit_account, credit_account, amount, bound, currency, reason, resolves, reverses, document,
    grant_fund, grant_person, grant_grade, grant_day, granted, expires_after, expires_at, at, recorded_at, debit_sequence, credit_sequence, debit_balance, credit_balance, hash)
values (@tenant, @Id, @Posting, @Linked, @Kind, @DebitAccount, @CreditAccount, @Amount, @Bound, @Currency, @Reason, @Resolves, @Reverses, @Document,
    @GrantFund, @GrantPerson, @GrantGrade, @GrantDay, @Granted, @ExpiresAfter, @ExpiresAt, @At, @RecordedAt, @DebitSequence, @CreditSequence, @DebitBalance, @CreditBalance, @Hash)
on conflict (tenant, id) do nothing
-- name: AddTransfers
insert into ledger_transfer (tenant, id, posting, linked, kind, debit_account, credit_account, amount, bound, currency, reason, resolves, reverses, document,
    grant_fund, grant_person, grant_grade, grant_day, granted, expires_after, expires_at, at, recorded_at, debit_sequence, credit_sequence, debit_balance, credit_balance, hash)
select @tenant, entry.* from unnest(@Id::text[], @Posting::text[], @Linked::bigint[], @Kind::bigint[], @DebitAccount::text[], @CreditAccount::text[], @Amount::bigint[], @Bound::bigint[],
    @Currency::text[], @Reason::text[], @Resolves::text[], @Reverses::text[], @Document::text[], @GrantFund::text[], @GrantPerson::text[], @GrantGrade::text[], @GrantDay::bigint[],
    @Granted::bigint[], @ExpiresAfter::bigint[], @ExpiresAt::bigint[], @At::bigint[], @RecordedAt::bigint[], @DebitSequence::bigint[], @CreditSequence::bigint[], @DebitBalance::bigint[],
    @CreditBalance::bigint[], @Hash::text[]) as entry
on conflict (tenant, id) do nothing
-- name: FundLimits
select fund, grade, most_once, most_a_day from ledger_fund_limit where tenant = @tenant and fund in @funds order by fund, grade
-- name: GivenOnDay
select grant_fund as fund, grant_person as person, grant_day as day, cast(sum(granted) as bigint) as amount from ledger_transfer
where tenant = @tenant and grant_fund in @funds and grant_person in @persons and grant_day in @days group by grant_fund, grant_person, grant_day
-- name: ClearFundLimits
delete from ledger_fund_limit where tenant = @tenant and fund = @fund
-- name: AddFundLimit
insert into ledger_fund_limit (tenant, fund, grade, most_once, most_a_day) values (@tenant, @Fund, @Grade, @MostOnce, @MostADay)
-- name: JournalAfter
select * from ledger_transfer where tenant = @tenant and (at > @at or (at = @at and id > @id)) order by at, id limit @limit
-- name: AccountsAfter
select * from ledger_account where tenant = @tenant and id > @id order by id limit @limit
-- name: NewestSeal
select * from ledger_seal where tenant = @tenant order by number desc limit 1
-- name: FindSeal
select * from ledger_seal where tenant = @tenant and number = @number
-- name: ListSeals
select * from ledger_seal where tenant = @tenant and number < @before order by number desc limit @limit
-- name: SealsAfter
select * from ledger_seal where tenant = @tenant and number > @number order by number limit @limit
-- name: AddSeal
insert into ledger_seal (tenant, number, sealed_at, recorded_at, accounts, totals, previous, hash)
values (@tenant, @Number, @SealedAt, @RecordedAt, @Accounts, @Totals, @Previous, @Hash) on conflict (tenant, number) do nothing
-- name: AddSealLines
insert into ledger_seal_line (tenant, account, sequence, seal, currency, debits_posted, credits_posted, debits_pending, credits_pending, head)
select tenant, id, sequence, @number, currency, debits_posted, credits_posted, debits_pending, credits_pending, head from ledger_account
where tenant = @tenant and not exists (select 1 from ledger_seal_line line where line.tenant = ledger_account.tenant and line.account = ledger_account.id and line.sequence = ledger_account.sequence)
-- name: LinesAfter
select * from ledger_seal_line where tenant = @tenant and seal = @seal and account > @account order by account limit @limit
-- name: TotalsNow
select currency, count(*) as accounts,
    cast(sum(debits_posted / 1000000000) as bigint) as debit_billions, cast(sum(debits_posted % 1000000000) as bigint) as debit_rest,
    cast(sum(credits_posted / 1000000000) as bigint) as credit_billions, cast(sum(credits_posted % 1000000000) as bigint) as credit_rest,
    cast(sum(debits_pending / 1000000000) as bigint) as held_debit_billions, cast(sum(debits_pending % 1000000000) as bigint) as held_debit_rest,
    cast(sum(credits_pending / 1000000000) as bigint) as held_credit_billions, cast(sum(credits_pending % 1000000000) as bigint) as held_credit_rest
from ledger_account where tenant = @tenant group by currency order by currency
-- name: FirstTransfersSince
select count(*) from ledger_account where tenant = @tenant and sequence > 0
    and not exists (select 1 from ledger_seal_line line where line.tenant = ledger_account.tenant and line.account = ledger_account.id and line.sequence = ledger_account.sequence)
-- name: LineAt
select * from ledger_seal_line where tenant = @tenant and account = @account and seal <= @seal order by seal desc limit 1
-- name: EntriesOfAccount
select * from (
    select *, debit_sequence as own_sequence from ledger_transfer where tenant = @tenant and debit_account = @account and debit_sequence > @after and debit_sequence <= @until
    union all
    select *, credit_sequence as own_sequence from ledger_transfer where tenant = @tenant and credit_account = @account and credit_sequence > @after and credit_sequence <= @until
) entry order by own_sequence limit @limit
-- name: LineWithoutEntry
select account from ledger_seal_line line where tenant = @tenant and sequence > 0
    and not exists (select 1 from ledger_transfer entry where entry.tenant = @tenant and entry.debit_account = line.account and entry.debit_sequence = line.sequence and entry.hash = line.head)
    and not exists (select 1 from ledger_transfer entry where entry.tenant = @tenant and entry.credit_account = line.account and entry.credit_sequence = line.sequence and entry.hash = line.head)
limit 1
-- name: ListAccounts
select * from ledger_account where tenant = @tenant and id > @after and (@kind is null or kind = @kind) and (@owner is null or owner = @owner) and (@currency is null or currency = @currency)
order by id limit @limit
-- name: AccountsOf
select * from ledger_account where tenant = @tenant and owner = @owner and kind = @kind order by currency, id limit 200
-- name: NewestTransfers
select * from ledger_transfer where tenant = @tenant and (at, id) < (@at, @id) order by at desc, id desc limit @limit
-- name: TransfersOfDocument
select * from ledger_transfer where tenant = @tenant and document = @document and (at, id) < (@at, @id) order by at desc, id desc limit @limit
-- name: TransfersOfAccount
select * from (
    select * from (select * from ledger_transfer where tenant = @tenant and debit_account = @account and (at, id) < (@at, @id) order by debit_sequence desc limit @limit) taken
    union all
    select * from (select * from ledger_transfer where tenant = @tenant and credit_account = @account and (at, id) < (@at, @id) order by credit_sequence desc limit @limit) given
) entry order by at desc, id desc limit @limit
-- name: TotalsByKind
select kind, currency, count(*) as accounts,
    cast(sum(debits_posted / 1000000000) as bigint) as debit_billions, cast(sum(debits_posted % 1000000000) as bigint) as debit_rest,
    cast(sum(credits_posted / 1000000000) as bigint) as credit_billions, cast(sum(credits_posted % 1000000000) as bigint) as credit_rest,
    cast(sum(debits_pending / 1000000000) as bigint) as held_debit_billions, cast(sum(debits_pending % 1000000000) as bigint) as held_debit_rest,
    cast(sum(credits_pending / 1000000000) as bigint) as held_credit_billions, cast(sum(credits_pending % 1000000000) as bigint) as held_credit_rest
from ledger_account where tenant = @tenant group by kind, currency order by kind, currency
-- name: GivenByFunds
select grant_fund, cast(sum(granted) as bigint) from ledger_transfer where tenant = @tenant and grant_fund in @funds and grant_person is not null and grant_day = @day group by grant_fund
