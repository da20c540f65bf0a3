import { Alert, App as AntApp, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import type { Case } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { localName, useStaff, useUnits } from '../../app/names.ts';
import { t, tValue, type Key } from '../../i18n/language.ts';
import { useTags } from '../../parts/TagChip.tsx';
import { problemText } from '../../parts/feedback.tsx';
import { useCaseSettings } from './useCases.ts';

export type FieldName = 'unit' | 'rightUnit' | 'reason' | 'words' | 'in' | 'outcome' | 'article' | 'text' | 'question' | 'party' | 'who' | 'answer' | 'status' | 'staff' | 'keeper' | 'deputy' | 'into' | 'subject' | 'case' | 'kind' | 'priority' | 'tag';
export interface DeedField { name: FieldName; optional?: boolean; long?: boolean; except?: string | null }
export interface Deed<After = Case> { key: string; title: Key; action: Key; help?: Key; fields: DeedField[]; run: (clientId: string, facts: Record<string, string>) => Promise<After> }

/** From now to a promised instant, in minutes. */
const spans = [30, 120, 240, 1_440, 2_880, 10_080];
export const promisedAt = (minutes: string | undefined): string | undefined => (minutes ? new Date(businessNow() + Number(minutes) * 60_000).toISOString() : undefined);

/** One small form for each thing that is done to a case. `quiet` leaves it to `done` to say how it went. One id a dialog: pressing twice is one deed. */
export function DeedDialog<After = Case>({ deed, close, done, quiet }: { deed: Deed<After>; close: () => void; done: (after: After) => void; quiet?: boolean }) {
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [clientId] = useState(() => newId());
  const [form] = Form.useForm<Record<string, string>>();
  const submit = async (facts: Record<string, string>) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      done(await deed.run(clientId, Object.fromEntries(Object.entries(facts).filter(([, value]) => value?.trim()).map(([name, value]) => [name, value.trim()]))));
      if (!quiet) void message.success(t('case.done'));
      close();
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t(deed.title)} onCancel={close} onOk={() => form.submit()} okText={t(deed.action)} cancelText={t('action.cancel')} confirmLoading={busy} width={480} okButtonProps={{ title: 'Ctrl Enter', 'aria-keyshortcuts': 'Control+Enter' }}>
      {deed.help && <p className="meta" style={{ marginBottom: 16 }}>{t(deed.help)}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(facts) => void submit(facts)} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit(); }}>
        {deed.fields.map((field, index) => <DeedItem key={field.name} field={field} first={index === 0} />)}
      </Form>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}

function DeedItem({ field, first }: { field: DeedField; first: boolean }) {
  const required = !field.optional;
  const label = tValue('case.field', field.name);
  return (
    <Form.Item name={field.name} label={field.optional ? t('case.optional', { field: label }) : label} rules={required ? [{ required: true, whitespace: true, message: t('form.required') }] : []}>
      <Control field={field} first={first} />
    </Form.Item>
  );
}

/** The first one has the pen at once: who pressed a key for the deed goes on by keys. */
function Control({ field, first, ...given }: { field: DeedField; first: boolean; value?: string; onChange?: (value: string) => void }) {
  const options = useOptions(field);
  if (options) return <Select {...given} autoFocus={first} showSearch optionFilterProp="label" allowClear={field.optional} options={options} />;
  const text = { value: given.value, onChange: (event: { target: { value: string } }) => given.onChange?.(event.target.value) };
  return field.long ? <Input.TextArea {...given} {...text} autoFocus={first} rows={3} maxLength={2_000} /> : <Input {...given} {...text} autoFocus={first} maxLength={200} />;
}

function useOptions({ name, except }: DeedField): { value: string; label: string }[] | undefined {
  const units = useUnits();
  const people = useStaff();
  const { data: settings } = useCaseSettings();
  const tags = useTags();
  switch (name) {
    case 'unit': case 'rightUnit': return units.filter((unit) => unit.code !== except).map((unit) => ({ value: unit.code, label: localName(unit.name) || unit.code }));
    case 'staff': case 'keeper': case 'deputy': return people.map((person) => ({ value: person.id, label: person.name }));
    case 'in': return spans.map((minutes) => ({ value: String(minutes), label: tValue('case.in', String(minutes)) }));
    case 'party': return ['platform', 'merchant', 'carrier'].map((party) => ({ value: party, label: tValue('case.party', party) }));
    case 'status': return (settings?.statuses ?? []).filter((status) => status.category !== 'closed').map((status) => ({ value: status.code, label: localName(status.name) }));
    case 'priority': return ['low', 'normal', 'high', 'urgent'].map((priority) => ({ value: priority, label: tValue('case.priority', priority) }));
    case 'tag': return tags.filter((tag) => !tag.archived).map((tag) => ({ value: tag.id, label: tag.name }));
    case 'kind': return (settings?.kinds ?? []).map((kind) => ({ value: kind.code, label: localName(kind.name) }));
    default: return undefined;
  }
}
