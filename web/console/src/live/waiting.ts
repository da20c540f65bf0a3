import type { Conversation, Entry } from '../api/types.ts';

type Row = Pick<Conversation, 'state' | 'waitingSince' | 'askedPersonAt' | 'lastBy' | 'lastAt'>;

/**
 * Since when the customer waits for a person's words. The server's `waitingSince` tells the wait for a place only;
 * once a person has the conversation the wait runs from the first message that person has not answered.
 */
export function waitingSince(row: Row, entries: readonly Entry[] | undefined): string | undefined {
  if (row.state === 'queued') return row.waitingSince ?? row.askedPersonAt ?? undefined;
  if (row.state !== 'agent') return undefined;
  if (!entries?.length) return row.lastBy === 'consumer' ? row.lastAt ?? undefined : undefined;
  const messages = entries.filter((entry) => entry.kind === 'message');
  const answered = messages.findLastIndex((entry) => entry.author.party === 'agent' || entry.author.party === 'merchant');
  const open = messages.slice(answered + 1).find((entry) => entry.author.party === 'consumer');
  return answered < 0 ? row.askedPersonAt ?? open?.at : open?.at;
}
