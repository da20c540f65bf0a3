import type { Incident } from '../../api/incidents.ts';
import { businessNow } from '../../app/clock.ts';
import { minutes } from '../../i18n/format.ts';
import { currentLanguage, t, tValue } from '../../i18n/language.ts';
import type { Window } from '../voices/slice.ts';

/** What it is about stands in the title already. */
const told = ['reason', 'stage'];

/** Where it happens, in words: "版本 8.2.1 · 地区 杭州"; everywhere when nothing narrows it. */
export function nodeWords(incident: Pick<Incident, 'node' | 'nodeTitle'>): string {
  const parts = Object.keys(incident.node).filter((name) => !told.includes(name)).map((name) => `${tValue('voice.dimension', name)} ${incident.nodeTitle[name] || incident.node[name]}`);
  return parts.length === 0 ? t('incident.everywhere') : parts.join(' · ');
}
export const ago = (instant: string): string => t('incident.ago', { time: minutes(Math.max(0, Math.round((businessNow() - Date.parse(instant)) / 60_000))) });
export const times = (growth: number): string => `×${new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: growth < 10 ? 1 : 0 }).format(growth)}`;
export const toneOf = (severity: number): 'bad' | 'risk' | 'none' => (severity >= 4 ? 'bad' : severity >= 3 ? 'risk' : 'none');

const half = 30 * 60_000;
/** The period in which one sees it begin: half an hour before the onset until it was last heard of. */
export function windowAround(incident: Pick<Incident, 'onset' | 'lastAt' | 'closedAt'>): Window {
  const until = Math.max(Date.parse(incident.closedAt ?? incident.lastAt), Date.parse(incident.onset)) + 60_000;
  return { from: new Date(Date.parse(incident.onset) - half).toISOString(), until: new Date(until).toISOString() };
}
/** The slice an incident is about. */
export const sliceOf = (incident: Pick<Incident, 'node' | 'reason' | 'stage'>): Record<string, string | null | undefined> =>
  ({ ...incident.node, reason: incident.node.reason ?? incident.reason, stage: incident.reason ?? incident.node.reason ? undefined : incident.node.stage ?? incident.stage });

/** Open before the rest, the gravest first, then the fastest growing. */
export function byUrgency(one: Incident, other: Incident): number {
  const open = (incident: Incident) => (incident.state === 'open' ? 0 : 1);
  return open(one) - open(other) || other.severity - one.severity || other.growth - one.growth || Date.parse(other.onset) - Date.parse(one.onset) || one.id.localeCompare(other.id);
}
/** The order of before while a hand is on the list, with what is new below: nothing moves under a hand. */
export function restingOrder(before: readonly string[], now: Incident[], held: boolean): Incident[] {
  const sorted = [...now].sort(byUrgency);
  if (!held) return sorted;
  const known = new Map(now.map((incident) => [incident.id, incident]));
  const kept = before.filter((id) => known.has(id));
  return [...kept.map((id) => known.get(id)!), ...sorted.filter((incident) => !before.includes(incident.id))];
}
