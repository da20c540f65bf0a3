import type { Pull, PullState } from '../../api/andon.ts';

export const kinds = ['launch', 'campaign', 'listing', 'coupon', 'policy', 'version'] as const;
export type Tone = 'good' | 'risk' | 'bad' | 'none';

/** What a state looks like: all that live block, so none of them is good. */
export function toneOf(state: PullState, overdue?: string | null): Tone {
  if (state === 'released') return 'good';
  if (state === 'withdrawn') return 'none';
  return overdue || state === 'pulled' ? 'bad' : 'risk';
}
export const lives = (pull: Pick<Pull, 'state'>): boolean => pull.state !== 'released' && pull.state !== 'withdrawn';

/** The clock that runs: to be acknowledged, then to be decided; none once the business has decided. */
export function runningClock(pull: Pick<Pull, 'state' | 'acknowledgeBy' | 'decideBy'>): { what: 'acknowledge' | 'decide'; by: string } | undefined {
  if (pull.state === 'pulled') return { what: 'acknowledge', by: pull.acknowledgeBy };
  return pull.state === 'acknowledged' || pull.state === 'investigating' ? { what: 'decide', by: pull.decideBy } : undefined;
}
