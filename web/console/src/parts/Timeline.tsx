import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { Fragment, useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Page, TimelineItem } from '../api/types.ts';
import { useUnitName, useUnitOptions } from '../app/names.ts';
import { clockTime, dayName, fullTime } from '../i18n/format.ts';
import { t, tValue } from '../i18n/language.ts';
import { Empty, Problem, Skeleton } from './feedback.tsx';
import { linesOf, type TimelineLine } from './timelineGroups.ts';

interface Properties { name: string[]; read: (after: string | undefined, narrow: Narrow) => Promise<Page<TimelineItem>>; empty: string; without?: string; /** Shows what it can be narrowed to. */ filters?: boolean }
export interface Narrow { kind?: string; unit?: string }
const kinds = ['conversation', 'order', 'logistics', 'delivery', 'payment', 'refund', 'case', 'mail'];

/** Everything that happened to a person or an order, over all units and systems, on one line of time. */
export function Timeline({ name, read, empty, without, filters }: Properties) {
  const [narrow, setNarrow] = useState<Narrow>({});
  const units = useUnitOptions();
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...name, narrow],
    queryFn: ({ pageParam }) => read(pageParam, narrow),
    placeholderData: (before) => before,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const lines = useMemo(() => linesOf((data?.pages ?? []).flatMap((page) => page.items).filter((item) => !without || item.conversation !== without)), [data, without]);
  if (isLoading) return <Skeleton rows={6} />;
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (lines.length === 0 && !hasNextPage && !narrow.kind && !narrow.unit) return <Empty title={empty} />;
  return (
    <>
      {filters && (
        <div className="filters" style={{ marginBottom: 8 }}>
          <Select allowClear size="small" className="filter" placeholder={t('timeline.kind')} aria-label={t('timeline.kind')} value={narrow.kind ?? null} onChange={(kind: string | undefined) => setNarrow((before) => ({ ...before, kind }))} options={kinds.map((kind) => ({ value: kind, label: tValue('timeline.kinds', kind) }))} />
          <Select allowClear size="small" className="filter" placeholder={t('filters.unit')} aria-label={t('filters.unit')} value={narrow.unit ?? null} onChange={(unit: string | undefined) => setNarrow((before) => ({ ...before, unit }))} options={units} />
        </div>
      )}
      {lines.length === 0 && <p className="meta">{t('timeline.nothingFits')}</p>}
      <ol className="timeline">
        {lines.map((line, index) => (
          <Fragment key={line.key}>
            {dayName(line.at) !== (lines[index - 1] && dayName(lines[index - 1]!.at)) && <li className="timeline-day meta strong">{dayName(line.at)}</li>}
            <Line line={line} />
          </Fragment>
        ))}
      </ol>
      {hasNextPage && <Button size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('timeline.more')}</Button>}
    </>
  );
}

function Line({ line }: { line: TimelineLine }) {
  const unitName = useUnitName();
  const unit = line.type === 'contact' ? line.unit : line.item.unit;
  return (
    <li className={`timeline-item ${line.type}`}>
      <time className="meta" dateTime={line.at} title={fullTime(line.at)}>{clockTime(line.at)}</time>
      <div className="grow">
        {line.type === 'contact'
          ? <><Link className="timeline-text" to={`/conversations?conversation=${line.conversation}`}>{line.asked?.trim() || line.newest}</Link><div className="meta">{[unitName(unit), line.newest].filter(Boolean).join(' · ')}</div></>
          : <EventText item={line.item} unit={unitName(unit)} />}
      </div>
    </li>
  );
}

function EventText({ item, unit }: { item: TimelineItem; unit: string }) {
  const text = [item.title, unit, item.text?.trim()].filter(Boolean).join(' · ');
  if (item.case) return <Link className="meta timeline-event" to={`/cases/${item.case}`}>{text}</Link>;
  return item.order ? <Link className="meta timeline-event" to={`/orders/${item.order}`}>{text}</Link> : <span className="meta timeline-event">{text}</span>;
}
