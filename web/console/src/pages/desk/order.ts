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

/** While a hand is on the list nothing jumps under it: rows keep their places, new ones come last. */
export function keepPlaces(before: readonly string[], rows: readonly ConversationRow[]): ConversationRow[] {
  const place = new Map(before.map((id, index) => [id, index]));
  return [...rows].sort((one, other) => (place.get(one.id) ?? before.length) - (place.get(other.id) ?? before.length));
}
