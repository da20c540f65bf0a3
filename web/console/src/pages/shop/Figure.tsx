import { ArrowLeftOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { scorecards, type Behind } from '../../api/shop.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { Table } from '../finance/Table.tsx';
import { figure } from './values.ts';

/** What stands behind a figure: the orders, cases and questions that were counted, and those that were not, with the reason. */
export default function Figure({ shop, root }: { shop: string; root: string }) {
  const { key = '' } = useParams();
  const [parameters] = useSearchParams();
  const night = parameters.get('night') ?? undefined;
  const card = useQuery({ queryKey: ['scorecard', shop, night], queryFn: () => scorecards.read(shop, night) });
  const list = useInfiniteQuery({
    queryKey: ['scorecard', shop, 'behind', key, night],
    queryFn: ({ pageParam, signal }) => scorecards.behind(shop, { indicator: key, night, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const one = card.data?.dimensions.flatMap((dimension) => dimension.indicators).find((indicator) => indicator.key === key);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><Link to={`${root}${night ? `?night=${night}` : ''}`} aria-label={t('shop.score')}><ArrowLeftOutlined /></Link>
        <div className="grow"><h1>{one?.title ?? ''} {one && <span className="meta">{figure(one.unit, one.value)}</span>}</h1><p className="meta">{one?.definition}</p></div></header>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={8} />}
      {list.data && items.length === 0 && <Empty title={t('shop.nothingBehind')} />}
      {items.length > 0 && (
        <Table label={t('shop.behind')} heads={[['finance.at'], ['shop.what'], ['shop.value', 'number'], ['shop.counts']]} more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {items.map((item, index) => <Row key={index} item={item} unit={one?.unit ?? ''} ownOrders={root === '/shop'} />)}
        </Table>
      )}
    </>
  );
}

function Row({ item, unit, ownOrders }: { item: Behind; unit: string; ownOrders: boolean }) {
  const value = item.value == null ? '–' : item.kind === 'rating' ? String(item.value) : figure(unit === 'stars' ? 'stars' : 'seconds', item.value);
  return (
    <tr>
      <td className="numeric">{fullTime(item.at)}</td>
      <td>{tValue('shop.kind', item.kind)} {item.order && <Link to={`/orders/${item.order}`}>{item.orderNumber ?? item.order}</Link>} {item.case && !ownOrders && <Link to={`/cases/${item.case}`}>{t('shop.case')}</Link>}</td>
      <td className="number">{value}</td>
      <td>{item.counted ? <StateMark tone={item.good === false ? 'bad' : item.good === true ? 'good' : 'none'}>{t(item.good === false ? 'shop.against' : item.good === true ? 'shop.forYou' : 'shop.counted')}</StateMark> : <span className="meta">{t('shop.leftOut', { why: item.flawText ?? '' })}</span>}</td>
    </tr>
  );
}
