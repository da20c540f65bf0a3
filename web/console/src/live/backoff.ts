/** Milliseconds before attempt n (from 0): doubling from half a second to fifteen, spread by half so that a restart is not a stampede. */
export function backoffMilliseconds(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random() / 2));
}
