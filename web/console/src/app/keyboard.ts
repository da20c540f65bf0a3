import { useEffect, useRef } from 'react';

/** True while the person is writing: letters belong to the text then, not to shortcuts. */
export function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));
}

/**
 * Single-key shortcuts of a page. Keys are `event.key` values; with `mod+` they also work while writing.
 * A modal above the page silences them.
 */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const withModifier = event.ctrlKey || event.metaKey;
      const name = (withModifier ? 'mod+' : event.altKey ? 'alt+' : '') + (event.key.length === 1 && (withModifier || event.altKey) ? event.key.toLowerCase() : event.key);
      const handler = latest.current[name];
      if (!handler) return;
      if (!withModifier && !event.altKey && isWriting(event.target)) return;
      if (name !== 'mod+k' && document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open')) return;
      event.preventDefault();
      handler(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
