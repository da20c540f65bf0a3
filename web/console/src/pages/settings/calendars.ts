import { newId } from '../../api/identifiers.ts';
import type { Calendar } from '../../api/types.ts';
import { t, type Key } from '../../i18n/language.ts';

export const weekdays: Key[] = ['weekday.monday', 'weekday.tuesday', 'weekday.wednesday', 'weekday.thursday', 'weekday.friday', 'weekday.saturday', 'weekday.sunday'];
const office = ['09:00-18:00'];

export const newCalendar = (): Calendar => ({
  id: newId(), version: 0, name: { 'zh-CN': '', en: '' }, aroundTheClock: false, zone: 'Asia/Shanghai', week: [office, office, office, office, office, [], []], days: [], openNow: false,
}) as Calendar;

/** Hours as people write them: 9:00-12:00, 13-18. What cannot be read stays as it is and the server says so. */
export function readHours(text: string): string[] {
  return text.split(/[,，;；、]/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const [from, until, more] = part.split(/\s*[-–—~至到]\s*/);
    return from && until && more === undefined ? `${readTime(from)}-${readTime(until)}` : part;
  });
}
function readTime(text: string): string {
  const found = /^(\d{1,2})(?:[:：](\d{2}))?$/.exec(text.trim());
  return found ? `${found[1]!.padStart(2, '0')}:${found[2] ?? '00'}` : text;
}
export const writeHours = (hours: readonly string[]): string => hours.join(', ');

/** Days with the same hours together: Mon–Fri 09:00-18:00. */
export function weekLine(calendar: Pick<Calendar, 'aroundTheClock' | 'week'>): string {
  if (calendar.aroundTheClock) return t('hours.always');
  const parts: string[] = [];
  for (let day = 0; day < calendar.week.length;) {
    const hours = writeHours(calendar.week[day]!);
    let end = day;
    while (end + 1 < calendar.week.length && writeHours(calendar.week[end + 1]!) === hours) end += 1;
    if (hours) parts.push(`${t(weekdays[day]!)}${end > day ? `–${t(weekdays[end]!)}` : ''} ${hours}`);
    day = end + 1;
  }
  return parts.join(' · ');
}
