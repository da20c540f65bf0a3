import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useProof } from '../../app/proof.tsx';
import { remedies, type Advance } from '../../api/remedies.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { amount } from './amounts.ts';
import { LiableDialog } from './LiableDialog.tsx';
import { Proposals } from './Proposals.tsx';
import { Table } from './Table.tsx';

const tone = (advance: Advance) => (({ recovered: 'good', 'written-off': 'bad', claimed: 'risk' } as const)[advance.state] ?? 'none');

/** What the platform paid first for others, what has come back of it and what is outstanding. */
export default function Advances() {
  const [parameters, setParameters] = useSearchParams();
  const all = parameters.get('all') === 'true';
  const [unnamed, setUnnamed] = useState<Advance>();
  const queries = useQueryClient();
  const prove = useProof();
  const list = useInfiniteQuery({
    queryKey: ['advances', all],
    queryFn: ({ pageParam, signal }) => remedies.advances({ all, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 30_000,
  });
  const recover = useMutation({
    mutationFn: ({ advance, step }: { advance: Advance; step: 'sweep' | 'claim' | 'write-off' }) => {
      const id = `${step}-${crypto.randomUUID()}`;
      return prove(() => remedies.recover(advance.case, { id, currency: advance.currency, step, reason: t(`finance.step.${step}`) }));
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.advances')}</h1><p className="meta">{t('finance.advancesIntro')}</p></div></header>
      <Proposals />
      <p className="row finance-filters"><Switch checked={all} aria-label={t('finance.showSettled')} onChange={(on) => setParameters(on ? { all: 'true' } : {})} /><span>{t('finance.showSettled')}</span></p>
      {recover.error && <Problem error={recover.error} />}
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={6} />}
      {list.data && items.length === 0 && <Empty title={t('finance.noAdvances')} />}
      {items.length > 0 && (
        <Table label={t('finance.advances')} heads={[['finance.at'], ['finance.case'], ['finance.state'], ['finance.liable'], ['finance.advanced', 'number'], ['finance.recovered', 'number'], ['finance.writtenOff', 'number'], ['finance.outstanding', 'number'], ['finance.settle']]}
          more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {items.map((advance) => (
            <tr key={`${advance.case} ${advance.currency}`}>
              <td className="numeric">{fullTime(advance.openedAt)}</td>
              <th scope="row"><Link to={`/cases/${advance.case}`}>{advance.case}</Link></th>
              <td><StateMark tone={tone(advance)}>{tValue('advance.state', advance.state)}</StateMark></td>
              <td>{advance.liable ? `${tValue('liable', advance.liable.kind ?? '')} ${advance.liable.id ?? ''}` : '–'}</td>
              <td className="number">{amount(advance.advanced, advance.currency)}</td>
              <td className="number">{amount(advance.recovered, advance.currency)}</td>
              <td className="number">{amount(advance.writtenOff, advance.currency)}</td>
              <td className="number strong">{amount(advance.outstanding, advance.currency)}</td>
              <td className="row">{advance.outstanding > 0 && (
                <>
                  {!advance.liable && <Button size="small" type="primary" onClick={() => setUnnamed(advance)}>{t('finance.nameLiable')}</Button>}
                  {advance.liable?.id && <Button size="small" loading={recover.isPending} onClick={() => recover.mutate({ advance, step: 'sweep' })}>{t('finance.step.sweep')}</Button>}
                  {advance.liable?.id && advance.claimed < advance.outstanding && <Button size="small" loading={recover.isPending} onClick={() => recover.mutate({ advance, step: 'claim' })}>{t('finance.step.claim')}</Button>}
                  <Button size="small" danger loading={recover.isPending} onClick={() => recover.mutate({ advance, step: 'write-off' })}>{t('finance.step.write-off')}</Button>
                </>
              )}</td>
            </tr>
          ))}
        </Table>
      )}
      {unnamed && <LiableDialog advance={unnamed} close={() => setUnnamed(undefined)} />}
    </>
  );
}
