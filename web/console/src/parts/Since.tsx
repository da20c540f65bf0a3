import { useSecond } from '../app/clock.ts';
import { duration, fullTime, secondsSince } from '../i18n/format.ts';

/** How long something lasts already, counting on business time. */
export function Since({ instant, className }: { instant: string; className?: string }) {
  useSecond();
  return <time className={className} dateTime={instant} title={fullTime(instant)}>{duration(secondsSince(instant))}</time>;
}
