import { businessNow } from '../app/clock.ts';
import type { Money } from '../api/types.ts';
import { currentLanguage, t } from './language.ts';

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();
let zone: string | undefined;
/** Every time is told on the ecosystem's clocks, wherever the reader sits: what was promised by nine is nine for all. Unknown names leave the browser's own. */
export function setZone(name: string | null | undefined): void {
  cache.clear();
  try { zone = name ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone : undefined; } catch { zone = undefined; }
}
export const currentZone = (): string | undefined => zone;
function dateFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${currentLanguage()}:${name}`;
  let format = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (!format) cache.set(key, (format = new Intl.DateTimeFormat(currentLanguage(), { ...options, timeZone: zone })));
  return format;
}

export function money(value: Money | null | undefined): string {
  if (!value) return '–';
  const key = `${currentLanguage()}:money:${value.currency}`;
  let format = cache.get(key) as Intl.NumberFormat | undefined;
  if (!format) {
    format = new Intl.NumberFormat(currentLanguage(), { style: 'currency', currency: value.currency, currencyDisplay: 'narrowSymbol' });
    cache.set(key, format);
  }
  return format.format(value.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
export const count = (value: number): string => new Intl.NumberFormat(currentLanguage()).format(value);
/** A share, never rounded up past what was reached; nothing counted yet is a dash, never 100 %. */
export function share(part: number, whole: number, digits = 2): string {
  if (whole <= 0) return '–';
  const tenths = Math.floor((part / whole) * 10_000) / 10_000;
  return new Intl.NumberFormat(currentLanguage(), { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(tenths);
}

const dayKey = (time: number) => dateFormat('key', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(time));
const yearOf = (time: number) => dateFormat('yearKey', { year: 'numeric' }).format(new Date(time));
export const clockTime = (instant: string): string => dateFormat('clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
export const fullTime = (instant: string): string => dateFormat('full', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant));
/** Today as a clock, otherwise with the day, with the year only when it is another one. */
export function shortTime(instant: string): string {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return '';
  const now = businessNow();
  if (dayKey(time) === dayKey(now)) return clockTime(instant);
  const sameYear = yearOf(time) === yearOf(now);
  return sameYear
    ? dateFormat('day', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(time))
    : dateFormat('year', { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(time));
}
/** A day without its clock, with the year only when it is another one. */
export function shortDay(instant: string): string {
  const sameYear = new Date(instant).getFullYear() === new Date(businessNow()).getFullYear();
  return dateFormat(sameYear ? 'dayShort' : 'year', { ...(sameYear ? {} : { year: 'numeric' }), month: 'short', day: 'numeric' }).format(new Date(instant));
}
export function dayName(instant: string): string {
  const time = Date.parse(instant);
  const now = businessNow();
  if (dayKey(time) === dayKey(now)) return t('time.today');
  if (dayKey(time) === dayKey(now - 86_400_000)) return t('time.yesterday');
  const sameYear = yearOf(time) === yearOf(now);
  return dateFormat(sameYear ? 'dayName' : 'dayNameYear', sameYear
    ? { month: 'long', day: 'numeric', weekday: 'short' }
    : { year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(time));
}

/** How long, in the shortest honest form: 0:42, 12:05, 3 h 10 min, 2 d 4 h. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 3600) return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  if (whole < 86_400) return t('time.hoursMinutes', { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
  return t('time.daysHours', { days: Math.floor(whole / 86_400), hours: Math.floor((whole % 86_400) / 3600) });
}
export const secondsSince = (instant: string): number => (businessNow() - Date.parse(instant)) / 1000;

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
/** The name of a language in the reader's own. */
export function languageName(tag: string | null | undefined): string {
  if (!tag || tag === 'und') return '';
  try { return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(tag.split('-')[0]!) ?? tag; } catch { return tag; }
}
/** A length that was promised or measured, in minutes: 30 s, 5 min, 8 h, 3 d. */
export function minutes(value: number): string {
  if (value > 0 && value < 1) return t('time.secondsShort', { count: Math.max(1, Math.round(value * 60)) });
  if (value < 120) return t('time.minutes', { count: trimmed(value) });
  return value < 2880 ? t('time.hours', { count: trimmed(value / 60) }) : t('time.days', { count: trimmed(value / 1440) });
}
const trimmed = (value: number): string => new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 1 }).format(value);
