import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { remedies, type Remedy } from '../../api/remedies.ts';
import { fullTime, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { Proposals } from './Proposals.tsx';
import { Table } from './Table.tsx';

const states = ['planned', 'reserved', 'paid', 'confirmed', 'failed', 'reversed', 'cancelled'];
const tone = (remedy: Remedy) => (remedy.code === 'odd' ? 'bad' : (({ confirmed: 'good', failed: 'bad', paid: 'risk' } as const)[remedy.state] ?? 'none'));

/** Everything of value that consumers received, and what waits for a second person. */
export default function Remedies() {
  const [parameters, setParameters] = useSearchParams();
  const state = parameters.get('state') ?? undefined;
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ['remedies', state],
    queryFn: ({ pageParam, signal }) => remedies.list({ state, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 15_000,
  });
  const retry = useMutation({ mutationFn: (remedy: Remedy) => remedies.retry(remedy.id, remedy.attempt ?? 1), onSuccess: () => queries.invalidateQueries({ queryKey: ['remedies'] }) });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.remedies')}</h1><p className="meta">{t('finance.remediesIntro')}</p></div></header>
      <Proposals />
      <div className="row finance-filters">
        <Select allowClear className="finance-filter" placeholder={t('finance.allStates')} aria-label={t('finance.state')} value={state} onChange={(value?: string) => setParameters(value ? { state: value } : {})} options={states.map((value) => ({ value, label: tValue('remedy.state', value) }))} />
      </div>
      {retry.error && <Problem error={retry.error} />}
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={8} />}
      {list.data && items.length === 0 && <Empty title={t('finance.noRemedies')} />}
      {items.length > 0 && (
        <Table label={t('finance.remedies')} heads={[['finance.at'], ['finance.what'], ['finance.state'], ['finance.amount', 'number'], ['finance.to'], ['finance.source'], ['finance.reason'], ['finance.settle']]}
          more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {items.map((remedy) => (
            <tr key={remedy.id}>
              <td className="numeric">{fullTime(remedy.plannedAt)}</td>
              <th scope="row">{remedy.kindText} <span className="meta">{remedy.id}</span></th>
              <td><StateMark tone={tone(remedy)}>{tValue('remedy.state', remedy.state)}</StateMark> {remedy.code && <span className="meta">{remedy.code}</span>}</td>
              <td className="number">{money(remedy.amount)}</td>
              <td>{remedy.instrument?.label ?? '–'}</td>
              <td>{remedy.source ? tValue('remedy.source', remedy.source) : '–'}</td>
              <td>{remedy.reason ?? '–'}</td>
              <td>{remedy.state === 'failed' && <Button size="small" loading={retry.isPending} onClick={() => retry.mutate(remedy)}>{t('finance.tryAgain')}</Button>}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
