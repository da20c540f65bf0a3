import { useEffect, useRef } from 'react';

/** True while the person is writing: letters belong to the text then, not to shortcuts. */
export function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));
}
/** How long a first key waits for its second. */
const sequenceMilliseconds = 1_200;
/** The first key before the one that is pressed now, and this one if it may be a first key itself. */
let firstKey: { key: string; at: number } | undefined;
let pressedNow: typeof firstKey;

/** The name of a key as shortcuts write it: `mod+k`, `alt+1`, `j`, and after a `g` also `g d`. */
function nameOf(event: KeyboardEvent): string {
  const withModifier = event.ctrlKey || event.metaKey;
  // With Alt some keyboards write another sign; the key's place says which digit was meant.
  const digit = event.altKey && /^Digit\d$/.test(event.code) ? event.code.slice(5) : undefined;
  const key = digit ?? (event.key.length === 1 && (withModifier || event.altKey) ? event.key.toLowerCase() : event.key);
  return (withModifier ? 'mod+' : event.altKey ? 'alt+' : '') + key;
}
/** Remembers a first key for all pages. It hears each key before they do, and no timer stands between two keys: a quick hand, or a slow machine, loses none. */
if (typeof window !== 'undefined') {
  window.addEventListener('keydown', (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target);
    firstKey = pressedNow;
    pressedNow = plain && event.key === 'g' ? { key: 'g', at: event.timeStamp } : undefined;
  });
}

/** While writing these are the text's own: all of it, copied, cut, put in, taken back. */
const ofText = /^mod\+[acvxyz]$/;
/** What stands above the page and leaves on Escape. */
const dialogs = '.ant-modal-wrap:not([style*="display: none"]) > .ant-modal:not([style*="display: none"]), .ant-drawer-open';

/**
 * A dialog hears keys only once it holds the focus, and that is after it has come in. An Escape that comes earlier, while the focus is still
 * in the page behind, is handed to it: nobody presses twice.
 */
function escapeToDialog(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !event.isTrusted || event.isComposing || event.defaultPrevented) return;
  const top = [...document.querySelectorAll<HTMLElement>(dialogs)].at(-1);
  const behind = document.activeElement === document.body || !!document.getElementById('root')?.contains(document.activeElement);
  if (!top || !behind) return;
  event.preventDefault();
  top.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', keyCode: 27, bubbles: true, cancelable: true }));
}
if (typeof window !== 'undefined') window.addEventListener('keydown', escapeToDialog);

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
      const second = firstKey && event.timeStamp - firstKey.at < sequenceMilliseconds ? `${firstKey.key} ${event.key}` : undefined;
      const name = second && !withModifier ? second : nameOf(event);
      const handler = latest.current[name];
      if (!handler) return;
      if (isWriting(event.target) && (!withModifier || ofText.test(name))) return;
      if (name !== 'mod+k' && document.querySelector(dialogs)) return;
      event.preventDefault();
      handler(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
