/** Who else looks at a conversation, by what their pages say of themselves; a page that falls silent is forgotten. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { hub } from './hub.ts';
import type { LookState } from './protocol.ts';

export interface Look { id: string; name: string; state: Exclude<LookState, 'gone'>; until: number }
const renewMilliseconds = 20_000;
const keepMilliseconds = 50_000;
/** Writing is over when nobody says so again for this long. */
const writingMilliseconds = 8_000;
const nobody: Look[] = [];

let looks = new Map<string, Look[]>();
let me = '';
const mine = new Map<string, Exclude<LookState, 'gone'>>();
const watchers = new Set<() => void>();

function put(conversation: string, change: (before: Look[]) => Look[]): void {
  looks = new Map(looks).set(conversation, change(looks.get(conversation) ?? nobody));
  watchers.forEach((watcher) => watcher());
}
function sweep(): void {
  const now = Date.now();
  for (const [conversation, all] of looks) {
    const left = all.filter((look) => look.until > now);
    const calmer = left.map((look) => (look.state === 'writing' && look.until - keepMilliseconds + writingMilliseconds < now ? { ...look, state: 'reading' as const } : look));
    if (calmer.length !== all.length || calmer.some((look, place) => look !== all[place])) put(conversation, () => calmer);
  }
}
const say = (conversation: string, ask = false) => {
  const state = mine.get(conversation);
  if (state) hub.connection.send({ type: 'look', conversation, state, ask: ask || undefined });
};
hub.connection.on('look', ({ conversation, staff, state, ask }) => {
  if (staff.id === me) return;
  put(conversation, (before) => {
    const others = before.filter((look) => look.id !== staff.id);
    return state === 'gone' ? others : [...others, { id: staff.id, name: staff.name ?? '', state, until: Date.now() + keepMilliseconds }];
  });
  if (ask) say(conversation);
});

/** The others who have this conversation open. */
export function useLooks(conversation: string): Look[] {
  return useSyncExternalStore((watcher) => { watchers.add(watcher); return () => watchers.delete(watcher); }, () => looks.get(conversation) ?? nobody);
}

/** Tells the others that this page shows the conversation, for as long as it does. */
export function useLooking(conversation: string, self: string): void {
  const first = useRef(true);
  useEffect(() => {
    me = self;
    mine.set(conversation, 'reading');
    first.current = true;
    const tell = () => { say(conversation, first.current); first.current = false; };
    const soon = setTimeout(tell, 400);
    const renew = setInterval(() => { sweep(); tell(); }, renewMilliseconds);
    const clean = setInterval(sweep, 2_000);
    return () => {
      clearTimeout(soon);
      clearInterval(renew);
      clearInterval(clean);
      mine.delete(conversation);
      hub.connection.send({ type: 'look', conversation, state: 'gone' });
    };
  }, [conversation, self]);
}
let lastWriting = 0;
export function sayWriting(conversation: string): void {
  if (Date.now() - lastWriting < 3_000) return;
  lastWriting = Date.now();
  hub.connection.send({ type: 'look', conversation, state: 'writing' });
}
