import { useRef, useSyncExternalStore } from 'react';
import { hub, type HubState } from './hub.ts';
import type { LinkState } from './connection.ts';

/** Reads a part of the live state; renders only when that part is another object than before. */
export function useHub<T>(select: (state: HubState) => T): T {
  const latest = useRef(select);
  latest.current = select;
  return useSyncExternalStore(hub.watch, () => latest.current(hub.snapshot()));
}
export function useLink(): LinkState {
  return useSyncExternalStore((watcher) => hub.connection.onState(watcher), () => hub.connection.state);
}
