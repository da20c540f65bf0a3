import type { Pull } from '../../api/andon.ts';
import { businessNow, useSecond } from '../../app/clock.ts';
import { duration, fullTime, shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { lives, runningClock } from './words.ts';

/** What the business owes now and how long it still has; never an end of the block. */
export function Clock({ pull }: { pull: Pull }) {
  useSecond();
  const clock = runningClock(pull);
  if (!clock) return <p className="pull-clock meta">{lives(pull) ? t(pull.state === 'changed' || pull.state === 'rejected-with-reason' ? 'andon.waitsForPuller' : 'andon.changePending') : pull.endedAt && t('andon.endedAt', { time: shortTime(pull.endedAt) })}</p>;
  const left = (Date.parse(clock.by) - businessNow()) / 1000;
  return (
    <p className="pull-clock numeric" data-late={left < 0 || undefined}><span className="meta">{t(clock.what === 'acknowledge' ? (left < 0 ? 'andon.acknowledgeLate' : 'andon.acknowledgeIn') : left < 0 ? 'andon.decideLate' : 'andon.decideIn')}</span><time dateTime={clock.by} title={fullTime(clock.by)}>{duration(Math.abs(left))}</time></p>
  );
}
