/** Times that people type: on the ecosystem's clocks, as everything that is told to them. */
import { currentZone } from './format.ts';

const shown = (time: number, zone: string | undefined): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time).replace(' ', 'T');

/** As a field of date and time holds it: 2026-11-11T08:30. */
export const inputOf = (instant: string | number, zone = currentZone()): string => shown(typeof instant === 'number' ? instant : Date.parse(instant), zone);
/** The moment that was typed; around a change of the clocks the one that shows as typed, or next to it. */
export function instantOf(input: string, zone = currentZone()): string {
  const typed = Date.parse(`${input}:00Z`);
  const offsetAt = (time: number) => Date.parse(`${shown(time, zone)}:00Z`) - Math.floor(time / 60_000) * 60_000;
  const first = typed - offsetAt(typed);
  return new Date(typed - offsetAt(first)).toISOString();
}
