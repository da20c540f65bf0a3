import type { ConversationRow } from '../../api/types.ts';

/** Those who wait for us first, the longest wait on top; then the others by their last word. Stable, so rows move only when their state does. */
export function byNeed(rows: readonly ConversationRow[], waits: (row: ConversationRow) => string | undefined): ConversationRow[] {
  const since = new Map(rows.map((row) => [row.id, waits(row)]));
  const last = (row: ConversationRow) => row.lastAt ?? row.openedAt;
  return [...rows].sort((one, other) => {
    const [first, second] = [since.get(one.id), since.get(other.id)];
    if (first && second) return first.localeCompare(second);
    if (first || second) return first ? -1 : 1;
    return last(other).localeCompare(last(one));
  });
}
