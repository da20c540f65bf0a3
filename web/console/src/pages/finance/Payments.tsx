import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ledger, type Payment } from '../../api/ledger.ts';
import { count, fullTime, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { amount } from './amounts.ts';
import { OddDialog } from './OddDialog.tsx';
import { Proposals } from './Proposals.tsx';
import { Table } from './Table.tsx';

const states = ['queued', 'sending', 'unknown', 'confirmed', 'failed', 'odd'];
const tone = (payment: Payment) => (({ confirmed: 'good', failed: 'bad', odd: 'bad', unknown: 'risk' } as const)[payment.state] ?? 'none');

/** Money on its way out or in, and where the provider says something else than we do. */
export default function Payments() {
  const [parameters, setParameters] = useSearchParams();
  const state = parameters.get('state') ?? undefined;
  const [odd, setOdd] = useState<Payment>();
  const list = useInfiniteQuery({
    queryKey: ['ledger', 'payments', state],
    queryFn: ({ pageParam, signal }) => ledger.payments({ state, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 15_000,
  });
  const payments = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.payments')}</h1><p className="meta">{t('finance.paymentsIntro')}</p></div></header>
      <Proposals />
      <Reconciliation />
      <h2>{t('finance.onTheWay')}</h2>
      <div className="row finance-filters">
        <Select allowClear className="finance-filter" placeholder={t('finance.allStates')} aria-label={t('finance.state')} value={state} onChange={(value?: string) => setParameters(value ? { state: value } : {})} options={states.map((value) => ({ value, label: tValue('payment.state', value) }))} />
      </div>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={8} />}
      {list.data && payments.length === 0 && <Empty title={t('finance.noPayments')} />}
      {payments.length > 0 && (
        <Table label={t('finance.onTheWay')} heads={[['finance.at'], ['finance.payment'], ['finance.state'], ['finance.amount', 'number'], ['finance.from'], ['finance.to'], ['finance.tries', 'number']]}
          more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {payments.map((payment) => (
            <tr key={payment.id}>
              <td className="numeric">{fullTime(payment.orderedAt)}</td>
              <th scope="row">{payment.id} <span className="meta">{tValue('payment.direction', payment.direction)}</span></th>
              <td><StateMark tone={tone(payment)}>{tValue('payment.state', payment.state)}</StateMark> {payment.code && <span className="meta">{payment.code}</span>} {payment.state === 'odd' && payment.settled == null && <Button size="small" onClick={() => setOdd(payment)}>{t('finance.settleOdd')}</Button>}</td>
              <td className="number">{money(payment.amount)}</td>
              <td>{payment.debit}</td>
              <td>{payment.credit}</td>
              <td className="number">{t('finance.triesAsked', { tries: count(payment.attempts), asked: count(payment.asked) })}</td>
            </tr>
          ))}
        </Table>
      )}
      {odd && <OddDialog payment={odd} close={() => setOdd(undefined)} />}
    </>
  );
}

function Reconciliation() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['ledger', 'reconciliation'], queryFn: () => ledger.reconciliation(false), refetchInterval: 60_000 });
  const settle = useMutation({ mutationFn: ({ payment, kind }: { payment: string; kind: string }) => ledger.settle(payment, kind), onSuccess: () => queries.invalidateQueries({ queryKey: ['ledger', 'reconciliation'] }) });
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  const theirs = (value: number | null | undefined, currency: string | null | undefined) => (value == null || !currency ? '–' : amount(value, currency));
  return (
    <section aria-label={t('finance.reconciliation')}>
      <h2>{t('finance.reconciliation')}</h2>
      <p className="row finance-standing">
        <StateMark tone={data.until == null ? 'none' : data.open > 0 ? 'bad' : 'good'}>{data.until == null ? t('finance.neverCompared') : data.open > 0 ? t('finance.mismatches', { count: count(data.open) }) : t('finance.agree')}</StateMark>
        {data.until && <span className="meta">{t('finance.comparedUntil', { at: fullTime(data.until) })}</span>}
      </p>
      {data.items.length > 0 && (
        <Table label={t('finance.reconciliation')} heads={[['finance.payment'], ['finance.what'], ['finance.ours', 'number'], ['finance.theirs', 'number'], ['finance.at'], ['finance.settle']]}>
          {data.items.map((one) => (
            <tr key={`${one.payment} ${one.kind}`}>
              <th scope="row">{one.payment}</th>
              <td>{tValue('mismatch', one.kind)}</td>
              <td className="number">{theirs(one.ours, one.currency)}</td>
              <td className="number">{theirs(one.theirs, one.currency)}</td>
              <td className="numeric">{fullTime(one.foundAt)}</td>
              <td><Button size="small" loading={settle.isPending} onClick={() => settle.mutate({ payment: one.payment, kind: one.kind })}>{t('finance.settled')}</Button></td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
