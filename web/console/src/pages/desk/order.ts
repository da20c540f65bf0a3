import type { ConversationRow } from '../../api/types.ts';

/** Those who wait for us first, the longest wait on top; then the others by their last word. Stable, so rows move only when their state does. */
export function byNeed(rows: readonly ConversationRow[]): ConversationRow[] {
  const last = (row: ConversationRow) => row.lastAt ?? row.openedAt;
  return [...rows].sort((one, other) => {
    if (one.waitingSince && other.waitingSince) return one.waitingSince.localeCompare(other.waitingSince);
    if (one.waitingSince || other.waitingSince) return one.waitingSince ? -1 : 1;
    return last(other).localeCompare(last(one));
  });
}
