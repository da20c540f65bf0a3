import { currentLanguage, t } from '../../i18n/language.ts';

const number = (value: number, digits: number) => new Intl.NumberFormat(currentLanguage(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** A score or points of 0 to 5; a dash when too little is known. */
export const score = (value: number | null | undefined, digits = 2): string => (value === null || value === undefined ? '–' : number(value, digits));

/** Seconds as people say them: minutes below two hours, hours below two days, then days. */
export function lasting(seconds: number): string {
  if (seconds < 120) return t('shop.seconds', { count: number(seconds, 0) });
  if (seconds < 7_200) return t('shop.minutes', { count: number(seconds / 60, 0) });
  if (seconds < 172_800) return t('shop.hours', { count: number(seconds / 3_600, 1) });
  return t('shop.days', { count: number(seconds / 86_400, 1) });
}

/** The value of a figure in its unit. */
export function figure(unit: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'share') return new Intl.NumberFormat(currentLanguage(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(value);
  return unit === 'seconds' ? lasting(value) : number(value, 2);
}

/** A clause's number: a rate is small, a score is not. */
export const clauseValue = (value: number | null | undefined): string => (value === null || value === undefined ? t('shop.unknown') : new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 }).format(value));

export const toneOf = (points: number, enough: boolean): 'good' | 'risk' | 'bad' | 'none' => (!enough ? 'none' : points >= 4 ? 'good' : points >= 3 ? 'risk' : 'bad');
