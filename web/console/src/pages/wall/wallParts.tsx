/** How parts of the wall get what they show, and words that all of them use. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Named, WallForecast, WallParts } from '../../api/wall.ts';
import { businessNow, useSecond } from '../../app/clock.ts';
import { minutes } from '../../i18n/format.ts';
import { currentLanguage, t } from '../../i18n/language.ts';
import { WallStore } from './wallStore.ts';

export const WallContext = createContext<WallStore>(new WallStore());
export const useWall = (): WallStore => useContext(WallContext);

/** One part; draws again only when that part is another one. */
export function usePart<K extends keyof WallParts>(name: K): WallParts[K] | undefined {
  const wall = useWall();
  return useSyncExternalStore(wall.watch, () => wall.read().parts[name]);
}

export const named = (name: Named | null | undefined): string => (name ? name[currentLanguage()] || name['zh-CN'] || name.en : '');
export const whole = (value: number): string => new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 0 }).format(value);
/** What "usual" is the mean of. */
export const usualWords = ({ basis, of }: WallForecast): string => (basis === 'weeks' ? t('wall.usual.weeks', { count: of }) : basis === 'days' ? t('wall.usual.days', { count: of }) : t('wall.usual.none'));

/** How long ago, counted on while one looks. */
export function Ago({ since }: { since: string }) {
  useSecond();
  return <>{minutes(Math.max(1, Math.floor((businessNow() - Date.parse(since)) / 60_000)))}</>;
}
