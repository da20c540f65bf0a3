/** What is half written stays with its conversation: over switching, reloading, and closing the browser. */
import type { FileLink } from '../../api/types.ts';

export interface Draft { text: string; note: boolean; files: FileLink[]; canned?: string }
export const emptyDraft: Draft = { text: '', note: false, files: [] };
const prefix = 'patella.draft.';
let watchers: (() => void)[] = [];

export function readDraft(conversation: string): Draft {
  try {
    const stored = JSON.parse(localStorage.getItem(prefix + conversation) ?? 'null') as Partial<Draft> | null;
    return stored ? { ...emptyDraft, ...stored } : emptyDraft;
  } catch { return emptyDraft; }
}
export function writeDraft(conversation: string, draft: Draft): void {
  try {
    if (!draft.text && draft.files.length === 0) localStorage.removeItem(prefix + conversation);
    else localStorage.setItem(prefix + conversation, JSON.stringify(draft));
  } catch { /* a full storage must not stop the writing */ }
  watchers.forEach((watcher) => watcher());
}
export function watchDrafts(watcher: () => void): () => void {
  watchers = [...watchers, watcher];
  return () => { watchers = watchers.filter((other) => other !== watcher); };
}
export const hasDraft = (conversation: string): boolean => localStorage.getItem(prefix + conversation) !== null;
