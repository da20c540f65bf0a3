/** On time, at risk, broken: one shape, one word, one colour each, on every page. */
import type { OrderPromise, ParcelState, PresenceState, PromiseStatus } from '../api/types.ts';
import { shortTime } from '../i18n/format.ts';
import { fill, t, tValue } from '../i18n/language.ts';

type Tone = 'good' | 'risk' | 'bad' | 'none';
const shapes: Record<Tone, JSX.Element> = {
  good: <circle cx="5" cy="5" r="4.5" />,
  risk: <path d="M5 .6 9.8 9.4H.2z" />,
  bad: <path d="M5 0 10 5 5 10 0 5z" />,
  none: <circle cx="5" cy="5" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.6" />,
};

export function StateMark({ tone, children }: { tone: Tone; children?: React.ReactNode }) {
  return (
    <span className={`state ${tone}`}>
      <svg viewBox="0 0 10 10" fill="currentColor" aria-hidden="true">{shapes[tone]}</svg>
      {children}
    </span>
  );
}

const promiseTone: Record<PromiseStatus, Tone> = { 'on-time': 'good', 'at-risk': 'risk', broken: 'bad', unknown: 'none' };
const fulfilled = ['delivered', 'finished'];
const calledOff = ['cancelled', 'refunded'];
/** Whether there is still something to say about what was promised. */
export const isPromised = (promise: OrderPromise, order: string): boolean => !calledOff.includes(order) || promise.status === 'broken';
/** What was promised about an order. Of one that is over it says that it was kept; of one that was called off nothing is due any more, unless it was broken. */
export function PromiseMark({ promise, order }: { promise: OrderPromise; order: string }) {
  if (!isPromised(promise, order)) return null;
  const status = fulfilled.includes(order) && promise.status === 'on-time' ? 'kept' : promise.status;
  return (
    <StateMark tone={promiseTone[promise.status] ?? 'none'}>
      {t('promise.line', { promise: fill(tValue('promise.kind', promise.kind), { at: shortTime(promise.at) }), status: tValue('promise.status', status) })}
    </StateMark>
  );
}

const parcelTone: Record<ParcelState, Tone> = {
  unknown: 'none', 'picked-up': 'good', 'in-transit': 'good', exception: 'risk', 'out-for-delivery': 'good', delivered: 'good', returned: 'bad', lost: 'bad',
};
export function ParcelMark({ state }: { state: ParcelState }) {
  return <StateMark tone={parcelTone[state] ?? 'none'}>{tValue('parcel', state)}</StateMark>;
}

const presenceTone: Record<PresenceState, Tone> = { available: 'good', away: 'risk', offline: 'none' };
export function PresenceMark({ state, word = true }: { state: PresenceState; word?: boolean }) {
  return <StateMark tone={presenceTone[state] ?? 'none'}>{word && tValue('presence', state)}</StateMark>;
}
