import type { Case } from '../../api/types.ts';
import { businessNow, useSecond } from '../../app/clock.ts';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

const soonMilliseconds = 2 * 3_600_000;

/** The next promised word: on time, at risk, broken. In a list's column, whose head says what it is, `short` leaves room for the time itself. */
export function PromiseDue({ of, short }: { of: Case; short?: boolean }) {
  useSecond();
  if (!of.promise || of.category === 'closed') return null;
  const left = Date.parse(of.promise.dueAt) - businessNow();
  const at = shortTime(of.promise.dueAt);
  const broken = of.promise.broken || left <= 0;
  const whole = t(broken ? 'case.promiseBroken' : 'case.promiseBy', { at });
  return (
    <StateMark tone={broken ? 'bad' : left < soonMilliseconds ? 'risk' : 'good'}>
      {short ? <span title={whole}>{t(broken ? 'case.promiseBrokenShort' : 'case.promiseByShort', { at })}</span> : whole}
    </StateMark>
  );
}
