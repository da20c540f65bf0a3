import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { andon, type PullDetail, type PullStep } from '../../api/andon.ts';
import { mayListen, mayRead, useMe } from '../../app/session.tsx';
import { useUnitName } from '../../app/names.ts';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { CallPanel } from '../systems/CallPanel.tsx';
import { Clock } from './Clock.tsx';
import { PullDeeds } from './PullDeeds.tsx';
import { lives, toneOf } from './words.ts';

/** One pull: what it blocks and why, what was said before, what was answered, and the evidence. */
export default function PullPage() {
  const { id = '' } = useParams();
  const me = useMe();
  const { data, error, refetch } = useQuery({ queryKey: ['pulls', 'one', id], queryFn: () => andon.one(id), refetchInterval: (query) => (!query.state.data || lives(query.state.data.pull) ? 5_000 : false) });
  if (!data) return <><h1 className="visually-hidden">{t('rail.andon')}</h1>{error ? <Problem error={error} retry={() => void refetch()} /> : <Skeleton rows={16} />}</>;
  return (
    <>
      <Head detail={data} />
      <div className="incident-columns">
        <div className="incident-main">
          <section aria-labelledby="pull-harm-said"><h2 id="pull-harm-said">{t('andon.harm')}</h2>
            <ul className="pull-voices">{data.voices.map((voice) => <li key={voice.id}><p className="incident-said wrap">{voice.words ? `“${voice.words}”` : t('andon.erased')}</p><span className="meta">{shortTime(voice.at)}</span></li>)}</ul></section>
          {data.excerpt.length > 0 && <Excerpt detail={data} />}
          <section aria-labelledby="pull-story"><h2 id="pull-story">{t('andon.story')}</h2><ol className="pull-story">{data.story.map((step, index) => <Step key={`${step.at}${index}`} step={step} />)}</ol></section>
        </div>
        <aside className="incident-side" aria-label={t('andon.about')}>
          <PullDeeds detail={data} />
          {mayListen(me) && <CallPanel subject={`pull/${id}`} />}
          <Source detail={data} />
          {data.beside.length > 0 && <section aria-labelledby="pull-beside"><h2 id="pull-beside">{t('andon.beside')}</h2><ul className="pull-beside">{data.beside.map((pull) => <li key={pull.id}><Link to={`/andon/${encodeURIComponent(pull.id)}`}>{t('andon.by', { name: pull.puller.name ?? '' })}</Link> <StateMark tone={toneOf(pull.state, pull.overdue)}>{tValue('andon.state', pull.state)}</StateMark></li>)}</ul></section>}
        </aside>
      </div>
    </>
  );
}

function Head({ detail: { pull, launch, beside } }: { detail: PullDetail }) {
  const unitName = useUnitName();
  return (
    <header className="incident-head pull-head" data-severity={lives(pull) ? 4 : 1}>
      <p className="row incident-marks"><StateMark tone={toneOf(pull.state, pull.overdue)}>{tValue('andon.state', pull.state)}</StateMark><span className="tag">{tValue('andon.kind', pull.target.kind)}</span>{pull.outcome && <span className="tag">{tValue('andon.outcome', pull.outcome)}</span>}</p>
      <h1>{pull.target.title || pull.target.id}</h1>
      <p className="meta">{[t('andon.by', { name: pull.puller.name ?? '' }), unitName(pull.unit ?? undefined), pull.owner ? t('andon.ownedBy', { name: pull.owner.name ?? '' }) : ''].filter(Boolean).join(' · ')} · <time dateTime={pull.pulledAt} title={fullTime(pull.pulledAt)}>{shortTime(pull.pulledAt)}</time></p>
      <p className="pull-blocks">{lives(pull) || beside.length > 0 ? t(launch?.state === 'launched' ? 'andon.blocksLive' : launch ? 'andon.blocksLaunch' : 'andon.blocks', { id: pull.target.id }) : t('andon.blocksNothing')}</p>
      <Clock pull={pull} />
    </header>
  );
}

function Excerpt({ detail }: { detail: PullDetail }) {
  return (
    <section aria-labelledby="pull-excerpt"><h2 id="pull-excerpt">{t('andon.excerpt')}</h2>
      <ul className="pull-excerpt">{detail.excerpt.map((line) => <li key={line.sequence} data-party={line.party}><span className="meta">{line.name || tValue('party', line.party)} · {shortTime(line.at)}</span><p className="wrap">{line.text ?? t('andon.erased')}</p></li>)}</ul>
    </section>
  );
}

function Source({ detail: { pull } }: { detail: PullDetail }) {
  const me = useMe();
  const links: [string, string][] = [];
  if (pull.conversation && mayRead(me)) links.push([`/conversations?conversation=${encodeURIComponent(pull.conversation)}`, t('andon.toConversation')]);
  if (pull.order && mayRead(me)) links.push([`/orders/${encodeURIComponent(pull.order)}`, t('andon.toOrder')]);
  if (pull.case && mayRead(me)) links.push([`/cases/${encodeURIComponent(pull.case)}`, t('andon.toCase')]);
  if (pull.incident && mayListen(me)) links.push([`/incidents/${encodeURIComponent(pull.incident)}`, t('andon.toIncident')]);
  return links.length === 0 ? null : <section aria-labelledby="pull-source"><h2 id="pull-source">{t('andon.source')}</h2><ul>{links.map(([to, label]) => <li key={to}><Link to={to}>{label}</Link></li>)}</ul></section>;
}

function Step({ step }: { step: PullStep }) {
  const what = step.answer ? tValue(step.kind === 'overdue' ? 'andon.overdue' : 'andon.state', step.answer) : tValue('andon.step', step.kind);
  return (
    <li data-kind={step.kind}>
      <span className="meta numeric"><time dateTime={step.at} title={fullTime(step.at)}>{shortTime(step.at)}</time></span>
      <div><span className="strong">{what}</span>{step.by && <span className="meta"> {step.by.name}</span>}
        {step.words && <p className="wrap">{step.words}</p>}
        {step.link && <p><a href={step.link} target="_blank" rel="noreferrer noopener">{step.link}</a></p>}
        {step.file && <p><a href={step.file.url} target="_blank" rel="noreferrer noopener">{step.file.name}</a></p>}
      </div>
    </li>
  );
}
