import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { ownShop } from '../../api/shop.ts';
import { fullTime, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Table } from '../finance/Table.tsx';

/** What was refunded out of the shop's own orders, and why. */
export default function Refunds() {
  const list = useInfiniteQuery({
    queryKey: ['shop-remedies'],
    queryFn: ({ pageParam, signal }) => ownShop.remedies({ after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 30_000,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('shop.refunds')}</h1><p className="meta">{t('shop.refundsIntro')}</p></div></header>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={8} />}
      {list.data && items.length === 0 && <Empty title={t('shop.noRefunds')} />}
      {items.length > 0 && (
        <Table label={t('shop.refunds')} heads={[['finance.at'], ['shop.order'], ['finance.what'], ['finance.state'], ['finance.amount', 'number'], ['finance.reason']]} more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="numeric">{fullTime(one.plannedAt)}</td><td>{one.order && <Link to={`/orders/${one.order}`}>{one.order}</Link>}</td><td>{one.kindText}</td>
              <td>{tValue('remedy.state', one.state)}</td><td className="number">{money(one.amount)}</td><td>{one.reason ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
