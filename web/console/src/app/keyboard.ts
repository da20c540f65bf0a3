import { useEffect, useRef } from 'react';

/** True while the person is writing: letters belong to the text then, not to shortcuts. */
export function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));
}
/** How long a first key waits for its second. */
const sequenceMilliseconds = 1_200;
let firstKey: { key: string; at: number } | undefined;

/** The name of a key as shortcuts write it: `mod+k`, `alt+1`, `j`, and after a `g` also `g d`. */
function nameOf(event: KeyboardEvent): string {
  const withModifier = event.ctrlKey || event.metaKey;
  // With Alt some keyboards write another sign; the key's place says which digit was meant.
  const digit = event.altKey && /^Digit\d$/.test(event.code) ? event.code.slice(5) : undefined;
  const key = digit ?? (event.key.length === 1 && (withModifier || event.altKey) ? event.key.toLowerCase() : event.key);
  return (withModifier ? 'mod+' : event.altKey ? 'alt+' : '') + key;
}
/** Remembers a first key for all pages, after their own listeners have seen it. */
if (typeof window !== 'undefined') {
  window.addEventListener('keydown', (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target);
    setTimeout(() => { firstKey = plain && event.key === 'g' ? { key: 'g', at: Date.now() } : undefined; }, 0);
  });
}

/**
 * Shortcuts of a page. Keys are `event.key` values; with `mod+` or `alt+` they also work while writing.
 * A modal above the page silences them.
 */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const withModifier = event.ctrlKey || event.metaKey || event.altKey;
      const second = firstKey && Date.now() - firstKey.at < sequenceMilliseconds ? `${firstKey.key} ${event.key}` : undefined;
      const name = second && !withModifier ? second : nameOf(event);
      const handler = latest.current[name];
      if (!handler) return;
      if (!withModifier && isWriting(event.target)) return;
      if (name !== 'mod+k' && document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open')) return;
      event.preventDefault();
      handler(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
