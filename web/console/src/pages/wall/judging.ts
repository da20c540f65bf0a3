/** What the wall makes of figures and words: pure, so that it can be tried without a page. */
import type { WallObstacle, WallRegion, WallWord } from '../../api/wall.ts';

/** The next one to show: the newest that has not been shown, else the one after. What is no longer told is never shown again. */
export function nextWord(words: readonly WallWord[], shown: readonly string[]): WallWord | undefined {
  return words.find((word) => !shown.includes(word.id)) ?? [...words].sort((one, other) => shown.indexOf(other.id) - shown.indexOf(one.id))[0];
}

/** The newest one that is not there yet comes in above. Nothing new: it stays as it is. */
export function nextOfStream(before: readonly WallWord[], told: readonly WallWord[], count: number): readonly WallWord[] {
  if (before.length === 0) return told.slice(0, count);
  const next = told.find((word) => !before.some((one) => one.id === word.id || one.text === word.text));
  return next ? [next, ...before].slice(0, count) : before;
}

/** How fast it grows, from the last ten minutes and the ten before: the thickness and the colour of the bar's edge. */
export function paceOf({ lately, earlier }: Pick<WallObstacle, 'lately' | 'earlier'>): { pace: 'rising' | 'soaring' | 'steady' | 'falling'; edge: number } {
  const ratio = (lately + 1) / (earlier + 1);
  if (ratio >= 2) return { pace: 'soaring', edge: Math.min(1, 0.5 + (ratio - 2) / 8) };
  if (ratio >= 1.15) return { pace: 'rising', edge: 0.2 + ((ratio - 1.15) / 0.85) * 0.3 };
  return ratio > 0.85 ? { pace: 'steady', edge: 0.12 } : { pace: 'falling', edge: 0.12 };
}

/** Above what is usual by how much; below two thirds more it is nothing to look at. */
export function excessOf(now: number, expected: number | null | undefined): 'none' | 'more' | 'much' {
  if (expected === null || expected === undefined || now < 5) return 'none';
  const ratio = now / Math.max(expected, 1);
  return ratio >= 3 ? 'much' : ratio >= 1.65 ? 'more' : 'none';
}

/** How much more than its share, when all regions together are as they are: 0 as usual to 3 far above. A sale that all hear makes none of them hot. */
export function heatOf(region: Pick<WallRegion, 'count' | 'expected'>, all: readonly Pick<WallRegion, 'count' | 'expected'>[]): 0 | 1 | 2 | 3 {
  const usual = all.reduce((sum, one) => sum + (one.expected ?? 0), 0);
  const now = all.reduce((sum, one) => sum + one.count, 0);
  if (usual <= 0 || region.count < 5) return 0;
  const ratio = region.count / Math.max(1, (now * (region.expected ?? 0)) / usual);
  return ratio >= 3 ? 3 : ratio >= 2 ? 2 : ratio >= 1.4 ? 1 : 0;
}
