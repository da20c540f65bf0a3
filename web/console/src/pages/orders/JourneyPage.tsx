import { useQuery } from '@tanstack/react-query';
import { Fragment, useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { journeys, journeySystems, type JourneyEntry, type JourneySystem } from '../../api/journeys.ts';
import { businessNow } from '../../app/clock.ts';
import { useUnitName } from '../../app/names.ts';
import { clockTime, count, dayName, fullTime, money } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import '../../styles/incidents.css';
import '../../styles/voices.css';

const tones = { kept: 'good', 'at-risk': 'risk', broken: 'bad' } as const;

/** One order as its customer lived it, through every system and unit, from the first day to what is still promised. */
export default function JourneyPage() {
  useLanguage();
  const { id = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const without = useMemo(() => new Set((parameters.get('without') ?? '').split(',').filter(Boolean)), [parameters]);
  const { data, error, refetch } = useQuery({ queryKey: ['journey', id], queryFn: () => journeys.ofOrder(id), staleTime: 10_000 });
  const there = journeySystems.filter((system) => data?.entries.some((entry) => entry.system === system));
  const turn = (system: JourneySystem) => {
    const next = new Set(without);
    if (!next.delete(system)) next.add(system);
    setParameters(next.size > 0 ? { without: [...next].join(',') } : {}, { replace: true });
  };
  const shown = data?.entries.filter((entry) => !without.has(entry.system)) ?? [];
  return (
    <div className="page"><div className="page-inner">
      {!data && <h1 className="visually-hidden">{t('journey.title')}</h1>}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={14} />}
      {data && (
        <>
          <header className="page-head">
            <div className="grow">
              <nav className="meta"><Link to={`/orders/${encodeURIComponent(data.order.id)}`}>{t('journey.order', { number: data.order.number })}</Link></nav>
              <h1>{t('journey.title')} · {data.order.title}</h1>
              <p className="meta numeric">{[data.order.number, data.order.unit?.name, data.order.merchant?.name, data.order.stateText ?? tValue('order', data.order.state), money(data.order.total)].filter(Boolean).join(' · ')}</p>
            </div>
          </header>
          <div className="journey-systems" role="group" aria-label={t('journey.systems')}>{there.map((system) => (
            <button key={system} type="button" className="tag chip" aria-pressed={!without.has(system)} onClick={() => turn(system)}>{tValue('journey.system', system)} {count(data.entries.filter((entry) => entry.system === system).length)}</button>
          ))}</div>
          {data.cut && <p className="meta">{t('journey.cut')}</p>}
          {shown.length === 0 ? <Empty title={t('journey.empty')} /> : <Entries entries={shown} />}
        </>
      )}
    </div></div>
  );
}

function Entries({ entries }: { entries: JourneyEntry[] }) {
  const now = businessNow();
  const firstAhead = entries.findIndex((entry) => Date.parse(entry.at) > now);
  return (
    <ol className="journey">{entries.map((entry, index) => (
      <Fragment key={`${entry.at}${entry.kind}${index}`}>
        {index === firstAhead && <li className="journey-now meta">{t('journey.now')}</li>}
        {dayName(entry.at) !== (entries[index - 1] && dayName(entries[index - 1]!.at)) && <li className="journey-day strong">{dayName(entry.at)}</li>}
        <Entry entry={entry} ahead={Date.parse(entry.at) > now} />
      </Fragment>
    ))}</ol>
  );
}

function Entry({ entry, ahead }: { entry: JourneyEntry; ahead: boolean }) {
  const unitName = useUnitName();
  const title = entry.kind === 'conversation.message' && entry.count > 1 ? t('journey.messages', { count: count(entry.count) }) : entry.title;
  return (
    <li className={`journey-entry ${ahead ? 'ahead' : ''}`}>
      <time className="meta numeric" dateTime={entry.at} title={fullTime(entry.at)}>{clockTime(entry.at)}</time>
      <span className="tag journey-tag">{tValue('journey.system', entry.system)}</span>
      <div className="journey-what">
        <span>{entry.link ? <Link to={entry.link}>{title}</Link> : title}{entry.amount && <span className="numeric strong"> {money(entry.amount)}</span>}{entry.unit && <span className="meta"> · {unitName(entry.unit)}</span>}</span>
        {entry.detail && <p className={`wrap ${entry.system === 'conversation' || entry.system === 'voice' ? 'journey-said' : 'meta'}`}>{entry.system === 'conversation' ? `“${entry.detail}”` : entry.detail}</p>}
      </div>
      {entry.state ? <StateMark tone={tones[entry.state]}>{ahead && entry.state === 'kept' ? t('journey.onTime') : tValue('journey.state', entry.state)}</StateMark> : <span />}
    </li>
  );
}
