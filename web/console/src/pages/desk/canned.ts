/** Canned replies: finding them by what follows the '/', and filling their variables from the conversation at hand. */
import type { CannedReply } from '../../api/types.ts';

export interface CannedFacts { name?: string; order?: string; title?: string; carrier?: string; tracking?: string; unit?: string; agent?: string }
export const cannedVariables = ['name', 'order', 'title', 'carrier', 'tracking', 'unit', 'agent'] as const;

/** A variable without a value stays visible in its braces, so that nobody sends an empty place unseen. */
export function fillCanned(text: string, facts: CannedFacts): string {
  return text.replace(/\{\{?\s*(\w+)\s*\}?\}/g, (whole, name: string) => facts[name as keyof CannedFacts]?.trim() || whole);
}
export const unfilled = (text: string): string | undefined => /\{\{?\s*\w+\s*\}?\}/.exec(text)?.[0];

/** The text after a '/' that starts the line, while it can still be the name of a reply. */
export function cannedQuery(text: string): string | undefined {
  const match = /^\/([^\n/]{0,40})$/.exec(text);
  return match ? match[1]!.trim().toLowerCase() : undefined;
}

/** Those that contain the words, replies in the customer's language first. */
export function findCanned(all: CannedReply[], query: string, language: string, bound = 8): CannedReply[] {
  const own = (reply: CannedReply) => (reply.language.slice(0, 2) === language.slice(0, 2) ? 0 : 1);
  return all
    .filter((reply) => !query || `${reply.title}\n${reply.text}`.toLowerCase().includes(query))
    .map((reply, place) => ({ reply, place }))
    .sort((one, other) => own(one.reply) - own(other.reply) || one.place - other.place)
    .slice(0, bound)
    .map(({ reply }) => reply);
}
