import { ArrowLeftOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { standings, type Deed } from '../../api/standings.ts';
import { businessNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { localName, useUnitName } from '../../app/names.ts';
import { duration, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { queryOf, search } from './period.ts';

/** The pulls, obstacles or calls that a unit's figure counts, newest first. */
export default function Deeds() {
  const [parameters] = useSearchParams();
  const figure = parameters.get('figure') ?? 'pulls';
  const query = useMemo(() => queryOf(parameters, businessNow()), [parameters]);
  const { from, to, zone, unit } = query;
  const period = { from, to, zone };
  const report = useQuery({ queryKey: ['reports', 'units', period], queryFn: ({ signal }) => standings.units(period, signal), staleTime: 60_000 });
  const list = useInfiniteQuery({
    queryKey: ['reports', 'deeds', figure, query],
    queryFn: ({ pageParam, signal }) => standings.deeds({ ...period, unit, figure, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  const info = report.data?.figures.find((one) => one.key === figure);
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{info ? localName(info.name) : t('unit.title')}</h1>{info && <p className="meta">{localName(info.definition)}</p>}</div>
        <Link to={`/reports/units?${search(query)}`}><ArrowLeftOutlined /> {t('report.back')}</Link>
      </header>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={10} />}
      {list.data && lines.length === 0 && <Empty title={t('report.nothing')} />}
      {lines.length > 0 && <ul className="behind">{lines.map((deed) => <Line key={deed.id} deed={deed} />)}</ul>}
      {list.hasNextPage && <p className="report-more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('report.more')}</Button></p>}
    </>
  );
}

function Line({ deed }: { deed: Deed }) {
  const unitName = useUnitName();
  const after = (moment: string) => duration(Math.max(0, (Date.parse(moment) - Date.parse(deed.at)) / 1000));
  const facts = [deed.takenAt && t(`unit.taken.${deed.kind}`, { time: after(deed.takenAt) }), deed.doneAt ? t(`unit.done.${deed.kind}`, { time: after(deed.doneAt) }) : t(`unit.undone.${deed.kind}`)];
  return (
    <li>
      <Link to={deed.link} data-row className="behind-row">
        <span className="row"><span className="strong cut">{deed.title ?? tValue('unit.deed', deed.kind)}</span><span className="meta cut">{deed.unit ? unitName(deed.unit) : t('unit.nobody')}</span><span className="grow" /><span className="meta numeric">{shortTime(deed.at)}</span></span>
        <span className="row">{deed.inTime != null && <StateMark tone={deed.inTime ? 'good' : 'bad'}>{t(deed.inTime ? 'unit.inTime' : 'unit.late')}</StateMark>}<span className="meta numeric">{facts.filter(Boolean).join(' · ')}</span></span>
      </Link>
    </li>
  );
}
