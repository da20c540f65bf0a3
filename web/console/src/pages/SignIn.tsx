import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { session as calls } from '../api/calls.ts';
import { asProblem } from '../api/problem.ts';
import { EntryPage } from '../app/EntryPage.tsx';
import { homeOf, useSession } from '../app/session.tsx';
import { duration } from '../i18n/format.ts';
import { t } from '../i18n/language.ts';
import { problemText } from '../parts/feedback.tsx';

interface Facts { tenant: string; email: string; password: string }
const tenantKey = 'patella.tenant';

/** Only pages of our own: a link from outside must not send a signed-in person elsewhere. */
function safeReturn(wanted: string | null): string | undefined {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : undefined;
}

export default function SignIn() {
  const { state, session, enter } = useSession();
  const [parameters] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof asProblem>>();
  const [lockedUntil, setLockedUntil] = useState(0);
  if (state === 'in' && session) return <Navigate to={safeReturn(parameters.get('return')) ?? homeOf(session)} replace />;

  const submit = async (facts: Facts) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await calls.signIn(facts.tenant.trim(), facts.email.trim(), facts.password);
      localStorage.setItem(tenantKey, facts.tenant.trim());
      enter(answer);
    } catch (error) {
      const refusal = asProblem(error);
      setProblem(refusal);
      if (refusal.status === 429) setLockedUntil(Date.now() + (refusal.retryAfter ?? 60) * 1000);
    } finally { setBusy(false); }
  };
  const initial = { tenant: parameters.get('tenant') ?? localStorage.getItem(tenantKey) ?? '', email: '', password: '' };
  return (
    <EntryPage>
      <Form<Facts> className="entry-form" layout="vertical" initialValues={initial} onFinish={(facts) => void submit(facts)} requiredMark={false} disabled={busy} size="large">
        <h1>{t('signIn.title')}</h1>
        {problem && <Refusal problem={problem} lockedUntil={lockedUntil} onFree={() => { setLockedUntil(0); setProblem(undefined); }} />}
        <Form.Item name="tenant" label={t('signIn.tenant')} extra={t('signIn.tenantHelp')} rules={[{ required: true, message: t('form.required') }]}>
          <Input autoComplete="organization" autoFocus={!initial.tenant} maxLength={100} />
        </Form.Item>
        <Form.Item name="email" label={t('signIn.email')} rules={[{ required: true, message: t('form.required') }]}>
          <Input type="email" autoComplete="username" autoFocus={!!initial.tenant} maxLength={254} />
        </Form.Item>
        <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('form.required') }]}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy} disabled={lockedUntil > Date.now()}>{t('signIn.enter')}</Button>
      </Form>
    </EntryPage>
  );
}

/** What went wrong and what is possible now; a lock-out counts down and then lets one try again. */
function Refusal({ problem, lockedUntil, onFree }: { problem: ReturnType<typeof asProblem>; lockedUntil: number; onFree: () => void }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!lockedUntil) return;
    const timer = setInterval(() => { setNow(Date.now()); if (Date.now() >= lockedUntil) onFree(); }, 1000);
    return () => clearInterval(timer);
  }, [lockedUntil, onFree]);
  const text = problem.status === 401 ? t('signIn.failed')
    : problem.status === 429 ? t('signIn.locked', { time: duration(Math.ceil((lockedUntil - now) / 1000)) })
      : problemText(problem);
  return <Alert type={problem.status === 429 ? 'warning' : 'error'} message={text} role="alert" style={{ marginBottom: 16 }} />;
}
