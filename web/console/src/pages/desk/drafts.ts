/**
 * What is half written stays with its conversation. It is kept here first, at every letter, and on the server soon after: so it is there after
 * switching, reloading, a crash, and on another device. Whoever writes last, on top of whatever version, wins.
 */
import { desk } from '../../api/deskCalls.ts';
import type { ServerDraft } from '../../api/deskTypes.ts';
import { asProblem } from '../../api/problem.ts';
import type { FileLink } from '../../api/types.ts';

export interface Draft { text: string; note: boolean; files: FileLink[]; canned?: string; mentions?: string[]; /** The newest number of the thread when the writing began. */ since?: number }
interface Stored extends Draft { version: number; dirty: boolean }
export const emptyDraft: Draft = { text: '', note: false, files: [] };
const prefix = 'patella.draft.';
const syncMilliseconds = 900;
let watchers: (() => void)[] = [];
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const running = new Set<string>();

const isEmpty = (draft: Draft) => !draft.text && draft.files.length === 0;
function stored(conversation: string): Stored {
  try {
    const found = JSON.parse(localStorage.getItem(prefix + conversation) ?? 'null') as Partial<Stored> | null;
    return { ...emptyDraft, version: 0, dirty: false, ...found };
  } catch { return { ...emptyDraft, version: 0, dirty: false }; }
}
function keep(conversation: string, draft: Stored): void {
  try {
    // An empty one that the server never knew needs no memory; of one it knew the version is remembered.
    if (isEmpty(draft) && draft.version === 0 && !draft.dirty) localStorage.removeItem(prefix + conversation);
    else localStorage.setItem(prefix + conversation, JSON.stringify(draft));
  } catch { /* a full storage must not stop the writing */ }
  watchers.forEach((watcher) => watcher());
}

export function readDraft(conversation: string): Draft {
  const { version: _version, dirty: _dirty, ...draft } = stored(conversation);
  return draft;
}
export function writeDraft(conversation: string, draft: Draft): void {
  const before = stored(conversation);
  const changed = before.text !== draft.text || before.note !== draft.note || before.files.length !== draft.files.length;
  const worth = !isEmpty(draft) || before.version > 0;
  keep(conversation, { ...before, ...draft, dirty: before.dirty || (changed && worth) });
  if (changed && worth) plan(conversation);
}
export function watchDrafts(watcher: () => void): () => void {
  watchers = [...watchers, watcher];
  return () => { watchers = watchers.filter((other) => other !== watcher); };
}
export const hasDraft = (conversation: string): boolean => !isEmpty(stored(conversation));

function plan(conversation: string, after = syncMilliseconds): void {
  clearTimeout(timers.get(conversation));
  timers.set(conversation, setTimeout(() => void flush(conversation), after));
}

async function flush(conversation: string): Promise<void> {
  timers.delete(conversation);
  const draft = stored(conversation);
  if (!draft.dirty) return;
  if (running.has(conversation)) { plan(conversation); return; }
  running.add(conversation);
  try {
    const answer = await desk.draft(conversation, draft.version, draft.text, draft.note, draft.files);
    const now = stored(conversation);
    const same = now.text === draft.text && now.note === draft.note && now.files.length === draft.files.length;
    keep(conversation, { ...now, version: answer.version, dirty: !same });
    if (!same) plan(conversation);
  } catch (error) {
    const problem = asProblem(error);
    // Somebody (this person, elsewhere) wrote a newer one: the hand that writes now goes on top of it.
    if (problem.code === 'newer-draft') { keep(conversation, { ...stored(conversation), version: problem.body.currentVersion ?? 0 }); plan(conversation, 50); }
    else if (problem.unreachable || problem.status >= 500) plan(conversation, 5_000);
    else keep(conversation, { ...stored(conversation), dirty: false });
  } finally { running.delete(conversation); }
}

/** Takes the server's when it is newer and nothing here waits to be kept. True when the draft here changed by it. */
export function adoptDraft(server: ServerDraft): boolean {
  const here = stored(server.conversation);
  if (here.dirty || server.version <= here.version) return false;
  keep(server.conversation, { ...emptyDraft, text: server.text, note: server.note, files: server.files as FileLink[], version: server.version, dirty: false });
  return true;
}
/** At the start: what was written elsewhere comes here, what was written here and not kept goes out. */
export async function syncDrafts(): Promise<void> {
  for (let place = 0; place < localStorage.length; place++) {
    const key = localStorage.key(place);
    if (key?.startsWith(prefix) && stored(key.slice(prefix.length)).dirty) plan(key.slice(prefix.length));
  }
  (await desk.drafts()).items.forEach(adoptDraft);
}
