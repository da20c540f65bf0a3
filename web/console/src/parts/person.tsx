import type { Conversation } from '../api/types.ts';
import { t, tValue } from '../i18n/language.ts';

type Person = Pick<Conversation['person'], 'name' | 'anonymous'>;
/** By which way they speak, when it is not the usual one. */
export function Channel({ channel }: { channel?: string | null }) {
  return channel === 'email' ? <span className="tag">{t('channel.email')}</span> : null;
}
export const personName = (person: Person | null | undefined): string => person?.name?.trim() || t('person.visitor');

/** A letter instead of a picture: we hold no pictures of people. */
export function Avatar({ name }: { name: string }) {
  return <span className="avatar" aria-hidden="true">{[...name][0]?.toUpperCase()}</span>;
}
export function Tier({ tier }: { tier?: string | null }) {
  return tier ? <span className="tag gold">{tValue('tier', tier)}</span> : null;
}
/** Ways to recognise somebody; an address is not shown where it is not needed. */
export const isHandle = (identity: { kind: string }): boolean => identity.kind !== 'address';
