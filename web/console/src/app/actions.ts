/** What can be done right now: pages say it while they are shown, the command bar lists it, the keys run it. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Key } from '../i18n/language.ts';
import { useKeys } from './keyboard.ts';

export interface Action { key: string; title: Key; shortcut?: string; run: () => void }
let sets: Action[][] = [];
let all: Action[] = [];
const watchers = new Set<() => void>();
function change(next: Action[][]): void { sets = next; all = sets.flat(); watchers.forEach((watcher) => watcher()); }

/** Offers these while the page part is shown; each with a shortcut can be reached by it. */
export function useActions(actions: Action[]): void {
  const latest = useRef(actions);
  latest.current = actions;
  const names = actions.map((action) => `${action.key}:${action.shortcut ?? ''}`).join(' ');
  useEffect(() => {
    const own = latest.current.map((action) => ({ ...action, run: () => latest.current.find((one) => one.key === action.key)?.run() }));
    change([...sets, own]);
    return () => change(sets.filter((set) => set !== own));
  }, [names]);
  useKeys(Object.fromEntries(actions.filter((action) => action.shortcut).map((action) => [action.shortcut!, () => latest.current.find((one) => one.key === action.key)?.run()])));
}
export const useOfferedActions = (): Action[] => useSyncExternalStore((watcher) => { watchers.add(watcher); return () => watchers.delete(watcher); }, () => all);
