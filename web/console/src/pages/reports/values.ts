import type { FigureKind } from '../../api/types.ts';
import { count, duration, share } from '../../i18n/format.ts';
import { currentLanguage } from '../../i18n/language.ts';

/** A figure as people read it; nothing to count is a dash, never a nought. */
export function valueText(kind: FigureKind, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  switch (kind) {
    case 'count': return count(value);
    case 'share': return share(value, 1, 1);
    case 'seconds': return duration(value);
    case 'score': return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(value);
    case 'number': return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 2 }).format(value);
  }
}

/** How a value moved, and whether that is for the better. */
export function changeOf(better: string, value: number | null | undefined, before: number | null | undefined): 'better' | 'worse' | 'other' | 'same' | undefined {
  if (value === null || value === undefined || before === null || before === undefined) return undefined;
  if (value === before) return 'same';
  if (better === 'none') return 'other';
  return (value > before) === (better === 'up') ? 'better' : 'worse';
}
