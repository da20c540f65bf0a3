import { CopyOutlined } from '@ant-design/icons';
import { Alert, App as AntApp, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { Enrolment } from '../api/types.ts';
import { asProblem } from '../api/problem.ts';
import { t } from '../i18n/language.ts';
import { problemText } from './feedback.tsx';

/** Setting up an authenticator: the picture, the secret to type instead, and the first code. */
export function Enrolling({ enrolment, confirm, cancel }: { enrolment: Enrolment; confirm: (code: string) => Promise<void>; cancel?: () => void }) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async ({ code }: { code: string }) => {
    setBusy(true);
    try { await confirm(code); } catch (error) { setProblem(problemText(asProblem(error))); } finally { setBusy(false); }
  };
  return (
    <div className="stack" style={{ gap: 16, maxWidth: 440 }}>
      <p>{t('factor.scan')}</p>
      <img src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.qr)}`} alt={t('factor.qr')} width={200} height={200} style={{ background: '#fff', borderRadius: 8 }} />
      <div><div className="meta">{t('factor.type')}</div><code style={{ overflowWrap: 'anywhere' }}>{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</code></div>
      {problem && <Alert type="error" role="alert" message={problem} />}
      <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(facts) => void submit(facts)} disabled={busy}>
        <Form.Item name="code" label={t('factor.first')} rules={[{ required: true, message: t('form.required') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} style={{ width: 160 }} />
        </Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={busy}>{t('factor.confirm')}</Button>{cancel && <Button onClick={cancel}>{t('action.cancel')}</Button>}</div>
      </Form>
    </div>
  );
}

/** Shown once: who loses the authenticator comes in with one of these. */
export function Codes({ codes, done }: { codes: string[]; done: () => void }) {
  const { message } = AntApp.useApp();
  const copy = async () => { await navigator.clipboard?.writeText(codes.join('\n')); void message.success(t('action.copied')); };
  return (
    <div className="stack" style={{ gap: 16, maxWidth: 440 }}>
      <Alert type="warning" message={t('factor.codesText')} />
      <ul className="codes" aria-label={t('factor.codes')}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <div className="row"><Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('action.copy')}</Button><Button type="primary" onClick={done}>{t('factor.codesDone')}</Button></div>
    </div>
  );
}
