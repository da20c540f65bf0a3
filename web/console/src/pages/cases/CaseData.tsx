import { Alert, App as AntApp, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { cases } from '../../api/cases.ts';
import { newId } from '../../api/identifiers.ts';
import { asProblem } from '../../api/problem.ts';
import type { Case, CaseSettings } from '../../api/types.ts';
import { localName } from '../../app/names.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { useCaseSettings } from './useCases.ts';

type Field = CaseSettings['fields'][number];
interface Properties { one: Case; close: () => void; done: (after: Case) => void }

/** The tenant's own fields of a case: those of its kind's form first, then the others. What is emptied is taken away. */
export function FieldsDialog({ one, close, done }: Properties) {
  const { data } = useCaseSettings();
  const [form] = Form.useForm<Record<string, string | null>>();
  const formOf = data?.kinds.find((kind) => kind.code === one.kind)?.form ?? [];
  const fields = [...(data?.fields ?? [])].sort((left, right) => Number(formOf.includes(right.code)) - Number(formOf.includes(left.code)));
  return (
    <DataDialog title={t('case.deed.fields')} close={close} done={done} submit={() => form.validateFields().then((values) => (clientId: string) =>
      cases.fields(one.id, clientId, Object.fromEntries(fields.map((field) => [field.code, values[field.code] ? String(values[field.code]) : null]))))}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={one.fields}>
        {fields.map((field) => (
          <Form.Item key={field.code} name={field.code} label={formOf.includes(field.code) && field.required ? t('case.neededToClose', { field: localName(field.name) }) : localName(field.name)}>{inputOf(field)}</Form.Item>
        ))}
      </Form>
      {fields.length === 0 && <p className="meta">{t('case.noFields')}</p>}
    </DataDialog>
  );
}

/** Words that cases are found by; any word will do, the tenant's tags are offered. */
export function TagsDialog({ one, close, done }: Properties) {
  const [tags, setTags] = useState<string[]>([...one.tags]);
  // Open only while a word is looked for: left open, the list would lie over the button that saves.
  const [open, setOpen] = useState(false);
  const known = useTags().filter((tag) => !tag.archived);
  const take = (words: string[]) => { setTags(words); setOpen(false); };
  return (
    <DataDialog title={t('case.deed.tags')} close={close} done={done} submit={() => Promise.resolve((clientId: string) => cases.tags(one.id, clientId, tags))}>
      <Select mode="tags" autoFocus open={open} onOpenChange={setOpen} value={tags} onChange={take} tokenSeparators={[',', '，']} maxCount={20} aria-label={t('case.tags')} style={{ width: '100%' }} optionFilterProp="label" options={known.map((tag) => ({ value: tag.id, label: tag.name }))} />
    </DataDialog>
  );
}

function DataDialog({ title, submit, close, done, children }: { title: string; submit: () => Promise<(clientId: string) => Promise<Case>>; close: () => void; done: (after: Case) => void; children: ReactNode }) {
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const save = async () => {
    const send = await submit().catch(() => undefined);
    if (!send) return;
    setBusy(true);
    try {
      done(await send(newId()));
      void message.success(t('case.done'));
      close();
    } catch (error) {
      const problem = asProblem(error);
      setRefusal([problemText(problem), ...(problem.body.errors ?? []).map((fault) => fault.detail)].join(' '));
    } finally { setBusy(false); }
  };
  return (
    <Modal open title={title} onCancel={close} onOk={() => void save()} okText={t('action.save')} cancelText={t('action.cancel')} confirmLoading={busy} width={480}>
      {children}
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}

function inputOf(field: Field): ReactNode {
  switch (field.type) {
    case 'number': return <InputNumber stringMode style={{ width: '100%' }} />;
    case 'boolean': return <Select allowClear options={[{ value: 'true', label: t('settings.yes') }, { value: 'false', label: t('settings.no') }]} />;
    case 'date': return <Input type="date" />;
    case 'choice': return <Select allowClear showSearch options={(field.choices ?? []).map((choice) => ({ value: choice, label: choice }))} />;
    default: return <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />;
  }
}
