import { useCallback, useEffect, useState } from 'react';
import { listening, type SeatContact, type SeatEntry } from '../../api/listening.ts';
import { asProblem } from '../../api/problem.ts';

const everyMilliseconds = 2_000;

export interface HeardContact { facts?: SeatContact; items: SeatEntry[]; problem?: unknown; over: boolean }

/** The contact in the seat, from its beginning, with what is said next a moment later; it ends when the seat's contact does. */
export function useContact(seat: string): HeardContact & { retry: () => void } {
  const [heard, setHeard] = useState<HeardContact>({ items: [], over: false });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    let timer: number | undefined;
    let read = 0;
    const ask = async () => {
      try {
        const contact = await listening.contact(seat, read);
        if (gone) return;
        read = contact.read;
        setHeard((before) => ({ facts: contact, items: contact.items.length > 0 ? [...before.items, ...contact.items] : before.items, over: false }));
        timer = window.setTimeout(() => void ask(), contact.read < contact.newest && contact.items.length > 0 ? 0 : everyMilliseconds);
      } catch (problem) {
        if (gone) return;
        const over = asProblem(problem).code === 'contact-over';
        setHeard((before) => ({ ...before, over, problem: over ? undefined : problem }));
        if (!over) timer = window.setTimeout(() => void ask(), everyMilliseconds * 2);
      }
    };
    setHeard({ items: [], over: false });
    void ask();
    return () => { gone = true; window.clearTimeout(timer); };
  }, [seat, attempt]);
  return { ...heard, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
