/** Days of a time zone as the address holds them. */
export const periods = ['today', 'yesterday', '7', '28', '90', 'own'] as const;
export type Period = (typeof periods)[number];
export const filterNames = ['from', 'to', 'zone', 'unit', 'entrance', 'language'] as const;
const day = 86_400_000;

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
/** A zone this browser does not know is asked of the server all the same, which says what is wrong with it. */
export function dayIn(zone: string, time: number): string {
  const format = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(time);
  try { return format(zone); } catch { return format('UTC'); }
}
export const addDays = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);

/** When a day begins in a zone, as an instant; around a change of the clocks by the offset of its first hours. */
export function midnightIn(zone: string, date: string): string {
  const guess = Date.parse(`${date}T00:00:00Z`);
  const there = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess);
  let shown: string;
  try { shown = there(zone); } catch { shown = there('UTC'); }
  return new Date(guess - (Date.parse(`${shown.replace(' ', 'T')}Z`) - guess)).toISOString();
}

export interface ReportQuery { from: string; to: string; zone: string; unit?: string; entrance?: string; language?: string }

/** What the address asks for; the last seven days in the reader's zone when it says nothing. */
export function queryOf(parameters: URLSearchParams, now: number): ReportQuery {
  const zone = parameters.get('zone') ?? ownZone();
  const to = parameters.get('to') ?? dayIn(zone, now);
  const query: ReportQuery = { zone, to, from: parameters.get('from') ?? addDays(to, -6) };
  for (const name of ['unit', 'entrance', 'language'] as const) {
    const value = parameters.get(name);
    if (value) query[name] = value;
  }
  return query;
}
export function periodOf({ from, to, zone }: ReportQuery, now: number): Period {
  const today = dayIn(zone, now);
  if (from === to && to === today) return 'today';
  if (from === to && to === addDays(today, -1)) return 'yesterday';
  const days = String(daysBetween(from, to) + 1);
  return to === today && (periods as readonly string[]).includes(days) ? (days as Period) : 'own';
}
export function daysOf(period: Period, today: string): { from: string; to: string } | undefined {
  if (period === 'own') return undefined;
  if (period === 'today') return { from: today, to: today };
  if (period === 'yesterday') return { from: addDays(today, -1), to: addDays(today, -1) };
  return { from: addDays(today, 1 - Number(period)), to: today };
}

/** The same question as an address says it. */
export function search(query: ReportQuery, more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams(more);
  for (const name of filterNames) {
    const value = query[name];
    if (value && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters.toString();
}
