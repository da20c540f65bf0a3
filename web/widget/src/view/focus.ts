const reachable = 'button, [href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** Keeps the Tab key inside the panel: after the last comes the first. */
export function keepInside(frame: HTMLElement, shadow: ShadowRoot, event: KeyboardEvent): void {
  const all = [...frame.querySelectorAll<HTMLElement>(reachable)].filter((element) => !(element as HTMLButtonElement).disabled && element.getClientRects().length > 0);
  const first = all[0];
  const last = all[all.length - 1];
  const here = shadow.activeElement;
  if (!first || !last) return;
  if (event.shiftKey && (here === first || !frame.contains(here))) { event.preventDefault(); last.focus(); }
  else if (!event.shiftKey && (here === last || !frame.contains(here))) { event.preventDefault(); first.focus(); }
}
