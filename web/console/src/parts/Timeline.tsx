import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Fragment } from 'react';
import { Link } from 'react-router-dom';
import type { Page, TimelineItem } from '../api/types.ts';
import { useUnitName } from '../app/names.ts';
import { clockTime, dayName, fullTime } from '../i18n/format.ts';
import { t } from '../i18n/language.ts';
import { Empty, Problem, Skeleton } from './feedback.tsx';

interface Properties { name: string[]; read: (after?: string) => Promise<Page<TimelineItem>>; empty: string; without?: string }

/** Everything that happened to a person or an order, over all units and systems, on one line of time. */
export function Timeline({ name, read, empty, without }: Properties) {
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: name,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (isLoading) return <Skeleton rows={6} />;
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  const items = (data?.pages ?? []).flatMap((page) => page.items).filter((item) => !without || item.conversation !== without);
  if (items.length === 0) return <Empty title={empty} />;
  return (
    <>
      <ol className="timeline">
        {items.map((item, index) => (
          <Fragment key={item.position}>
            {dayName(item.at) !== (items[index - 1] && dayName(items[index - 1]!.at)) && <li className="timeline-day meta strong">{dayName(item.at)}</li>}
            <Line item={item} />
          </Fragment>
        ))}
      </ol>
      {hasNextPage && <Button size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('timeline.more')}</Button>}
    </>
  );
}

function Line({ item }: { item: TimelineItem }) {
  const unitName = useUnitName();
  const target = item.conversation ? `/conversations?conversation=${item.conversation}` : item.order ? `/orders/${item.order}` : undefined;
  return (
    <li className={`timeline-item kind-${item.kind.split(/[.-]/)[0]}`}>
      <time className="meta" dateTime={item.at} title={fullTime(item.at)}>{clockTime(item.at)}</time>
      <div className="grow">
        <div>{target ? <Link to={target}>{item.title}</Link> : item.title} {item.unit && <span className="tag">{unitName(item.unit)}</span>}</div>
        {item.text && <div className="meta timeline-text">{item.text}</div>}
      </div>
    </li>
  );
}
