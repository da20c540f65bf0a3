import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { listening } from '../../api/listening.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { SeatRow } from './SeatRow.tsx';

const shown = ['all', 'open', 'debrief', 'closed', 'cancelled'] as const;

/** Everybody's sessions, newest first. */
export default function Sessions() {
  const [parameters, setParameters] = useSearchParams();
  const show = shown.find((one) => one === parameters.get('show')) ?? 'all';
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['listening', 'sessions', show], queryFn: ({ pageParam }) => listening.list({ role: 'all', state: show === 'all' ? undefined : show, limit: 50, after: pageParam || undefined }),
    initialPageParam: '', getNextPageParam: (page) => page.next || undefined, refetchInterval: 10_000,
  });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  const seats = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('listening.sessions')}</h1><p className="meta">{t('listening.sessionsIntro')}</p></div>
        <Segmented aria-label={t('listening.show')} value={show} onChange={(value) => setParameters(value === 'all' ? {} : { show: value }, { replace: true })} options={shown.map((value) => ({ value, label: tValue('listening.showSessions', value) }))} />
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={10} />}
      {data && seats.length === 0 && <Empty title={t('listening.noSessions')}>{t('listening.noSessionsText')}</Empty>}
      {seats.length > 0 && <ul className="incident-list">{seats.map((seat) => <SeatRow key={seat.id} seat={seat} />)}</ul>}
      {hasNextPage && <p className="finance-more"><Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('action.more')}</Button></p>}
    </>
  );
}
