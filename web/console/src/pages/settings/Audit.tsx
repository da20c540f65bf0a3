import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { audit } from '../../api/calls.ts';
import { useStaffName } from '../../app/names.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';

/** Who changed what, when: it can be read, never changed. */
export function Audit() {
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['settings', 'audit'], queryFn: ({ pageParam }) => audit.list(pageParam),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
  const nameOf = useStaffName();
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="settings-pad">
      <header className="page-head"><div className="grow"><h1>{t('settings.audit')}</h1><p className="meta">{t('audit.intro')}</p></div></header>
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && rows.length === 0 && <Empty title={t('audit.empty')} />}
      {rows.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('settings.audit')}><table className="grid-table">
          <thead><tr><th scope="col">{t('audit.at')}</th><th scope="col">{t('audit.actor')}</th><th scope="col">{t('audit.action')}</th><th scope="col">{t('audit.subject')}</th></tr></thead>
          <tbody>{rows.map((row) => <tr key={row.id}><td className="numeric">{fullTime(row.at)}</td><td>{nameOf(row.actor.id) ?? tValue('actor', row.actor.kind)}</td><td><code>{row.action}</code></td><td><span className="cell-cut">{row.subject}</span></td></tr>)}</tbody>
        </table></div>
      )}
      {hasNextPage && <Button style={{ marginTop: 16 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('action.more')}</Button>}
    </div>
  );
}
