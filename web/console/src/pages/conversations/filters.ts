/** Filters of the list as data: what the address holds, what the builder edits, what the server is asked. */
import type { Condition, Filter } from '../../api/deskTypes.ts';

export type FieldKind = 'words' | 'number' | 'flag';
export const fields: { name: string; kind: FieldKind }[] = [
  { name: 'state', kind: 'words' }, { name: 'unit', kind: 'words' }, { name: 'assignee', kind: 'words' }, { name: 'tag', kind: 'words' }, { name: 'language', kind: 'words' }, { name: 'tier', kind: 'words' },
  { name: 'last-by', kind: 'words' }, { name: 'waiting-minutes', kind: 'number' }, { name: 'quiet-minutes', kind: 'number' }, { name: 'opened-days', kind: 'number' },
  { name: 'draft', kind: 'flag' }, { name: 'snoozed', kind: 'flag' }, { name: 'merged', kind: 'flag' },
];
export const kindOf = (field: string): FieldKind => fields.find((one) => one.name === field)?.kind ?? 'words';
export const operatorsOf = (field: string): Condition['operator'][] => (kindOf(field) === 'words' ? ['is', 'is-not'] : kindOf(field) === 'number' ? ['at-least', 'less-than'] : ['is']);
export const emptyCondition = (field: string): Condition =>
  kindOf(field) === 'words' ? { field, operator: 'is', values: [] } : kindOf(field) === 'number' ? { field, operator: 'at-least', value: 30 } : { field, operator: 'is', value: true };

/** One group of conditions, which is what the builder shows; deeper ones stay as they are. */
export interface Group { all: boolean; members: Filter[] }
export function groupOf(filter: Filter | undefined): Group {
  if (!filter) return { all: true, members: [] };
  if ('all' in filter) return { all: true, members: filter.all };
  if ('any' in filter) return { all: false, members: filter.any };
  return { all: true, members: [filter] };
}
export const filterOf = (group: Group): Filter => (group.all ? { all: group.members } : { any: group.members });
export const isCondition = (filter: Filter): filter is Condition => 'field' in filter;
/** A condition without a value asks for nothing yet. */
export const isWhole = (filter: Filter): boolean => !isCondition(filter) || kindOf(filter.field) !== 'words' || (filter.values?.length ?? 0) > 0;

/** What the address may hold beside the filter itself. */
export const filterNames = ['state', 'unit', 'assignee', 'person', 'order', 'tag', 'figure', 'window'] as const;
const simple = ['state', 'unit', 'assignee', 'person', 'order', 'tag'] as const;
export const simpleNames: readonly string[] = simple;
/** The address: simple filters by name, anything else as the filter itself. A broken one is as none. */
export function readFilter(parameters: URLSearchParams): Filter | undefined {
  const members: Filter[] = simple.filter((name) => parameters.get(name)).map((name) => ({ field: name, operator: 'is', values: [parameters.get(name)!] }));
  const own = parameters.get('filter');
  if (own) {
    try { const parsed = JSON.parse(own) as Filter; const group = groupOf(parsed); if (group.all) members.push(...group.members.filter(isWhole)); else members.push({ any: group.members.filter(isWhole) }); } catch { /* a broken address shows everything */ }
  }
  return members.length ? { all: members } : undefined;
}
