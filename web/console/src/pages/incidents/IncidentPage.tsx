import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { incidents, type Cause, type IncidentDetail } from '../../api/incidents.ts';
import { useStaffName, useUnitName } from '../../app/names.ts';
import { count, fullTime, money, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { FlowChart, type FlowMark } from '../../parts/FlowChart.tsx';
import { eachMinute } from '../../parts/flowPoints.ts';
import { useLiveNow } from '../../parts/useLiveNow.ts';
import { PullButton } from '../andon/PullButton.tsx';
import { CallPanel } from '../systems/CallPanel.tsx';
import { sliceAddress } from '../voices/slice.ts';
import { VoiceLine } from '../voices/VoiceLine.tsx';
import { IncidentDeeds } from './IncidentDeeds.tsx';
import { ResponsePanel } from './ResponsePanel.tsx';
import { everyMilliseconds, Marks } from './IncidentList.tsx';
import { ago, nodeWords, sliceOf, times, windowAround } from './words.ts';

/** One thing that is wrong: how it grew against what was expected, what people say of it, what may have caused it, and what was done. */
export default function IncidentPage() {
  const { id = '' } = useParams();
  useLiveNow(20);
  const { data, error, refetch } = useQuery({ queryKey: ['incident', id], queryFn: () => incidents.one(id), refetchInterval: (query) => (query.state.data?.state === 'open' ? everyMilliseconds : false) });
  return (
    <>
      {!data && <h1 className="visually-hidden">{t('rail.incidents')}</h1>}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={16} />}
      {data && (
        <>
          <Head incident={data} />
          <div className="incident-columns">
            <div className="incident-main">
              <section aria-labelledby="incident-trend"><h2 id="incident-trend">{t('incident.trend')}</h2><FlowChart points={eachMinute(data.trend)} name={data.title} secondName={t('incident.expected')} marks={marksOf(data)} /></section>
              {data.kind !== 'opportunity' && <ResponsePanel incident={data.id} />}
              <section aria-labelledby="incident-said"><h2 id="incident-said">{t('incident.originals')}</h2>
                {data.examples.length === 0 && <p className="meta">{t('incident.noOriginals')}</p>}
                <ul className="voice-list">{data.examples.map((voice) => <VoiceLine key={voice.id} voice={voice} />)}</ul>
                <p className="incident-explore"><Link to={sliceAddress(sliceOf(data), windowAround(data))}>{t('incident.explore', { count: count(data.voices) })}</Link></p></section>
            </div>
            <aside className="incident-side" aria-label={t('incident.about')}>
              <IncidentDeeds incident={data} />
              <PullButton source={{ incident: data.id }} />
              <CallPanel subject={`incident/${data.id}`} />
              <Causes causes={data.causes} onset={data.onset} />
              {data.words.length > 0 && <section aria-labelledby="incident-words"><h2 id="incident-words">{t('incident.words')}</h2><ul className="voice-words">{data.words.map((one) => <li key={one.word}><Link className="tag chip" to={sliceAddress({ ...sliceOf(data), word: one.word }, windowAround(data))}>{one.word}</Link></li>)}</ul></section>}
              <History incident={data} />
            </aside>
          </div>
        </>
      )}
    </>
  );
}

function Head({ incident }: { incident: IncidentDetail }) {
  return (
    <header className="incident-head" data-severity={incident.severity}>
      <Marks incident={incident} />
      <h1>{incident.title}</h1>
      <p className="meta">{[incident.reasonTitle, nodeWords(incident)].filter(Boolean).join(' · ')} · <time dateTime={incident.onset} title={fullTime(incident.onset)}>{t('incident.began', { ago: ago(incident.onset) })}</time> · {t('incident.seenAt', { time: shortTime(incident.raisedAt) })}{incident.mergedFrom.length > 0 && ` · ${t('incident.mergedFrom', { count: incident.mergedFrom.length })}`}</p>
      <dl className="incident-figures numeric">
        <div><dt className="meta">{t('incident.voices')}</dt><dd>{count(incident.voices)}</dd></div>
        <div><dt className="meta">{t('incident.customers')}</dt><dd>{count(incident.customers)}</dd></div>
        <div><dt className="meta">{t('incident.expected')}</dt><dd>{count(Math.round(incident.expected))}</dd></div>
        <div><dt className="meta">{t('incident.growth')}</dt><dd>{times(incident.growth)}</dd></div>
        {incident.moneyAtRisk.length > 0 && <div><dt className="meta">{t('incident.money')}</dt><dd>{incident.moneyAtRisk.map(money).join(' + ')}</dd></div>}
      </dl>
    </header>
  );
}

const marksOf = (incident: IncidentDetail): FlowMark[] => [
  { at: incident.onset, label: t('incident.onset'), tone: 'onset' },
  ...incident.causes.slice(0, 4).map((cause): FlowMark => ({ at: cause.at, label: `${tValue('incident.cause', cause.kind)} ${cause.title}` })),
];

/** What changed near the onset, the likeliest first. Near is not because: it says how near. */
function Causes({ causes, onset }: { causes: Cause[]; onset: string }) {
  const minutesBefore = (at: string) => Math.round((Date.parse(onset) - Date.parse(at)) / 60_000);
  return (
    <section aria-labelledby="incident-causes">
      <h2 id="incident-causes">{t('incident.causes')}</h2>
      {causes.length === 0 && <p className="meta">{t('incident.noCauses')}</p>}
      <ul className="incident-causes">{causes.map((cause) => (
        <li key={cause.kind + cause.at + cause.title}><span className="tag">{tValue('incident.cause', cause.kind)}</span> <span className="strong">{cause.title}</span><p className="meta">{shortTime(cause.at)} · {minutesBefore(cause.at) >= 0 ? t('incident.beforeOnset', { count: minutesBefore(cause.at) }) : t('incident.afterOnset', { count: -minutesBefore(cause.at) })}</p></li>
      ))}</ul>
    </section>
  );
}

function History({ incident }: { incident: IncidentDetail }) {
  const unitName = useUnitName();
  const staffName = useStaffName();
  return (
    <section aria-labelledby="incident-history">
      <h2 id="incident-history">{t('incident.history')}</h2>
      <ol className="incident-history">{incident.history.map((one, index) => (
        <li key={`${one.at}${one.what}${index}`}><span className="meta numeric"><time dateTime={one.at} title={fullTime(one.at)}>{shortTime(one.at)}</time></span> <span>{tValue('incident.what', one.what)}{one.by && <span className="meta"> {staffName(one.by) ?? unitName(one.by)}</span>}{one.note && <span className="wrap meta"> {one.note}</span>}</span></li>
      ))}</ol>
    </section>
  );
}
