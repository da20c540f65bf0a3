import { StopOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { andon, type Pull } from '../../api/andon.ts';
import { useActions } from '../../app/actions.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { useUnitName } from '../../app/names.ts';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { Clock } from './Clock.tsx';
import { PullCord } from './PullCord.tsx';
import { lives, toneOf } from './words.ts';

const shown = ['live', 'mine', 'ended'] as const;

/** Everything that stands, longest overdue first as it was pulled first; mine; and what is over. */
export function Standing() {
  const [parameters, setParameters] = useSearchParams();
  const show = shown.find((one) => one === parameters.get('show')) ?? 'live';
  const [pulling, setPulling] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['pulls', 'list', show], queryFn: ({ signal }) => andon.list({ state: show === 'mine' ? undefined : show, mine: show === 'mine' || undefined, limit: 100 }, signal), placeholderData: keepPreviousData, refetchInterval: 5_000,
  });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  useActions([{ key: 'andon-pull', title: 'andon.pull', shortcut: 'h', run: () => setPulling(true) }]);
  const pulls = show === 'live' ? [...(data?.items ?? [])].sort((one, other) => Number(!!other.overdue) - Number(!!one.overdue) || Date.parse(one.pulledAt) - Date.parse(other.pulledAt)) : data?.items ?? [];
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('rail.andon')}</h1><p className="meta">{t('andon.intro')}</p></div>
        <Segmented aria-label={t('andon.show')} value={show} onChange={(value) => setParameters(value === 'live' ? {} : { show: value }, { replace: true })} options={shown.map((value) => ({ value, label: tValue('andon.show', value) }))} />
        <Button danger type="primary" icon={<StopOutlined />} aria-keyshortcuts="h" onClick={() => setPulling(true)}>{t('andon.pull')} <kbd>h</kbd></Button>
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} widths={[70, 96, 50]} />}
      {data && pulls.length === 0 && <Empty title={t(show === 'live' ? 'andon.none' : 'andon.noneSuch')}>{t('andon.noneText')}</Empty>}
      {pulls.length > 0 && <ul className="incident-list">{pulls.map((pull) => <Row key={pull.id} pull={pull} />)}</ul>}
      {pulling && <PullCord source={{}} close={() => { setPulling(false); void refetch(); }} />}
    </>
  );
}

export function Row({ pull }: { pull: Pull }) {
  const unitName = useUnitName();
  const who = pull.acknowledgedBy?.name ?? pull.owner?.name;
  return (
    <li className="pull-row" data-tone={toneOf(pull.state, pull.overdue)}>
      <div>
        <p className="row incident-marks"><StateMark tone={toneOf(pull.state, pull.overdue)}>{tValue('andon.state', pull.state)}</StateMark><span className="tag">{tValue('andon.kind', pull.target.kind)}</span>{pull.outcome && <span className="tag">{tValue('andon.outcome', pull.outcome)}</span>}{Number(pull.voices) > 1 && <span className="tag">{t('andon.voices', { count: pull.voices })}</span>}</p>
        <h2><Link to={`/andon/${encodeURIComponent(pull.id)}`} data-row>{pull.target.title || pull.target.id}</Link></h2>
        <p className="incident-said wrap">{pull.harm ? `“${pull.harm}”` : t('andon.erased')}</p>
        <p className="meta">{[t('andon.by', { name: pull.puller.name ?? '' }), pull.unit ? unitName(pull.unit) : '', who ? t('andon.with', { name: who }) : lives(pull) ? t('andon.withNobody') : ''].filter(Boolean).join(' · ')} · <time dateTime={pull.pulledAt} title={fullTime(pull.pulledAt)}>{shortTime(pull.pulledAt)}</time></p>
      </div>
      <Clock pull={pull} />
    </li>
  );
}
