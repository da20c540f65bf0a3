import { App as AntApp, Alert, Button, Drawer, Form, Input, InputNumber, Select, Switch, type FormItemProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { t, type Key } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { needed } from '../../parts/needed.ts';

export interface Field {
  /** Path in the thing, for example ['name', 'en']. */
  name: string | string[];
  label: Key;
  help?: Key;
  /** `lines` is a list of texts, one a line. */
  kind: 'text' | 'long' | 'lines' | 'number' | 'switch' | 'choice' | 'choices' | 'words' | 'password' | 'email' | 'custom' | 'moment';
  required?: boolean;
  /** A key that others refer to: it is chosen once. */
  fixed?: boolean;
  maximum?: number;
  minimum?: number;
  pattern?: RegExp;
  patternHelp?: Key;
  useOptions?: () => { value: string; label: string }[];
  /** For `custom`: an input of its own, with value and onChange. */
  input?: ReactElement;
}
interface Properties {
  title: string; fields: Field[]; value: Record<string, unknown>; isNew: boolean; close: () => void;
  save: (value: Record<string, unknown>) => Promise<void>; remove?: () => Promise<void>;
}

/** The form of one thing in a drawer. What the server refuses is shown at the field it named. */
export function ResourceForm({ title, fields, value, isNew, close, save, remove }: Properties) {
  const { message, modal } = AntApp.useApp();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = async (changed: Record<string, unknown>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await save({ ...value, ...changed });
      void message.success(t('settings.saved'));
      close();
    } catch (error) {
      const refusal = asProblem(error);
      setProblem(refusal);
      showAtFields(refusal, fields, (name, errors) => form.setFields([{ name, errors }]));
    } finally { setBusy(false); }
  };
  const askRemove = () => modal.confirm({
    title: t('settings.removeTitle'), content: t('settings.removeText'), okText: t('action.delete'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: async () => { try { await remove!(); close(); } catch (error) { void message.error(problemText(error)); } },
  });
  return (
    <Drawer open onClose={close} title={isNew ? t('settings.addTo', { title }) : title} width={Math.min(480, innerWidth)}
      footer={<div className="row between">{remove ? <Button danger type="text" onClick={askRemove}>{t('action.delete')}</Button> : <span />}<span className="row"><Button onClick={close}>{t('action.cancel')}</Button><Button type="primary" loading={busy} title="Ctrl Enter" aria-keyshortcuts="Control+Enter" onClick={() => form.submit()}>{t('action.save')}</Button></span></div>}>
      {problem && <Alert type="error" role="alert" style={{ marginBottom: 16 }} message={problemText(problem)} description={problem.body.errors?.map((one) => `${one.pointer ?? ''} ${one.detail}`.trim()).join(' · ')} />}
      <Form form={form} layout="vertical" initialValues={value} onFinish={(changed) => void submit(changed)} requiredMark={false} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit(); }}>
        {fields.map((field) => <FieldItem key={String(field.name)} field={field} locked={!!field.fixed && !isNew} />)}
      </Form>
    </Drawer>
  );
}

function FieldItem({ field, locked }: { field: Field; locked: boolean }) {
  const options = field.useOptions?.() ?? [];
  const item: FormItemProps = {
    name: field.name,
    label: field.required || field.kind === 'switch' ? t(field.label) : <>{t(field.label)}<span className="meta optional">{t('form.optional')}</span></>,
    extra: field.help && t(field.help),
    rules: [
      ...(field.required ? [needed()] : []),
      ...(field.kind === 'email' ? [{ type: 'email' as const, message: t('form.email') }] : []),
      ...(field.pattern ? [{ pattern: field.pattern, message: t(field.patternHelp ?? 'form.pattern') }] : []),
      ...(field.kind === 'password' && field.minimum ? [{ min: field.minimum, message: t('firstRun.passwordHelp', { count: field.minimum }) }] : []),
    ],
  };
  if (field.kind === 'switch') return <Form.Item {...item} valuePropName="checked"><Switch /></Form.Item>;
  if (field.kind === 'lines') {
    return (
      <Form.Item {...item} getValueProps={(value: string[] | undefined) => ({ value: (value ?? []).join('\n') })} getValueFromEvent={(event: { target: { value: string } }) => event.target.value.split('\n')}>
        <Input.TextArea rows={4} dir="auto" />
      </Form.Item>
    );
  }
  return <Form.Item {...item}>{inputOf(field, locked, options)}</Form.Item>;
}

function inputOf(field: Field, locked: boolean, options: { value: string; label: string }[]) {
  switch (field.kind) {
    case 'custom': return field.input;
    case 'long': return <Input.TextArea rows={6} maxLength={field.maximum ?? 8000} dir="auto" />;
    case 'moment': return <Input type="datetime-local" />;
    case 'number': return <InputNumber min={field.minimum ?? 0} max={field.maximum} precision={0} />;
    case 'choice': return <Select allowClear={!field.required} showSearch optionFilterProp="label" options={options} disabled={locked} />;
    case 'choices': return <Select mode="multiple" optionFilterProp="label" options={options} />;
    case 'words': return <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />;
    case 'password': return <Input.Password autoComplete="new-password" maxLength={200} />;
    default: return <Input maxLength={field.maximum ?? 200} disabled={locked} type={field.kind === 'email' ? 'email' : 'text'} />;
  }
}

/** '/name/en' of the answer is the field ['name', 'en'] of the form. */
function showAtFields(problem: ApiProblem, fields: Field[], set: (name: string | string[], errors: string[]) => void): void {
  for (const error of problem.body.errors ?? []) {
    const path = (error.pointer ?? '').split('/').filter(Boolean);
    const field = fields.find((one) => [one.name].flat().join('/') === path.join('/'));
    if (field) set(field.name, [error.detail]);
  }
}
