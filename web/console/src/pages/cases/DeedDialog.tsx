import { Alert, App as AntApp, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import type { Case } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { localName, useStaff, useUnits } from '../../app/names.ts';
import { t, tValue, type Key } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { CaseSearch } from './CaseSearch.tsx';
import { useCaseSettings } from './useCases.ts';

export type FieldName =
  | 'unit' | 'rightUnit' | 'reason' | 'words' | 'in' | 'outcome' | 'article' | 'text' | 'question' | 'party' | 'who' | 'shares' | 'answer' | 'status' | 'staff' | 'keeper' | 'deputy' | 'into' | 'subject'
  | 'case' | 'tie' | 'kind' | 'priority' | 'tag';
/** @property of The case for which another one is looked for. */
export interface DeedField { name: FieldName; optional?: boolean; long?: boolean; several?: boolean; except?: string | null; of?: Case; start?: string | string[] }
export interface Deed<After = Case> { key: string; title: Key; action: Key; help?: Key; fields: DeedField[]; run: (clientId: string, facts: Record<string, string>) => Promise<After> }

/** From now to a promised instant, in minutes. */
const spans = [30, 120, 240, 1_440, 2_880, 10_080];
const priorities = ['low', 'normal', 'high', 'urgent'];
export const promisedAt = (minutes: string | undefined): string | undefined => (minutes ? new Date(businessNow() + Number(minutes) * 60_000).toISOString() : undefined);
/** Several values travel as one text; this takes them apart again. */
export const listOf = (joined: string | undefined): string[] => (joined ?? '').split('\n').filter(Boolean);
type Given = Record<string, string | string[] | undefined>;
const cleaned = (given: Given): Record<string, string> => Object.fromEntries(
  Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value?.trim()] as const).filter((pair): pair is [string, string] => !!pair[1]));

/** One small form for each thing that is done to a case. `quiet` leaves it to `done` to say how it went. One id a dialog: pressing twice is one deed. */
export function DeedDialog<After = Case>({ deed, close, done, quiet }: { deed: Deed<After>; close: () => void; done: (after: After) => void; quiet?: boolean }) {
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [clientId] = useState(() => newId());
  const [form] = Form.useForm<Given>();
  const submit = async (given: Given) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      done(await deed.run(clientId, cleaned(given)));
      if (!quiet) void message.success(t('case.done'));
      close();
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t(deed.title)} onCancel={close} onOk={() => form.submit()} okText={t(deed.action)} cancelText={t('action.cancel')} confirmLoading={busy} width={480} okButtonProps={{ title: 'Ctrl Enter', 'aria-keyshortcuts': 'Control+Enter' }}>
      {deed.help && <p className="meta" style={{ marginBottom: 16 }}>{t(deed.help)}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void submit(given)} initialValues={Object.fromEntries(deed.fields.map((field) => [field.name, field.start]))}
        onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit(); }}>
        {deed.fields.map((field, index) => <DeedItem key={field.name} field={field} first={index === 0} />)}
      </Form>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}

function DeedItem({ field, first }: { field: DeedField; first: boolean }) {
  const label = tValue('case.field', field.name);
  const empty = (value: unknown) => (Array.isArray(value) ? value.length === 0 : !String(value ?? '').trim());
  return (
    <Form.Item name={field.name} label={field.optional ? t('case.optional', { field: label }) : label}
      rules={field.optional ? [] : [{ validator: (_, value) => (empty(value) ? Promise.reject(new Error(t('form.required'))) : Promise.resolve()) }]}>
      <Control field={field} first={first} />
    </Form.Item>
  );
}

/** The first one has the pen at once: who pressed a key for the deed goes on by keys. */
function Control({ field, first, ...given }: { field: DeedField; first: boolean; id?: string; value?: string | string[]; onChange?: (value: string | string[]) => void }) {
  const options = useOptions(field);
  if (field.of) return <CaseSearch {...given} autoFocus={first} of={field.of} samePerson={field.name === 'into'} />;
  if (options) return <Select {...given} autoFocus={first} mode={field.several ? 'multiple' : undefined} showSearch optionFilterProp="label" allowClear={field.optional} options={options} />;
  const text = { value: given.value as string | undefined, onChange: (event: { target: { value: string } }) => given.onChange?.(event.target.value) };
  return field.long ? <Input.TextArea id={given.id} {...text} autoFocus={first} rows={3} maxLength={2_000} /> : <Input id={given.id} {...text} autoFocus={first} maxLength={200} />;
}

function useOptions({ name, except }: DeedField): { value: string; label: string }[] | undefined {
  const units = useUnits();
  const people = useStaff();
  const { data: settings } = useCaseSettings();
  const tags = useTags();
  switch (name) {
    case 'unit': case 'rightUnit': return units.filter((unit) => unit.code !== except).map((unit) => ({ value: unit.code, label: localName(unit.name) || unit.code }));
    case 'staff': case 'keeper': case 'deputy': return people.filter((person) => person.active !== false).map((person) => ({ value: person.id, label: person.name }));
    case 'in': return spans.map((minutes) => ({ value: String(minutes), label: tValue('case.in', String(minutes)) }));
    case 'party': return ['platform', 'merchant', 'carrier'].map((party) => ({ value: party, label: tValue('case.party', party) }));
    case 'shares': return ['subject', 'order', 'asked'].map((part) => ({ value: part, label: tValue('case.share', part) }));
    case 'tie': return ['related', 'duplicate'].map((kind) => ({ value: kind, label: tValue('case.link', kind) }));
    case 'priority': return priorities.map((priority) => ({ value: priority, label: tValue('case.priority', priority) }));
    case 'status': return (settings?.statuses ?? []).filter((status) => status.category !== 'closed').map((status) => ({ value: status.code, label: localName(status.name) }));
    case 'tag': return tags.filter((tag) => !tag.archived).map((tag) => ({ value: tag.id, label: tag.name }));
    case 'kind': return (settings?.kinds ?? []).map((kind) => ({ value: kind.code, label: localName(kind.name) }));
    default: return undefined;
  }
}
