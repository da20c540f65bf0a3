import type { Entry } from '../../api/types.ts';

export type Folded = Entry & { fold?: 'changed' | 'withdrawn' };

/** A note is shown as it stands now: its changes come later in the thread and are folded into it. */
export function foldNotes(entries: readonly Entry[]): Folded[] {
  const last = new Map<number, Entry>();
  for (const entry of entries) if (entry.event === 'note-changed' || entry.event === 'note-withdrawn') last.set(Number(entry.data?.of), entry);
  if (last.size === 0) return entries as Folded[];
  return entries.filter((entry) => entry.event !== 'note-changed' && entry.event !== 'note-withdrawn').map((entry) => {
    const change = entry.kind === 'note' ? last.get(entry.sequence) : undefined;
    if (!change) return entry;
    return change.event === 'note-withdrawn' ? { ...entry, text: undefined, fold: 'withdrawn' as const } : { ...entry, text: change.text, fold: 'changed' as const };
  });
}
