import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { systems, type SystemCall } from '../../api/systems.ts';
import { hasRole, useMe } from '../../app/session.tsx';
import { clockTime, duration, fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';

const tones = { called: 'risk', acknowledged: 'good', fixed: 'good', unreachable: 'bad', withdrawn: 'none' } as const;
const between = (from: string, until: string) => duration((Date.parse(until) - Date.parse(from)) / 1_000);
/** A system's own word carries its name; the button behind the link in a message has none. */
const byWords = (by: string | null | undefined) => (by === 'link' ? t('calls.byLink') : by ?? '');

/** One call: who was called and why, when it was taken and fixed, and what the reader may say of it. */
export function CallLine({ call, subject }: { call: SystemCall; subject?: boolean }) {
  const act = useAct();
  const queries = useQueryClient();
  const may = hasRole(useMe(), 'expert', 'system-owner');
  const say = (what: 'acknowledge' | 'fix') => void act(() => systems[what](call.id), t(what === 'fix' ? 'calls.fixedNow' : 'calls.takenNow')).then(() => queries.invalidateQueries({ queryKey: ['system-calls'] }));
  const waits = call.state === 'called' || call.state === 'unreachable';
  return (
    <li className="call" data-state={call.state} data-overdue={call.overdue}>
      <div className="row between"><span className="strong">{call.systemName ?? call.system ?? t('calls.group')}</span>
        <StateMark tone={call.overdue ? 'bad' : tones[call.state]}>{call.overdue ? t('calls.overdue') : tValue('calls.state', call.state)}</StateMark></div>
      {subject && <p><Link to={call.link}>{call.title}</Link></p>}
      <p className="meta">{[call.connector && tValue('systems.connector', call.connector), t('calls.why', { why: whyWords(call.why) })].filter(Boolean).join(' · ')}</p>
      <ol className="call-steps numeric">
        <Step name={t('calls.called')} at={call.calledAt}>{call.sentAt ? '' : call.attempts ? t('calls.tries', { count: call.attempts }) : ''}</Step>
        {call.acknowledgedAt ? <Step name={t('calls.acknowledged')} at={call.acknowledgedAt}>{`+${between(call.calledAt, call.acknowledgedAt)} · ${byWords(call.acknowledgedBy)}`}</Step>
          : waits && <li className="meta">{t('calls.dueAt', { time: clockTime(call.dueAt) })}</li>}
        {call.fixedAt && <Step name={t('calls.fixed')} at={call.fixedAt}>{`+${between(call.calledAt, call.fixedAt)} · ${byWords(call.fixedBy)}`}</Step>}
      </ol>
      {call.problem && !call.sentAt && <p className="meta problem-line">{call.problem}</p>}
      {call.escalatedAt && <p className="meta">{t('calls.escalated', { time: clockTime(call.escalatedAt) })}</p>}
      <div className="row">
        {may && waits && <Button type="primary" size="small" onClick={() => say('acknowledge')}>{t('calls.acknowledge')}</Button>}
        {may && (waits || call.state === 'acknowledged') && <Button size="small" onClick={() => say('fix')}>{t('calls.fix')}</Button>}
        {call.ticket && <a href={call.ticket} target="_blank" rel="noreferrer">{t('calls.ticket')}</a>}
      </div>
    </li>
  );
}

function Step({ name, at, children }: { name: string; at: string; children?: ReactNode }) {
  return <li><span>{name}</span> <time dateTime={at} title={fullTime(at)}>{clockTime(at)}</time> <span className="meta">{children}</span></li>;
}

/** `reason=coupon-fails + carrier=swift`, or one of two words. */
const whyWords = (why: string): string => (why === 'asked' || why === 'fallback' ? tValue('calls.reason', why)
  : why.split(' + ').map((part) => { const [name = '', value = ''] = part.split('=', 2); return `${tValue('calls.condition', name)} ${value}`; }).join(' + '));
