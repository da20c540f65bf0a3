/** What is promised, and why a clock may stand still: two lists with their forms. */
import { useQuery } from '@tanstack/react-query';
import { standards } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import type { Clause, PauseReason } from '../../api/types.ts';
import { localName, useUnitName, useUnitOptions } from '../../app/names.ts';
import { minutes, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { ResourcePage, type Resource } from './ResourcePage.tsx';

const measures = ['first-reply', 'next-reply', 'resolution', 'transfer-answer', 'part-reply'];
const priorities = ['low', 'normal', 'high', 'urgent'];
const useMeasureOptions = () => measures.map((measure) => ({ value: measure, label: tValue('measure', measure) }));
const usePriorityOptions = () => priorities.map((priority) => ({ value: priority, label: tValue('priority', priority) }));
function useCalendars() {
  const { data } = useQuery({ queryKey: ['calendars'], queryFn: () => standards.calendars(), staleTime: 60_000 });
  return data?.items ?? [];
}
const useCalendarOptions = () => useCalendars().map((calendar) => ({ value: calendar.id, label: localName(calendar.name) || calendar.id }));

function UnitCell({ clause }: { clause: Clause }) { const name = useUnitName(); return clause.unit ? <>{name(clause.unit)}</> : <strong>{t('clauses.base')}</strong>; }
function CalendarCell({ id }: { id: string }) { const known = useCalendars().find((calendar) => calendar.id === id); return <>{known ? localName(known.name) : id}</>; }
const forWhom = (clause: Clause) => [clause.tier && t('clauses.ofTier', { tier: tValue('tier', clause.tier) }), clause.priority && tValue('priority', clause.priority)].filter(Boolean).join(' · ');

type ClauseForm = Clause & { startsAt?: string };
const clauseResource: Resource<ClauseForm> = {
  name: 'clauses', title: 'settings.standards', intro: 'clauses.intro', emptyText: 'clauses.empty',
  idOf: (clause) => `${clause.id}@${clause.version}`, words: (clause) => `${clause.id} ${clause.unit ?? t('clauses.base')} ${tValue('measure', clause.measure)} ${clause.tier ?? ''}`,
  make: () => ({ id: newId(), measure: 'first-reply', warnPercent: 75, calendar: 'around-the-clock' }) as ClauseForm,
  list: async () => { const page = await standards.clauses(); return { items: page.items.filter((clause) => !clause.retired) as ClauseForm[] }; },
  save: ({ id, measure, unit, tier, priority, targetMinutes, warnPercent, calendar, startsAt }) => standards.saveClause({
    id, measure, unit: unit || undefined, tier: tier || undefined, priority: priority || undefined, targetMinutes, warnPercent, calendar, effectiveFrom: startsAt ? new Date(startsAt).toISOString() : undefined,
  }),
  remove: (clause) => standards.retireClause(clause.id),
  columns: [
    { title: 'clauses.measure', render: (clause) => tValue('measure', clause.measure) },
    { title: 'board.unit', render: (clause) => <UnitCell clause={clause} /> },
    { title: 'clauses.forWhom', render: forWhom },
    { title: 'clauses.target', render: (clause) => minutes(clause.targetMinutes), number: true },
    { title: 'clauses.warn', render: (clause) => minutes((clause.targetMinutes * clause.warnPercent) / 100), number: true },
    { title: 'clauses.calendar', render: (clause) => <CalendarCell id={clause.calendar} /> },
    { title: 'clauses.dueIfNow', render: (clause) => shortTime(clause.dueIfNow) },
    { title: 'clauses.state', render: (clause) => (clause.state === 'coming' ? <StateMark tone="none">{t('clauses.coming', { at: shortTime(clause.effectiveFrom) })}</StateMark> : <StateMark tone="good">{t('clauses.inForce')}</StateMark>) },
  ],
  fields: [
    { name: 'measure', label: 'clauses.measure', help: 'clauses.measureHelp', kind: 'choice', required: true, fixed: true, useOptions: useMeasureOptions },
    { name: 'unit', label: 'board.unit', help: 'clauses.unitHelp', kind: 'choice', fixed: true, useOptions: useUnitOptions },
    { name: 'tier', label: 'clauses.tier', help: 'clauses.tierHelp', kind: 'text', fixed: true, maximum: 40 },
    { name: 'priority', label: 'clauses.priority', kind: 'choice', fixed: true, useOptions: usePriorityOptions },
    { name: 'targetMinutes', label: 'clauses.targetMinutes', help: 'clauses.targetHelp', kind: 'number', required: true, minimum: 1, maximum: 129_600 },
    { name: 'warnPercent', label: 'clauses.warnPercent', help: 'clauses.warnHelp', kind: 'number', required: true, minimum: 1, maximum: 100 },
    { name: 'calendar', label: 'clauses.calendar', help: 'clauses.calendarHelp', kind: 'choice', required: true, useOptions: useCalendarOptions },
    { name: 'startsAt', label: 'clauses.startsAt', help: 'clauses.startsAtHelp', kind: 'moment' },
  ],
};
export const Clauses = () => <ResourcePage resource={clauseResource} />;

const pauseResource: Resource<PauseReason> = {
  name: 'pause-reasons', title: 'settings.pauseReasons', intro: 'pauses.intro', emptyText: 'pauses.empty',
  idOf: (reason) => reason.code, words: (reason) => `${reason.code} ${localName(reason.name)}`,
  make: () => ({ measures: ['resolution'], retired: false }) as Partial<PauseReason>,
  list: () => standards.pauseReasons(), save: (reason) => standards.savePauseReason(reason),
  columns: [
    { title: 'pauses.name', render: (reason) => localName(reason.name) },
    { title: 'units.code', render: (reason) => <code>{reason.code}</code> },
    { title: 'pauses.stops', render: (reason) => reason.measures.map((measure) => tValue('measure', measure)).join(' · ') },
    { title: 'pauses.inUse', render: (reason) => (reason.retired ? t('settings.no') : t('settings.yes')) },
  ],
  fields: [
    { name: 'code', label: 'units.code', help: 'units.codeHelp', kind: 'text', required: true, fixed: true, maximum: 40, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, patternHelp: 'units.codeRule' },
    { name: ['name', 'zh-CN'], label: 'units.nameChinese', kind: 'text', required: true, maximum: 120 },
    { name: ['name', 'en'], label: 'units.nameEnglish', kind: 'text', required: true, maximum: 120 },
    { name: 'measures', label: 'pauses.stops', help: 'pauses.stopsHelp', kind: 'choices', required: true, useOptions: useMeasureOptions },
    { name: 'retired', label: 'pauses.retired', help: 'pauses.retiredHelp', kind: 'switch' },
  ],
};
export const PauseReasons = () => <ResourcePage resource={pauseResource} />;
