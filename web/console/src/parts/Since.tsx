import { useSecond } from '../app/clock.ts';
import { duration, fullTime, secondsSince } from '../i18n/format.ts';

const firstInstant = Date.UTC(2000, 0, 1);

/** How long something lasts already, counting on business time. */
export function Since({ instant, className }: { instant: string; className?: string }) {
  useSecond();
  // A state nobody has ever set has no beginning.
  if (Date.parse(instant) < firstInstant) return null;
  return <time className={className} dateTime={instant} title={fullTime(instant)}>{duration(secondsSince(instant))}</time>;
}
