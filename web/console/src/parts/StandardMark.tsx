import { businessNow, useSecond } from '../app/clock.ts';
import type { Conversation } from '../api/types.ts';
import { shortTime } from '../i18n/format.ts';
import { t, tValue } from '../i18n/language.ts';
import { StateMark } from './state.tsx';

type Standard = NonNullable<Conversation['standard']>;
/** By the clock, so that a page that is looked at turns by itself. */
export function standardState(standard: Pick<Standard, 'warnAt' | 'dueAt' | 'state' | 'pausedBecause'>, now: number): 'on-time' | 'at-risk' | 'broken' {
  if (standard.pausedBecause) return standard.state as 'on-time' | 'at-risk' | 'broken';
  return now >= Date.parse(standard.dueAt) ? 'broken' : now >= Date.parse(standard.warnAt) ? 'at-risk' : 'on-time';
}
export const tones = { 'on-time': 'good', 'at-risk': 'risk', broken: 'bad' } as const;

/** What our standard promises this conversation, and whether it holds. `brief`, for a row, says nothing while it does and one word when it does not. */
export function StandardMark({ standard, brief }: { standard: Standard | null | undefined; brief?: boolean }) {
  useSecond();
  if (!standard) return null;
  const state = standardState(standard, businessNow());
  const whole = `${tValue('standard.measure', standard.measure)} · ${standard.pausedBecause ? t('standard.paused') : t('standard.due', { at: shortTime(standard.dueAt) })}`;
  if (brief) return state === 'on-time' ? null : <StateMark tone={tones[state]}><span title={whole}>{tValue('promise.status', state)}</span></StateMark>;
  return (
    <StateMark tone={tones[state]}>
      <span title={t('standard.since', { at: shortTime(standard.since) })}>{whole}{state !== 'on-time' ? ` · ${tValue('promise.status', state)}` : ''}</span>
    </StateMark>
  );
}
