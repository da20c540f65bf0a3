-- Money that moved in the books for consumers, one row an entry: what it was, and whether it went on or came back. Refunds are what was paid for the order and goes back; they are shown and not counted as spent.
-- name: Flows
select t.id, t.at, t.currency, t.debit_account, t.credit_account, t.document,
    case
        when d.kind = 'fund' and c.kind in ('buyer-instrument', 'buyer-value') then 'fund-spent'
        when c.kind = 'fund' and d.kind in ('buyer-instrument', 'buyer-value') then 'fund-spent'
        when d.kind = 'advance' and c.kind in ('buyer-instrument', 'buyer-value') then 'advanced'
        when d.kind = 'order-paid' and c.kind in ('buyer-instrument', 'buyer-value') then 'given-back'
        when c.kind = 'order-paid' and d.kind in ('buyer-instrument', 'buyer-value') and t.reverses is not null then 'given-back'
        when d.kind in ('advance', 'merchant-receivable', 'carrier-receivable') and c.kind in ('advance', 'merchant-receivable', 'carrier-receivable') then 'claimed'
        when d.kind = 'write-off' and c.kind in ('advance', 'merchant-receivable', 'carrier-receivable') then 'written-off'
        when c.kind = 'write-off' and d.kind in ('advance', 'merchant-receivable', 'carrier-receivable') then 'written-off'
        when c.kind in ('advance', 'merchant-receivable', 'carrier-receivable') or d.kind in ('advance', 'merchant-receivable', 'carrier-receivable') then 'recovered'
        else ''
    end as figure,
    -- Where it came from or went to: the fund, or the kind of account a recovery was taken from.
    case
        when d.kind = 'fund' then d.id
        when c.kind = 'fund' then c.id
        when c.kind in ('advance', 'merchant-receivable', 'carrier-receivable') then d.kind
        when d.kind in ('advance', 'merchant-receivable', 'carrier-receivable') then c.kind
        else ''
    end as source,
    case
        when c.kind in ('fund', 'order-paid', 'write-off') then -t.amount
        when d.kind in ('merchant-receivable', 'carrier-receivable') and c.kind not in ('advance', 'merchant-receivable', 'carrier-receivable') then -t.amount
        else t.amount
    end as amount
from ledger_transfer t join ledger_account d on d.tenant = t.tenant and d.id = t.debit_account join ledger_account c on c.tenant = t.tenant and c.id = t.credit_account
where t.tenant = @tenant and t.kind in (1, 3) and t.at >= @from and t.at < @until
-- name: Funds
select id, currency, owner, debits_pending as held from ledger_account where tenant = @tenant and kind = 'fund' order by currency, id limit @limit
-- name: BalanceBefore
select balance from (
    select at, debit_balance as balance from (select at, debit_balance from ledger_transfer where tenant = @tenant and debit_account = @fund and at < @at order by debit_sequence desc limit 1) d
    union all select at, credit_balance as balance from (select at, credit_balance from ledger_transfer where tenant = @tenant and credit_account = @fund and at < @at order by credit_sequence desc limit 1) c
) newest order by at desc limit 1
-- name: Limits
select fund, grade, most_once, most_a_day from ledger_fund_limit where tenant = @tenant order by fund, most_once, grade limit @limit
-- name: Outstanding
select currency, cast(sum(debits_posted - credits_posted) as bigint) as amount from ledger_account
where tenant = @tenant and kind in ('advance', 'merchant-receivable', 'carrier-receivable') group by currency order by currency
-- name: CountPullsThatChanged
select count(*) from pull where tenant = @tenant and outcome = 'changed' and ended_at >= @from and ended_at < @until
-- name: PullsThatChanged
select id, coalesce(unit, '') as unit, title, ended_at as at from pull where tenant = @tenant and outcome = 'changed' and ended_at >= @from and ended_at < @until order by ended_at desc, id desc limit @limit
