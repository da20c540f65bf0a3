/** One conversation as this page knows it: a gapless run of entries and what we said that has no number yet. */
import type { ProblemBody } from '../api/problem.ts';
import type { Entry, FileLink } from '../api/types.ts';
import type { HiddenEntry } from './protocol.ts';

export interface Pending {
  clientId: string;
  conversation: string;
  kind: 'message' | 'note';
  text: string;
  files: FileLink[];
  canned: boolean;
  at: string;
  /** Held: not sent yet, so that it can still be taken back. */
  state: 'held' | 'sending' | 'failed';
  mentions?: string[];
  problem?: ProblemBody;
}
export interface Thread {
  id: string;
  /** The first number this page holds; earlier ones can be fetched. 0 while nothing is loaded. */
  first: number;
  /** The last number of the gapless run. */
  last: number;
  entries: Entry[];
  pending: Pending[];
}
export const emptyThread = (id: string, pending: Pending[] = []): Thread => ({ id, first: 0, last: 0, entries: [], pending });

export const isVisible = (entry: Entry | HiddenEntry): entry is Entry => entry.event !== 'hidden';

/** Adds one entry. `gap` is true when numbers are missing before it: it is then not taken, the caller resumes from `last`. */
export function receive(thread: Thread, entry: Entry | HiddenEntry): { thread: Thread; gap: boolean } {
  if (thread.first > 0 && entry.sequence > thread.last + 1) return { thread, gap: true };
  const isOld = entry.sequence <= thread.last;
  const clientId = isVisible(entry) ? entry.clientId : undefined;
  const pending = clientId ? thread.pending.filter((own) => own.clientId !== clientId) : thread.pending;
  if (isOld) return { thread: pending.length === thread.pending.length ? thread : { ...thread, pending }, gap: false };
  return {
    thread: {
      ...thread,
      first: thread.first || entry.sequence,
      last: entry.sequence,
      entries: isVisible(entry) ? [...thread.entries, entry] : thread.entries,
      pending,
    },
    gap: false,
  };
}

/** Puts an earlier page before the run; entries already held are ignored. */
export function prepend(thread: Thread, earlier: Entry[], from: number): Thread {
  const older = earlier.filter((entry) => entry.sequence < thread.first && isVisible(entry));
  return { ...thread, first: Math.min(thread.first, from), entries: [...older, ...thread.entries] };
}

export const withPending = (thread: Thread, own: Pending): Thread => ({
  ...thread,
  pending: thread.pending.some((other) => other.clientId === own.clientId)
    ? thread.pending.map((other) => (other.clientId === own.clientId ? own : other))
    : [...thread.pending, own],
});
export const withoutPending = (thread: Thread, clientId: string): Thread => ({
  ...thread,
  pending: thread.pending.filter((own) => own.clientId !== clientId),
});

/** How the answer by e-mail fares now; the reason, when there is one, comes as a note. */
export const withDelivery = (thread: Thread, entry: string, state: string): Thread => ({
  ...thread,
  entries: thread.entries.map((one) => (one.id === entry ? { ...one, delivery: { state } } : one)),
});
