import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { incidents, type Incident } from '../../api/incidents.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { useUnitName } from '../../app/names.ts';
import { count, fullTime, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Spark } from '../../parts/FlowChart.tsx';
import { StateMark } from '../../parts/state.tsx';
import { useLiveNow } from '../../parts/useLiveNow.ts';
import { VerdictButtons } from './VerdictButtons.tsx';
import { ago, nodeWords, restingOrder, times, toneOf } from './words.ts';

/** As often as the board asks what is at risk. */
export const everyMilliseconds = 5_000;
const most = 100;
const states = ['open', 'closed', 'all'];
export const kinds = ['anomaly', 'obstacle', 'coordination', 'opportunity'] as const;

/** What is wrong now, the gravest first; new ones come in by themselves, and nothing moves under a hand. */
export function IncidentList() {
  const [parameters, setParameters] = useSearchParams();
  const state = states.find((one) => one === parameters.get('state')) ?? 'open';
  const kind = kinds.find((one) => one === parameters.get('kind'));
  const set = (name: string, value: string | undefined) => setParameters((before) => { const next = new URLSearchParams(before); if (value) next.set(name, value); else next.delete(name); return next; }, { replace: true });
  useLiveNow(20);
  const { data, error, refetch } = useQuery({ queryKey: ['incidents', 'list', state, kind], queryFn: ({ signal }) => incidents.list({ state, kind, limit: most }, signal), placeholderData: keepPreviousData, refetchInterval: everyMilliseconds });
  const [held, setHeld] = useState(false);
  const order = useRef<string[]>([]);
  const rows = restingOrder(order.current, data?.items ?? [], held);
  order.current = rows.map((one) => one.id);
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('rail.incidents')}</h1><p className="meta">{t('incidents.intro')}</p></div>
        <Segmented aria-label={t('incident.state')} value={state} onChange={(value) => set('state', value === 'open' ? undefined : value)} options={states.map((value) => ({ value, label: tValue('incident.state', value) }))} />
        <Select allowClear className="filter" placeholder={t('incident.kind')} aria-label={t('incident.kind')} value={kind ?? null} onChange={(value: string | undefined) => set('kind', value)} options={kinds.map((value) => ({ value, label: tValue('incident.kind', value) }))} />
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} widths={[70, 96, 50]} />}
      {data && rows.length === 0 && <Empty title={t(state === 'closed' ? 'incidents.noneClosed' : 'incidents.none')}>{t('incidents.noneText')}</Empty>}
      {rows.length > 0 && (
        <ul className="incident-list" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
          {rows.map((incident) => <Row key={incident.id} incident={incident} />)}
        </ul>
      )}
    </>
  );
}

export function Marks({ incident }: { incident: Pick<Incident, 'severity' | 'kind' | 'state' | 'reopened'> }) {
  return <p className="row incident-marks"><StateMark tone={toneOf(incident.severity)}>{tValue('incident.severity', String(incident.severity))}</StateMark><span className="tag">{tValue('incident.kind', incident.kind)}</span>{incident.state !== 'open' && <span className="tag">{tValue('incident.state', incident.state)}</span>}{Number(incident.reopened) > 0 && <span className="tag">{t('incident.reopened')}</span>}</p>;
}

function Row({ incident }: { incident: Incident }) {
  const unitName = useUnitName();
  const owner = incident.owner ? incident.owner.name ?? unitName(incident.owner.unit) : '';
  return (
    <li className="incident" data-severity={incident.severity} data-state={incident.state}>
      <div className="incident-what">
        <Marks incident={incident} />
        <h2><Link to={`/incidents/${encodeURIComponent(incident.id)}`} data-row>{incident.title}</Link></h2>
        <p className="meta">{nodeWords(incident)} · <time dateTime={incident.onset} title={fullTime(incident.onset)}>{t('incident.began', { ago: ago(incident.onset) })}</time></p>
        {incident.example && <p className="incident-said wrap">“{incident.example}”</p>}
      </div>
      <dl className="incident-figures numeric">
        <div><dt className="meta">{t('incident.voices')}</dt><dd>{count(incident.voices)}</dd></div>
        <div><dt className="meta">{t('incident.customers')}</dt><dd>{count(incident.customers)}</dd></div>
        <div><dt className="meta">{t('incident.growth')}</dt><dd>{times(incident.growth)}</dd></div>
        {incident.moneyAtRisk.length > 0 && <div><dt className="meta">{t('incident.money')}</dt><dd>{incident.moneyAtRisk.map(money).join(' + ')}</dd></div>}
      </dl>
      <div className="incident-trend"><Spark values={incident.trend} label={t('incident.lastHour', { title: incident.title })} /></div>
      <div className="incident-deeds"><span className="meta">{owner ? t('incident.owner', { name: owner }) : t('incident.noOwner')}</span><VerdictButtons incident={incident} /></div>
    </li>
  );
}
