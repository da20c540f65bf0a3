/** Canned replies and macros: finding them by what follows the '/', and filling their variables with the server's values for the conversation at hand. */
import type { Macro } from '../../api/deskTypes.ts';
import type { CannedReply } from '../../api/types.ts';

export const replyVariables = ['customer.name', 'order.number', 'order.title', 'promise.time', 'parcel.carrier', 'parcel.tracking', 'unit.name', 'agent.name', 'ecosystem.name'] as const;
const short: Record<string, string> = { name: 'customer.name', order: 'order.number', title: 'order.title', carrier: 'parcel.carrier', tracking: 'parcel.tracking', unit: 'unit.name', agent: 'agent.name' };

/** A variable without a value becomes a placeholder that nobody sends unseen. */
export function fillCanned(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{\s*([^{}]{0,60}?)\s*\}\}|\{([a-z]{1,20})\}/g, (whole, double: string | undefined, single: string | undefined) => {
    const name = double ?? short[single!];
    return name === undefined ? whole : values[name]?.trim() || `⟦${name}⟧`;
  });
}
/** The first placeholder that is still open. */
export const unfilled = (text: string): string | undefined => /⟦[^⟧]{0,80}⟧/.exec(text)?.[0];

/** The text after a '/' that starts the line, while it can still be the name of a reply. */
export function cannedQuery(text: string): string | undefined {
  const match = /^\/([^\n/]{0,40})$/.exec(text);
  return match ? match[1]!.trim().toLowerCase() : undefined;
}
/** The letters after the last '@' before the caret, while they can still be a name. */
export function mentionQuery(text: string, caret: number): string | undefined {
  return /(?:^|\s)@([\p{L}\p{N}]{0,20})$/u.exec(text.slice(0, caret))?.[1]?.toLowerCase();
}

export type Reusable = { kind: 'reply'; id: string; title: string; text: string; language: string; uses: number } | { kind: 'macro'; id: string; title: string; text: string; language: string; uses: number };
export const asReusable = (replies: CannedReply[], macros: Macro[]): Reusable[] => [
  ...replies.map((reply): Reusable => ({ kind: 'reply', id: reply.id, title: reply.title, text: reply.text, language: reply.language, uses: reply.uses ?? 0 })),
  ...macros.map((macro): Reusable => ({ kind: 'macro', id: macro.id, title: macro.title, text: macro.reply ?? '', language: macro.language ?? '', uses: macro.uses })),
];

/** Those that contain the words: in the customer's language (or in none) first, then the most used. */
export function findCanned(all: Reusable[], query: string, language: string, bound = 8): Reusable[] {
  const own = (one: Reusable) => (!one.language || one.language.slice(0, 2) === language.slice(0, 2) ? 0 : 1);
  return all
    .filter((one) => !query || `${one.title}\n${one.text}`.toLowerCase().includes(query))
    .map((one, place) => ({ one, place }))
    .sort((left, right) => own(left.one) - own(right.one) || right.one.uses - left.one.uses || left.place - right.place)
    .slice(0, bound)
    .map(({ one }) => one);
}
