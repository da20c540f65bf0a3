/**
 * Business time. The server's day may run faster than the wall (a demonstration day in ten minutes),
 * so every "how long" on a page is counted on this clock, corrected by what the server said.
 */
import { useSyncExternalStore } from 'react';

let anchorBusiness = Date.now();
let anchorReal = Date.now();
let rate = 1;

export function setBusinessClock(businessNow: string | undefined, timeRate: number | undefined): void {
  const parsed = businessNow ? Date.parse(businessNow) : Number.NaN;
  anchorReal = Date.now();
  anchorBusiness = Number.isNaN(parsed) ? anchorReal : parsed;
  rate = timeRate && timeRate > 0 ? timeRate : 1;
}
export const businessNow = (): number => anchorBusiness + (Date.now() - anchorReal) * rate;
/** Real milliseconds until a business instant. */
export const realMillisecondsUntil = (instant: string): number => (Date.parse(instant) - businessNow()) / rate;

let second = 0;
let timer: number | undefined;
const watchers = new Set<() => void>();
function tick() { second += 1; watchers.forEach((watcher) => watcher()); }
function subscribe(watcher: () => void) {
  watchers.add(watcher);
  if (timer === undefined) timer = window.setInterval(tick, 1000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) { window.clearInterval(timer); timer = undefined; }
  };
}
/** Renders once a second, on one shared timer for the whole page. */
export function useSecond(): number { return useSyncExternalStore(subscribe, () => second); }
