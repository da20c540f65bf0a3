/** A slice of the voices as the address holds it: a period, what it is compared with, what is asked for, and how it is grouped. */
import type { Query } from '../../api/client.ts';

export const spans = ['1h', '6h', '24h', '7d', '30d', 'own'] as const;
export type Span = (typeof spans)[number];
export const compares = ['before', 'week', 'none'] as const;
export type Compare = (typeof compares)[number];
export const dimensions = ['reason', 'stage', 'category', 'merchant', 'product', 'carrier', 'region', 'channel', 'version', 'source', 'language'] as const;
export type Dimension = (typeof dimensions)[number];
/** Everything a slice may be narrowed by, in the order of its chips. */
export const filterNames = [...dimensions, 'sentiment', 'urgency', 'inTree', 'word'] as const;
type KnownFilter = (typeof filterNames)[number];
/** Dimensions of one's own, beside the fixed ones, stand under `d.`. */
export type FilterName = KnownFilter | `d.${string}`;
const isKnown = (name: string): name is KnownFilter => (filterNames as readonly string[]).includes(name);
const isOwn = (name: string): name is `d.${string}` => /^d\..{1,60}$/.test(name);
/** The conditions of a slice in the order of their chips. */
export const chipsOf = ({ filters }: SliceState): FilterName[] => [...filterNames.filter((name) => filters[name]), ...Object.keys(filters).filter(isOwn)];

export interface Window { from: string; until: string }
export interface SliceState { span: Span; own?: Window; compare: Compare; group: Dimension; filters: Partial<Record<FilterName, string>> }

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lengths: Record<Exclude<Span, 'own'>, number> = { '1h': hour, '6h': 6 * hour, '24h': day, '7d': 7 * day, '30d': 30 * day };
const usual = { span: '24h', compare: 'before', group: 'reason' } as const;

const oneOf = <T extends string>(all: readonly T[], value: string | null): T | undefined => all.find((one) => one === value);
const isInstant = (value: string | null): value is string => !!value && !Number.isNaN(Date.parse(value));

export function readSlice(parameters: URLSearchParams): SliceState {
  const filters: SliceState['filters'] = {};
  for (const [name, value] of parameters) if (value && (isKnown(name) || isOwn(name))) filters[name] = value;
  const [from, until] = [parameters.get('from'), parameters.get('until')];
  const own = isInstant(from) && isInstant(until) && Date.parse(from) < Date.parse(until) ? { from, until } : undefined;
  const asked = oneOf(spans, parameters.get('span'));
  const span = own && (!asked || asked === 'own') ? 'own' : asked && asked !== 'own' ? asked : usual.span;
  return { span, ...(span === 'own' ? { own } : {}), compare: oneOf(compares, parameters.get('compare')) ?? usual.compare, group: oneOf(dimensions, parameters.get('group')) ?? usual.group, filters };
}

/** The same as an address; what is usual is not said. */
export function writeSlice({ span, own, compare, group, filters }: SliceState): URLSearchParams {
  const parameters = new URLSearchParams();
  if (span === 'own' && own) { parameters.set('from', own.from); parameters.set('until', own.until); } else if (span !== usual.span) parameters.set('span', span);
  if (compare !== usual.compare) parameters.set('compare', compare);
  if (group !== usual.group) parameters.set('group', group);
  for (const name of chipsOf({ filters } as SliceState)) parameters.set(name, filters[name]!);
  return parameters;
}

/** The period itself. One that moves with the clock ends with the minute that runs, so that it is asked for once a minute and not each time the page is drawn. */
export function windowOf({ span, own }: SliceState, now: number): Window {
  if (span === 'own' && own) return own;
  const until = Math.ceil((now + 1) / minute) * minute;
  return { from: new Date(until - lengths[span === 'own' ? usual.span : span]).toISOString(), until: new Date(until).toISOString() };
}
/** What the period is laid beside: as long a stretch just before, or the same hours a week earlier. */
export function comparedWith({ compare }: SliceState, window: Window): Window | undefined {
  if (compare === 'none') return undefined;
  const [from, until] = [Date.parse(window.from), Date.parse(window.until)];
  const back = compare === 'week' ? Math.max(1, Math.ceil((until - from) / (7 * day))) * 7 * day : until - from;
  return { from: new Date(from - back).toISOString(), until: new Date(until - back).toISOString() };
}
export const stepOf = ({ from, until }: Window): 'minute' | 'hour' | 'day' => {
  const length = Date.parse(until) - Date.parse(from);
  return length <= 6 * hour ? 'minute' : length <= 7 * day ? 'hour' : 'day';
};
export const stepLength = { minute, hour, day };

/** What the doors are asked for. */
export const sliceQuery = (state: SliceState, window: Window): Query => ({ ...window, ...state.filters });
export function compareQuery(state: SliceState, window: Window): Query {
  const before = comparedWith(state, window);
  return before ? { compareFrom: before.from, compareUntil: before.until } : {};
}

export const narrowed = (state: SliceState, name: FilterName, value: string): SliceState => ({ ...state, filters: { ...state.filters, [name]: value } });
export function widened(state: SliceState, name: FilterName): SliceState {
  const { [name]: _, ...rest } = state.filters;
  return { ...state, filters: rest };
}
/** Opened from a point of the trend: that minute, hour or day alone. */
export const atPoint = (state: SliceState, at: string, step: keyof typeof stepLength): SliceState =>
  ({ ...state, span: 'own', own: { from: new Date(Date.parse(at)).toISOString(), until: new Date(Date.parse(at) + stepLength[step]).toISOString() } });
/** Where a slice with these filters stands, for links from other pages; a name that is none of ours is a dimension of its own. */
export function sliceAddress(filters: Record<string, string | null | undefined>, window?: Window): string {
  const known = Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => !!entry[1]).map(([name, value]) => [isKnown(name) || isOwn(name) ? name : `d.${name}`, value]));
  const parameters = writeSlice({ ...usual, span: window ? 'own' : usual.span, ...(window ? { own: window } : {}), filters: known });
  const text = parameters.toString();
  return text ? `/voices?${text}` : '/voices';
}
