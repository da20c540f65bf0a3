import type { VersionState } from '../../api/policies.ts';
import { businessNow } from '../../app/clock.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

const tones = { effective: 'good', canary: 'risk', shadow: 'risk', declined: 'bad' } as const;
/** How far a version is. */
export function VersionMark({ state }: { state: VersionState }) {
  return <StateMark tone={tones[state as keyof typeof tones] ?? 'none'}>{tValue('rules.state', state)}</StateMark>;
}

/** By when whoever proposed it hears an answer; nothing once they have. */
export function DueMark({ version }: { version: { state: VersionState; answerBy: string; answered: boolean } }) {
  if (version.answered || version.state !== 'proposed') return null;
  const late = Date.parse(version.answerBy) < businessNow();
  return <StateMark tone={late ? 'bad' : 'none'}>{t(late ? 'rules.answerLate' : 'rules.answerBy', { at: shortTime(version.answerBy) })}</StateMark>;
}

const outcomes = { allow: 'good', refuse: 'bad', person: 'risk' } as const;
/** What a table answered. */
export function OutcomeMark({ outcome }: { outcome: string }) {
  return <StateMark tone={outcomes[outcome as keyof typeof outcomes] ?? 'none'}>{tValue('rules.outcome', outcome)}</StateMark>;
}
