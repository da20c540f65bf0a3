import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { andon, type Launch } from '../../api/andon.ts';
import { useUnitName } from '../../app/names.ts';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { kinds } from './words.ts';

/** What release systems registered, whether its gate is open, and the badge to embed. */
export default function Launches() {
  const [parameters, setParameters] = useSearchParams();
  const kind = kinds.find((one) => one === parameters.get('kind'));
  const { data, error, refetch } = useQuery({ queryKey: ['pulls', 'launches', kind], queryFn: () => andon.launches({ kind, limit: 100 }), refetchInterval: 5_000 });
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('andon.launches')}</h1><p className="meta">{t('andon.launchesIntro')}</p></div>
        <Select allowClear className="filter" placeholder={t('andon.targetKind')} aria-label={t('andon.targetKind')} value={kind ?? null} onChange={(value: string | undefined) => setParameters(value ? { kind: value } : {}, { replace: true })} options={kinds.map((value) => ({ value, label: tValue('andon.kind', value) }))} />
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data?.items.length === 0 && <Empty title={t('andon.noLaunches')}>{t('andon.noLaunchesText')}</Empty>}
      {!!data?.items.length && <ul className="incident-list">{data.items.map((launch) => <Row key={launch.id} launch={launch} />)}</ul>}
    </>
  );
}

function Row({ launch }: { launch: Launch }) {
  const unitName = useUnitName();
  const [open, setOpen] = useState(false);
  const blocked = launch.gate === 'blocked';
  return (
    <li className="pull-row" data-tone={blocked ? 'bad' : 'none'}>
      <div>
        <p className="row incident-marks"><StateMark tone={blocked ? 'bad' : 'good'}>{blocked ? t('andon.blockedBy', { count: launch.pulls }) : t('andon.clear')}</StateMark><span className="tag">{tValue('andon.kind', launch.kind)}</span><span className="tag">{tValue('andon.launchState', launch.state)}</span></p>
        <h2>{launch.title}</h2>
        <p className="meta">{[launch.id, unitName(launch.unit ?? undefined), launch.owner ? t('andon.ownedBy', { name: launch.owner.name ?? '' }) : ''].filter(Boolean).join(' · ')} · <time dateTime={launch.registeredAt} title={fullTime(launch.registeredAt)}>{t('andon.registeredAt', { time: shortTime(launch.registeredAt) })}</time>{launch.at && ` · ${t('andon.plannedAt', { time: shortTime(launch.at) })}`}{launch.passedAt && ` · ${t('andon.passedAt', { time: shortTime(launch.passedAt) })}`}</p>
        {blocked && <Holding launch={launch} />}
        {open && <Badge id={launch.id} />}
      </div>
      <button type="button" className="linklike" aria-expanded={open} onClick={() => setOpen(!open)}>{t('andon.badge')}</button>
    </li>
  );
}

function Holding({ launch }: { launch: Launch }) {
  const { data } = useQuery({ queryKey: ['pulls', 'holding', launch.kind, launch.id], queryFn: () => andon.list({ state: 'live', kind: launch.kind, target: launch.id, limit: 10 }), refetchInterval: 15_000 });
  return <ul className="pull-beside">{data?.items.map((pull) => <li key={pull.id}><Link to={`/andon/${encodeURIComponent(pull.id)}`}>{t('andon.by', { name: pull.puller.name ?? '' })}</Link> {pull.harm && <span className="meta">“{pull.harm}”</span>}</li>)}</ul>;
}

/** The image as others see it, and the line that embeds it. */
function Badge({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ['launch', id], queryFn: () => andon.launch(id), staleTime: 600_000 });
  if (!data?.badge) return <Skeleton rows={1} />;
  const whole = new URL(data.badge, location.origin).href;
  return <div className="stack pull-badge"><img src={data.badge} alt={t('andon.badgeOf', { title: data.title })} height={20} /><code className="wrap" tabIndex={0}>{`![launch gate](${whole})`}</code></div>;
}
