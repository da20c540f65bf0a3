import type { TimelineItem } from '../api/types.ts';

/** A contact with everything said in it as one line, or a single event of another system. */
export type TimelineLine =
  | { type: 'contact'; key: string; at: string; conversation: string; unit?: string | null; asked?: string | null; newest: string; count: number }
  | { type: 'event'; key: string; at: string; item: TimelineItem };

/** Items come newest first; a contact stands where its newest item is. */
export function linesOf(items: readonly TimelineItem[]): TimelineLine[] {
  const contacts = new Map<string, Extract<TimelineLine, { type: 'contact' }>>();
  const lines: TimelineLine[] = [];
  for (const item of items) {
    if (!item.conversation) {
      lines.push({ type: 'event', key: String(item.position), at: item.at, item });
      continue;
    }
    const known = contacts.get(item.conversation);
    if (known) {
      known.count += 1;
      // The oldest words of a contact are what the person came with.
      if (item.text?.trim()) known.asked = item.text;
      continue;
    }
    const line: TimelineLine = { type: 'contact', key: item.conversation, at: item.at, conversation: item.conversation, unit: item.unit, asked: item.text, newest: item.title, count: 1 };
    contacts.set(item.conversation, line);
    lines.push(line);
  }
  return lines;
}
