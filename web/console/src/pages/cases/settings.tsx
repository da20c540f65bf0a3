/** The tenant's own words for cases: statuses, kinds with their forms, fields. All are parts of one document, read and saved whole. */
import { cases } from '../../api/cases.ts';
import type { CaseSettings } from '../../api/types.ts';
import { localName, useUnitName, useUnitOptions } from '../../app/names.ts';
import { minutes } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import type { Field } from '../settings/ResourceForm.tsx';
import { ResourcePage, type Resource } from '../settings/ResourcePage.tsx';
import { useCaseSettings } from './useCases.ts';

type List = 'statuses' | 'kinds' | 'fields';
type Status = CaseSettings['statuses'][number];
type Kind = CaseSettings['kinds'][number];
type CaseField = CaseSettings['fields'][number];

const categories = ['open', 'understanding', 'waiting', 'decided', 'closed'];
const waits = ['consumer', 'merchant', 'carrier', 'other'];
const types = ['text', 'number', 'boolean', 'date', 'choice'];
const reasons = ['order_status', 'parcel_status', 'refund_status', 'return_request', 'damaged_item', 'cancel_order', 'change_address', 'payment_problem', 'coupon_problem', 'complaint'];
const named: Field[] = [
  { name: 'code', label: 'units.code', help: 'caseSettings.codeHelp', kind: 'text', required: true, fixed: true, maximum: 40, pattern: /^[a-z][a-z0-9-]{0,39}$/, patternHelp: 'caseSettings.codeRule' },
  { name: ['name', 'zh-CN'], label: 'units.nameChinese', kind: 'text', required: true, maximum: 120 },
  { name: ['name', 'en'], label: 'units.nameEnglish', kind: 'text', required: true, maximum: 120 },
];
/** An empty choice is no choice. */
const filled = <T extends object>(thing: T): T => Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== '' && value !== null && value !== undefined)) as T;

/** One list of the document as a resource: what is saved takes the place of what has its code. */
function resourceOf<T extends { code: string; name: CaseSettings['statuses'][number]['name'] }>(list: List, rest: Pick<Resource<T>, 'title' | 'intro' | 'emptyText' | 'columns' | 'fields' | 'make'>): Resource<T> {
  const change = async (edit: (all: T[]) => T[]) => {
    const settings = await cases.settings();
    await cases.saveSettings({ ...settings, [list]: edit(settings[list] as unknown as T[]) });
  };
  return {
    ...rest, name: 'case-settings', idOf: (thing) => thing.code, words: (thing) => `${thing.code} ${localName(thing.name)}`,
    list: async () => ({ items: (await cases.settings())[list] as unknown as T[] }),
    save: (thing) => change((all) => (all.some((one) => one.code === thing.code) ? all.map((one) => (one.code === thing.code ? filled(thing) : one)) : [...all, filled(thing)])),
    remove: (thing) => change((all) => all.filter((one) => one.code !== thing.code)),
  };
}

const statuses = resourceOf<Status>('statuses', {
  title: 'settings.caseStatuses', intro: 'caseSettings.statusesIntro', emptyText: 'caseSettings.statusesIntro', make: () => ({ category: 'understanding' }) as Partial<Status>,
  columns: [
    { title: 'units.name', render: (status) => localName(status.name) },
    { title: 'units.code', render: (status) => <code>{status.code}</code> },
    { title: 'caseSettings.category', render: (status) => tValue('caseSettings.category', status.category) },
    { title: 'caseSettings.waitsFor', render: (status) => tValue('caseSettings.waits', status.waitsFor) },
  ],
  fields: [
    ...named,
    { name: 'category', label: 'caseSettings.category', help: 'caseSettings.categoryHelp', kind: 'choice', required: true, useOptions: () => categories.map((value) => ({ value, label: tValue('caseSettings.category', value) })) },
    { name: 'waitsFor', label: 'caseSettings.waitsFor', help: 'caseSettings.waitsHelp', kind: 'choice', useOptions: () => waits.map((value) => ({ value, label: tValue('caseSettings.waits', value) })) },
  ],
});

function UnitCell({ unit }: { unit: string | null | undefined }) { const name = useUnitName(); return <>{unit ? name(unit) : t('caseSettings.unitOfOrder')}</>; }
function FormCell({ codes }: { codes: readonly string[] | null | undefined }) {
  const { data } = useCaseSettings();
  return <>{(codes ?? []).map((code) => localName(data?.fields.find((field) => field.code === code)?.name) || code).join(' · ')}</>;
}
const useFieldOptions = () => (useCaseSettings().data?.fields ?? []).map((field) => ({ value: field.code, label: localName(field.name) }));

const kinds = resourceOf<Kind>('kinds', {
  title: 'settings.caseKinds', intro: 'caseSettings.kindsIntro', emptyText: 'caseSettings.kindsIntro', make: () => ({ reasons: [] as string[], form: [] as string[] }) as unknown as Partial<Kind>,
  columns: [
    { title: 'units.name', render: (kind) => localName(kind.name) },
    { title: 'units.code', render: (kind) => <code>{kind.code}</code> },
    { title: 'caseSettings.unit', render: (kind) => <UnitCell unit={kind.unit} /> },
    { title: 'caseSettings.firstWord', render: (kind) => (kind.promiseMinutes ? minutes(kind.promiseMinutes) : '–'), number: true },
    { title: 'caseSettings.form', render: (kind) => <FormCell codes={kind.form} /> },
  ],
  fields: [
    ...named,
    { name: 'unit', label: 'caseSettings.unit', help: 'caseSettings.unitHelp', kind: 'choice', useOptions: useUnitOptions },
    { name: 'promiseMinutes', label: 'caseSettings.promiseMinutes', help: 'caseSettings.promiseHelp', kind: 'number', minimum: 1, maximum: 86_400 },
    { name: 'reasons', label: 'caseSettings.reasons', help: 'caseSettings.reasonsHelp', kind: 'choices', useOptions: () => reasons.map((value) => ({ value, label: tValue('caseSettings.reason', value) })) },
    { name: 'form', label: 'caseSettings.form', help: 'caseSettings.formHelp', kind: 'choices', useOptions: useFieldOptions },
  ],
});

const fields = resourceOf<CaseField>('fields', {
  title: 'settings.caseFields', intro: 'caseSettings.fieldsIntro', emptyText: 'caseSettings.fieldsEmpty', make: () => ({ type: 'text', required: false }) as Partial<CaseField>,
  columns: [
    { title: 'units.name', render: (field) => localName(field.name) },
    { title: 'units.code', render: (field) => <code>{field.code}</code> },
    { title: 'caseSettings.type', render: (field) => [tValue('caseSettings.type', field.type), field.type === 'choice' ? (field.choices ?? []).join(', ') : ''].filter(Boolean).join(': ') },
    { title: 'caseSettings.required', render: (field) => t(field.required ? 'settings.yes' : 'settings.no') },
  ],
  fields: [
    ...named,
    { name: 'type', label: 'caseSettings.type', kind: 'choice', required: true, useOptions: () => types.map((value) => ({ value, label: tValue('caseSettings.type', value) })) },
    { name: 'choices', label: 'caseSettings.choices', help: 'caseSettings.choicesHelp', kind: 'words' },
    { name: 'required', label: 'caseSettings.required', help: 'caseSettings.requiredHelp', kind: 'switch' },
  ],
});

export const CaseStatuses = () => <ResourcePage key="statuses" resource={statuses} />;
export const CaseKinds = () => <ResourcePage key="kinds" resource={kinds} />;
export const CaseFieldList = () => <ResourcePage key="fields" resource={fields} />;
