import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { ledger } from '../../api/ledger.ts';
import { count, fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { Table } from './Table.tsx';

/** Cuts through the books with their hashes, and the walk that proves them. */
export default function Seals() {
  const queries = useQueryClient();
  const list = useInfiniteQuery({ queryKey: ['ledger', 'seals', 'all'], queryFn: ({ pageParam }) => ledger.seals(pageParam), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined });
  const seal = useMutation({ mutationFn: ledger.seal, onSuccess: () => queries.invalidateQueries({ queryKey: ['ledger'] }) });
  const verify = useMutation({ mutationFn: ledger.verify });
  const seals = list.data?.pages.flatMap((page) => page.items) ?? [];
  const error = list.error ?? seal.error ?? verify.error;
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('finance.seals')}</h1><p className="meta">{t('finance.sealsIntro')}</p></div>
        <Button onClick={() => verify.mutate()} loading={verify.isPending}>{t('finance.verify')}</Button>
        <Button type="primary" onClick={() => seal.mutate()} loading={seal.isPending}>{t('finance.sealNow')}</Button>
      </header>
      {error && <Problem error={error} retry={() => void list.refetch()} />}
      {verify.data && (
        <p className="row finance-standing" role="status">
          <StateMark tone={verify.data.intact ? 'good' : 'bad'}>{verify.data.intact
            ? t('finance.intact', { entries: count(verify.data.entries), accounts: count(verify.data.accounts), seals: count(verify.data.seals) })
            : t('finance.broken', { why: tValue('ledger.finding', verify.data.why), at: verify.data.at ?? '' })}</StateMark>
        </p>
      )}
      {list.isLoading && <Skeleton rows={8} />}
      {list.data && seals.length === 0 && <Empty title={t('finance.neverSealed')} />}
      {seals.length > 0 && (
        <Table label={t('finance.seals')} heads={[['finance.sequence', 'number'], ['finance.at'], ['finance.accountsCount', 'number'], ['finance.totals'], ['finance.hash']]} more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {seals.map((one) => (
            <tr key={one.number}>
              <td className="number">{one.number}</td>
              <td className="numeric">{fullTime(one.sealedAt)}</td>
              <td className="number">{count(one.accounts)}</td>
              <td className="numeric">{one.totals.map((total) => total.split(' ').slice(0, 1).join('')).join(', ')}</td>
              <td><code className="finance-hash">{one.hash}</code></td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
