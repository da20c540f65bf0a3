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

/** One small form for each thing that is done to a case. One id a dialog: pressing twice is one deed. */
export function DeedDialog<After = Case>({ deed, close, done }: { deed: Deed<After>; close: () => void; done: (after: After) => void }) {
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
      void message.success(t('case.done'));
      close();
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t(deed.title)} onCancel={close} onOk={() => form.submit()} okText={t(deed.action)} cancelText={t('action.cancel')} confirmLoading={busy} width={480}>
      {deed.help && <p className="meta" style={{ marginBottom: 16 }}>{t(deed.help)}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(facts) => void submit(facts)}>
        {deed.fields.map((field) => <DeedItem key={field.name} field={field} />)}
      </Form>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}

function DeedItem({ field }: { field: DeedField }) {
  const required = !field.optional;
  const label = tValue('case.field', field.name);
  return (
    <Form.Item name={field.name} label={field.optional ? t('case.optional', { field: label }) : label} rules={required ? [{ required: true, whitespace: true, message: t('form.required') }] : []}>
      <Control field={field} />
    </Form.Item>
  );
}

function Control({ field, ...given }: { field: DeedField; value?: string; onChange?: (value: string) => void }) {
  const options = useOptions(field);
  if (options) return <Select {...given} showSearch optionFilterProp="label" allowClear={field.optional} options={options} />;
  const text = { value: given.value, onChange: (event: { target: { value: string } }) => given.onChange?.(event.target.value) };
  return field.long ? <Input.TextArea {...given} {...text} rows={3} maxLength={2_000} /> : <Input {...given} {...text} maxLength={200} />;
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
