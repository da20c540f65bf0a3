/** What was said but not yet acknowledged survives a reload; the same clientId makes a second sending harmless. */
import type { Pending } from './thread.ts';

const storageKey = 'patella.outbox';
/** More than anyone types into a dead line; older ones are given up visibly as failed, not silently dropped. */
const bound = 200;

export function loadOutbox(): Pending[] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(parsed) ? (parsed as Pending[]) : [];
  } catch { return []; }
}
function store(all: Pending[]): void {
  try { localStorage.setItem(storageKey, JSON.stringify(all.slice(-bound))); } catch { /* a full storage must not stop the sending */ }
}
export const keepInOutbox = (own: Pending): void => store([...loadOutbox().filter((other) => other.clientId !== own.clientId), own]);
export const dropFromOutbox = (clientId: string): void => store(loadOutbox().filter((own) => own.clientId !== clientId));
