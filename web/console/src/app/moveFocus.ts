/** j and k walk the rows of the list on the page; Enter is the row's own. */
export function moveFocus(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  if (rows.length === 0) return;
  const now = rows.findIndex((row) => row === document.activeElement);
  const from = now >= 0 ? now : rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  rows[Math.min(rows.length - 1, Math.max(0, from + step))]?.focus();
}
