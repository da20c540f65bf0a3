import { useInfiniteQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { ledger } from '../../api/ledger.ts';
import { fullTime, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Table } from './Table.tsx';

const account = (id: string) => <Link to={`/finance/accounts/${encodeURIComponent(id)}`}>{id}</Link>;

/** Every movement, newest first; or those of one document. */
export default function Journal() {
  const [parameters, setParameters] = useSearchParams();
  const document = parameters.get('document') ?? undefined;
  const list = useInfiniteQuery({
    queryKey: ['ledger', 'journal', document],
    queryFn: ({ pageParam, signal }) => ledger.transfers({ document, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.journal')}</h1><p className="meta">{t('finance.journalIntro')}</p></div></header>
      <div className="row finance-filters">
        <Input.Search allowClear className="finance-period" placeholder={t('finance.document')} aria-label={t('finance.document')} defaultValue={document} onSearch={(value) => setParameters(value.trim() ? { document: value.trim() } : {})} />
      </div>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={12} />}
      {list.data && entries.length === 0 && <Empty title={t('finance.nothingMoved')} />}
      {entries.length > 0 && (
        <Table label={t('finance.journal')} heads={[['finance.at'], ['finance.what'], ['finance.from'], ['finance.to'], ['finance.amount', 'number'], ['finance.document'], ['finance.by']]}
          more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="numeric">{fullTime(entry.at)}</td>
              <th scope="row">{tValue('ledger.entry', entry.kind)} <span className="meta">{entry.reverses ? t('finance.takesBack', { id: entry.reverses }) : entry.reason}</span></th>
              <td>{account(entry.debit)}</td>
              <td>{account(entry.credit)}</td>
              <td className="number">{money(entry.amount)}</td>
              <td>{entry.document}</td>
              <td>{entry.grantedBy}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
