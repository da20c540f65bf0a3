import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { incidents, type IncidentLedger } from '../../api/incidents.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { count, fullTime, minutes, share, shortDay, shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { useLiveNow } from '../../parts/useLiveNow.ts';
import { everyMilliseconds } from './IncidentList.tsx';
import { MissForm } from './MissForm.tsx';
import { VerdictButtons } from './VerdictButtons.tsx';
import { ago, nodeWords } from './words.ts';

const spans = ['1', '7', '28', '90'];
const day = 86_400_000;

/** How often an alert was right, and what happened without one: the two figures by which we trust it, from people's verdicts alone. */
export default function Ledger() {
  const [parameters, setParameters] = useSearchParams();
  const span = spans.find((one) => one === parameters.get('days')) ?? '7';
  const now = useLiveNow(60);
  const [recording, setRecording] = useState(false);
  const may = mayJudge(useMe());
  const query = useMemo(() => { const until = Math.ceil(now / 60_000) * 60_000; return { from: new Date(until - Number(span) * day).toISOString(), until: new Date(until).toISOString() }; }, [span, now]);
  const { data, error, refetch } = useQuery({ queryKey: ['incidents', 'ledger', query], queryFn: () => incidents.ledger(query), placeholderData: (before) => before, refetchInterval: everyMilliseconds });
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('incidents.ledger')}</h1><p className="meta">{t('ledger.intro')}</p></div>
        <Segmented aria-label={t('report.period')} value={span} onChange={(value) => setParameters(value === '7' ? {} : { days: value }, { replace: true })} options={spans.map((value) => ({ value, label: t('ledger.days', { count: value }) }))} />
        {may && <Button type="primary" icon={<PlusOutlined />} onClick={() => setRecording(true)}>{t('ledger.recordMiss')}</Button>}
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} />}
      {data && <Figures ledger={data} />}
      <Waiting />
      {data && <Days ledger={data} />}
      <Misses />
      {recording && <MissForm close={() => setRecording(false)} />}
    </>
  );
}

function Figures({ ledger }: { ledger: IncidentLedger }) {
  const judged = ledger.real + ledger.false;
  return (
    <dl className="ledger-figures">
      <div><dt>{t('ledger.precision')}</dt><dd className="numeric">{ledger.precision == null || judged === 0 ? '–' : share(ledger.precision, 1, 1)}</dd><dd className="meta">{judged > 0 ? t('ledger.precisionOf', { real: count(ledger.real), judged: count(judged) }) : t('ledger.noVerdicts')}</dd></div>
      <div><dt>{t('ledger.missRate')}</dt><dd className="numeric">{ledger.missRate == null || ledger.real + ledger.misses === 0 ? '–' : share(ledger.missRate, 1, 1)}</dd><dd className="meta">{t('ledger.missRateOf', { misses: count(ledger.misses), all: count(ledger.real + ledger.misses) })}</dd></div>
      <div><dt>{t('ledger.delay')}</dt><dd className="numeric">{ledger.delayMinutesMedian == null ? '–' : minutes(ledger.delayMinutesMedian)}</dd><dd className="meta">{t('ledger.delayText')}</dd></div>
      <div><dt>{t('ledger.alerts')}</dt><dd className="numeric">{count(ledger.alerts)}</dd><dd className="meta">{t('ledger.waiting', { count: count(ledger.waiting) })}</dd></div>
    </dl>
  );
}

/** Without verdicts there is no precision: these come first. */
function Waiting() {
  const { data } = useQuery({ queryKey: ['incidents', 'list', 'all', 'waiting'], queryFn: () => incidents.list({ state: 'all', limit: 200 }), refetchInterval: everyMilliseconds });
  const waiting = (data?.items ?? []).filter((one) => !one.verdict && one.state !== 'merged').sort((one, other) => Date.parse(one.raisedAt) - Date.parse(other.raisedAt)).slice(0, 20);
  return (
    <section className="section" aria-labelledby="ledger-waiting">
      <h2 id="ledger-waiting">{t('ledger.waitingTitle')}</h2>
      {data && waiting.length === 0 && <p className="meta">{t('ledger.nothingWaits')}</p>}
      {waiting.length > 0 && <ul className="behind">{waiting.map((one) => (
        <li key={one.id} className="behind-row row ledger-line"><span className="grow"><Link className="strong" to={`/incidents/${encodeURIComponent(one.id)}`}>{one.title}</Link> <span className="meta">{nodeWords(one)} · {t('incident.began', { ago: ago(one.onset) })} · {t('ledger.voices', { count: count(one.voices) })}</span></span><VerdictButtons incident={one} /></li>
      ))}</ul>}
    </section>
  );
}

function Days({ ledger }: { ledger: IncidentLedger }) {
  if (ledger.days.length === 0) return null;
  return (
    <section className="section" aria-labelledby="ledger-days">
      <h2 id="ledger-days">{t('ledger.byDay')}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="ledger-days">
        <table className="grid-table numeric">
          <thead><tr><th scope="col">{t('report.when')}</th><th scope="col" className="number">{t('ledger.alerts')}</th><th scope="col" className="number">{t('ledger.real')}</th><th scope="col" className="number">{t('ledger.false')}</th><th scope="col" className="number">{t('ledger.misses')}</th><th scope="col" className="number">{t('ledger.precision')}</th></tr></thead>
          <tbody>{[...ledger.days].reverse().map((one) => (
            <tr key={one.day}><th scope="row">{shortDay(one.day.length === 10 ? `${one.day}T12:00:00Z` : one.day)}</th><td className="number">{count(one.alerts)}</td><td className="number">{count(one.real)}</td><td className="number">{count(one.false)}</td><td className="number">{count(one.misses)}</td><td className="number">{share(one.real, one.real + one.false, 0)}</td></tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

function Misses() {
  const { data, error, refetch } = useQuery({ queryKey: ['incidents', 'misses'], queryFn: incidents.misses });
  return (
    <section className="section" aria-labelledby="ledger-misses">
      <h2 id="ledger-misses">{t('ledger.missesTitle')}</h2>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('ledger.noMisses')}>{t('ledger.noMissesText')}</Empty>}
      {!!data?.items.length && <ul className="behind">{data.items.map((one) => (
        <li key={one.id} className="behind-row"><span className="strong">{one.title}</span><span className="meta"><time dateTime={one.onset} title={fullTime(one.onset)}>{t('ledger.missLine', { onset: shortTime(one.onset), seen: shortTime(one.seenAt) })}</time>{one.note && ` · ${one.note}`}</span></li>
      ))}</ul>}
    </section>
  );
}
