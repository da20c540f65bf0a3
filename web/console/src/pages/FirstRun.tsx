import { Alert, Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { session as calls } from '../api/calls.ts';
import { asProblem, type ApiProblem } from '../api/problem.ts';
import type { FirstRun as Facts } from '../api/types.ts';
import { EntryPage } from '../app/EntryPage.tsx';
import { useSession } from '../app/session.tsx';
import { t, useLanguage } from '../i18n/language.ts';
import { problemText } from '../parts/feedback.tsx';

const passwordLength = 10;
/** A slug out of a name, where the name has latin letters; otherwise the person writes one. */
const slugOf = (name: string) => name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40);

export default function FirstRun() {
  const language = useLanguage();
  const { state, enter } = useSession();
  const [parameters] = useSearchParams();
  const [form] = Form.useForm<Facts>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const code = parameters.get('code') ?? '';
  if (state === 'in') return <Navigate to="/settings/units" replace />;

  const submit = async (facts: Facts) => {
    setBusy(true);
    setProblem(undefined);
    try { enter(await calls.firstRun({ ...facts, code })); } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  const required = { required: true, message: t('form.required') };
  return (
    <EntryPage>
      <Form<Facts> form={form} className="entry-form" layout="vertical" requiredMark={false} disabled={busy || !code} initialValues={{ language }} onFinish={(facts) => void submit(facts)}
        onValuesChange={(change: Partial<Facts>) => { if (change.ecosystemName !== undefined && !form.isFieldTouched('slug')) form.setFieldValue('slug', slugOf(change.ecosystemName)); }}>
        <h1>{t('firstRun.title')}</h1>
        {!code && <Alert type="warning" message={t('firstRun.noCode')} style={{ marginBottom: 16 }} />}
        {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' ')} style={{ marginBottom: 16 }} />}
        <Form.Item name="ecosystemName" label={t('firstRun.ecosystem')} rules={[required]}><Input maxLength={100} autoFocus /></Form.Item>
        <Form.Item name="slug" label={t('firstRun.slug')} extra={t('firstRun.slugHelp')} rules={[required, { pattern: /^[a-z][a-z0-9-]{0,39}$/, message: t('firstRun.slugRule') }]}><Input maxLength={40} /></Form.Item>
        <Form.Item name="name" label={t('firstRun.name')} rules={[required]}><Input autoComplete="name" maxLength={100} /></Form.Item>
        <Form.Item name="email" label={t('signIn.email')} rules={[required, { type: 'email', message: t('form.email') }]}><Input type="email" autoComplete="username" maxLength={254} /></Form.Item>
        <Form.Item name="password" label={t('signIn.password')} extra={t('firstRun.passwordHelp', { count: passwordLength })} rules={[required, { min: passwordLength, message: t('firstRun.passwordHelp', { count: passwordLength }) }]}>
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Form.Item name="language" label={t('firstRun.language')}><Segmented aria-label={t('firstRun.language')} options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]} /></Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>{t('firstRun.start')}</Button>
      </Form>
    </EntryPage>
  );
}
