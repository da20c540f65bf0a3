import { useInfiniteQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { ledger } from '../../api/ledger.ts';
import { count } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { amount } from './amounts.ts';
import { kinds } from './kinds.ts';
import { Table } from './Table.tsx';

/** Every account with what is in it. */
export default function Accounts() {
  const [parameters, setParameters] = useSearchParams();
  const [kind, owner, currency] = ['kind', 'owner', 'currency'].map((name) => parameters.get(name) ?? undefined);
  const list = useInfiniteQuery({
    queryKey: ['ledger', 'accounts', kind, owner, currency],
    queryFn: ({ pageParam, signal }) => ledger.accounts({ kind, owner, currency, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const change = (name: string, value: string | undefined) => setParameters((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value); else next.delete(name);
    return next;
  });
  const accounts = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.accounts')}</h1></div></header>
      <div className="row finance-filters">
        <Select allowClear className="finance-filter" placeholder={t('finance.allKinds')} aria-label={t('finance.kind')} value={kind} onChange={(value?: string) => change('kind', value)} options={kinds.map((value) => ({ value, label: tValue('ledger.kind', value) }))} />
        <Input.Search allowClear className="finance-filter" placeholder={t('finance.owner')} aria-label={t('finance.owner')} defaultValue={owner} onSearch={(value) => change('owner', value.trim())} />
        {currency && <button type="button" className="linklike" onClick={() => change('currency', undefined)}>{t('finance.only', { what: currency })}</button>}
      </div>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={12} />}
      {list.data && accounts.length === 0 && <Empty title={t('finance.noAccounts')}>{t('finance.noAccountsText')}</Empty>}
      {accounts.length > 0 && (
        <Table label={t('finance.accounts')} heads={[['finance.account'], ['finance.kind'], ['finance.owner'], ['finance.balance', 'number'], ['finance.held', 'number'], ['finance.room', 'number'], ['finance.entries', 'number']]}
          more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {accounts.map((account) => (
            <tr key={account.id}>
              <th scope="row"><Link to={`/finance/accounts/${encodeURIComponent(account.id)}`}>{account.id}</Link>{account.closedAt && <span className="meta"> {t('finance.closed')}</span>}</th>
              <td>{tValue('ledger.kind', account.kind)}</td>
              <td>{account.owner ?? ''}</td>
              <td className="number">{amount(account.balance.amount, account.balance.currency)}</td>
              <td className="number">{amount(account.debitsPending + account.creditsPending, account.balance.currency)}</td>
              <td className="number">{account.room == null ? '–' : amount(account.room, account.balance.currency)}</td>
              <td className="number">{count(account.entries)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
