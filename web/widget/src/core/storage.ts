/** A small drawer of named texts that outlives the page. */
export interface Drawer {
  get(name: string): string | null;
  /** False when the browser would not keep it (blocked or full); the value is then kept for this page only. */
  set(name: string, value: string): boolean;
  remove(name: string): void;
  names(prefix: string): string[];
}

/**
 * The drawer of one tenant in the browser's own storage. Storage may be blocked (private windows,
 * third-party rules) or full: then memory stands in, so that the page works until it is closed.
 */
export function openDrawer(tenant: string, storage: Storage | null = browserStorage()): Drawer {
  const prefix = `patella:${tenant}:`;
  const memory = new Map<string, string>();
  return {
    get(name) {
      const kept = memory.get(name);
      if (kept !== undefined) return kept;
      return quietly(() => storage?.getItem(prefix + name) ?? null, null);
    },
    set(name, value) {
      const stored = quietly(() => { if (!storage) return false; storage.setItem(prefix + name, value); return true; }, false);
      if (stored) memory.delete(name); else memory.set(name, value);
      return stored;
    },
    remove(name) {
      memory.delete(name);
      quietly(() => storage?.removeItem(prefix + name), undefined);
    },
    names(start) {
      const found = new Set([...memory.keys()].filter((name) => name.startsWith(start)));
      quietly(() => {
        for (let index = 0; storage && index < storage.length; index++) {
          const key = storage.key(index);
          if (key?.startsWith(prefix + start)) found.add(key.slice(prefix.length));
        }
      }, undefined);
      return [...found].sort();
    },
  };
}

/** Reads one value as JSON; what cannot be read counts as absent. */
export function readJson<T>(drawer: Drawer, name: string): T | null {
  const text = drawer.get(name);
  if (text === null) return null;
  return quietly(() => JSON.parse(text) as T, null);
}

function browserStorage(): Storage | null {
  return quietly(() => globalThis.localStorage ?? null, null);
}

function quietly<T>(action: () => T, otherwise: T): T {
  try { return action(); } catch { return otherwise; }
}
