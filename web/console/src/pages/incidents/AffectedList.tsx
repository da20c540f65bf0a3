import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router-dom';
import { improvements, type AffectedShow } from '../../api/improvements.ts';
import { money, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';

/** Whom an incident touched, each opened to who it is, their order and where they were told. */
export function AffectedList({ incident, show }: { incident: string; show: AffectedShow }) {
  const { data, error, refetch, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ['incident', incident, 'affected', show], initialPageParam: undefined as string | undefined, queryFn: ({ pageParam }) => improvements.affected(incident, show, pageParam), getNextPageParam: (page) => page.next ?? undefined,
  });
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  const people = data.pages.flatMap((page) => page.items);
  return (
    <section className="response-affected" aria-label={tValue('response.show', show)}>
      <h3>{tValue('response.show', show)}</h3>
      {people.length === 0 && <p className="meta">{t('response.nobody')}</p>}
      <ul>{people.map((one) => (
        <li key={one.person}>
          <Link to={`/consumers/${encodeURIComponent(one.person)}`}>{one.name ?? t('response.noName')}</Link>
          <span className="meta numeric">
            {one.order && <Link to={`/orders/${encodeURIComponent(one.order)}`}>{one.orderNumber ?? one.order}</Link>}{' '}
            {one.spoke ? t('response.spokeAt', { time: shortTime(one.firstVoiceAt!), count: one.voices }) : t('response.silent')}
          </span>
          <span className="meta numeric">
            {one.leftOut ? tValue('response.left', one.leftOut) : one.toldAt ? t('response.toldAt', { time: shortTime(one.toldAt) }) : t('response.untold')}
            {one.gesture && ` · ${money(one.gesture)}`}{one.needsNothing && ` · ${one.needsNothing}`}{one.beforeAsking && <span className="tag"> {t('response.before')}</span>}
          </span>
        </li>
      ))}</ul>
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('response.more')}</Button>}
    </section>
  );
}
