import { Link } from 'react-router-dom';
import type { ServiceClock, StandardState } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { minutes, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { tones } from '../../parts/StandardMark.tsx';

const endedTone: Record<string, 'good' | 'bad' | 'none'> = { met: 'good', breached: 'bad', cancelled: 'none' };

/** One clock, with the way to what it runs for. */
export function ClockLine({ clock }: { clock: ServiceClock }) {
  const unitName = useUnitName();
  const tone = clock.standing ? tones[clock.standing as StandardState] : endedTone[clock.state] ?? 'none';
  const state = clock.standing ? tValue('standing', clock.standing) : tValue('outcome', clock.state);
  const when = clock.elapsedMinutes == null ? t('report.dueAt', { at: shortTime(clock.dueAt) }) : t('report.took', { time: minutes(clock.elapsedMinutes) });
  const facts = [
    when, clock.pausedMinutes > 0 && t('report.pausedFor', { time: minutes(clock.pausedMinutes) }), clock.pausedBecause && t('standard.paused'),
    clock.hops > 0 && t('report.hops', { count: clock.hops }), clock.endedBecause && tValue('endedBecause', clock.endedBecause),
  ].filter(Boolean).join(' · ');
  const body = (
    <>
      <span className="clock-what"><span className="strong">{tValue('measure', clock.measure)}</span> <span className="meta">{unitName(clock.unit) || clock.unit}</span></span>
      <StateMark tone={tone}>{state}</StateMark>
      <span className="meta">{t('report.began', { at: shortTime(clock.startedAt) })} · {facts}</span>
    </>
  );
  const to = clock.case ? `/cases/${clock.case}` : clock.conversation && `/conversations?conversation=${clock.conversation}`;
  return <li>{to ? <Link className="clock-line" to={to}>{body}</Link> : <span className="clock-line">{body}</span>}</li>;
}
