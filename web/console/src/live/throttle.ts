/** Runs the work at once, then at most once an interval, and always once after the last call. */
export function throttled(work: () => void, milliseconds: number): () => void {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (timer !== undefined) return;
    const wait = Math.max(0, last + milliseconds - performance.now());
    timer = setTimeout(() => { timer = undefined; last = performance.now(); work(); }, wait);
  };
}
/** Ten pictures a second are enough for a page that is read. */
export const renderIntervalMilliseconds = 100;
