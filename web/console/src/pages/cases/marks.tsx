import type { Case } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

const soonMilliseconds = 2 * 3_600_000;

/** The next promised word: on time, at risk, broken. */
export function PromiseDue({ of }: { of: Case }) {
  if (!of.promise || of.category === 'closed') return null;
  const left = Date.parse(of.promise.dueAt) - businessNow();
  const at = shortTime(of.promise.dueAt);
  if (of.promise.broken || left <= 0) return <StateMark tone="bad">{t('case.promiseBroken', { at })}</StateMark>;
  return <StateMark tone={left < soonMilliseconds ? 'risk' : 'good'}>{t('case.promiseBy', { at })}</StateMark>;
}
