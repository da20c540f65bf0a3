import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router-dom';
import { address as addressOf } from '../../api/client.ts';
import { standings } from '../../api/standings.ts';
import { businessNow } from '../../app/clock.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { amount } from '../finance/amounts.ts';
import { Table } from '../finance/Table.tsx';
import { queryOf, search } from './period.ts';

/** The entries of the journal that a figure of the value report counts, newest first. */
export default function ValueLines() {
  const [parameters] = useSearchParams();
  const base = useLocation().pathname.startsWith('/finance') ? '/finance' : '/reports';
  const { from, to, zone } = useMemo(() => queryOf(parameters, businessNow()), [parameters]);
  const figure = parameters.get('figure') ?? 'fund-spent';
  const query = { from, to, zone, figure, currency: parameters.get('currency') ?? undefined, source: parameters.get('source') ?? undefined };
  const list = useInfiniteQuery({
    queryKey: ['reports', 'value', 'lines', query],
    queryFn: ({ pageParam, signal }) => standings.lines({ ...query, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{tValue('value.figure', figure)}</h1><p className="meta">{tValue('value.meaning', figure)}</p></div>
        <Link to={`${base}/value?${search({ from, to, zone })}`}><ArrowLeftOutlined /> {t('report.back')}</Link>
        <Button icon={<DownloadOutlined />} href={addressOf('/reports/value/lines', { ...query, limit: 100, format: 'csv' })} download>{t('report.csv')}</Button>
      </header>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={10} />}
      {list.data && lines.length === 0 && <Empty title={t('report.nothing')} />}
      {lines.length > 0 && (
        <Table label={tValue('value.figure', figure)} heads={[['finance.at'], ['value.from'], ['value.to'], ['finance.amount', 'number'], ['value.about']]} more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {lines.map((line) => (
            <tr key={line.entry}>
              <td className="numeric">{fullTime(line.at)}</td>
              <td className="finance-id">{line.debit}</td>
              <td className="finance-id">{line.credit}</td>
              <td className="number strong">{amount(line.amount.amount, line.amount.currency)}</td>
              <td className="finance-id">{line.case ? <Link to={`/cases/${encodeURIComponent(line.case)}`}>{t('value.case', { case: line.case })}</Link> : line.order ? <Link to={`/orders/${encodeURIComponent(line.order)}`}>{t('value.order', { order: line.order })}</Link> : line.document ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
