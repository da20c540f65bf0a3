import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { session as calls } from '../api/calls.ts';
import { asProblem } from '../api/problem.ts';
import type { Enrolment, SignInOptions } from '../api/types.ts';
import { EntryPage } from '../app/EntryPage.tsx';
import { homeOf, useSession } from '../app/session.tsx';
import { duration } from '../i18n/format.ts';
import { t, tValue } from '../i18n/language.ts';
import { Codes, Enrolling } from '../parts/Enrolling.tsx';
import { problemText } from '../parts/feedback.tsx';
import '../styles/account.css';

interface Facts { tenant: string; email: string; password: string }
type Step = 'password' | 'code' | 'enrolment';
const tenantKey = 'patella.tenant';

/** Only pages of our own: a link from outside must not send a signed-in person elsewhere. */
function safeReturn(wanted: string | null): string | undefined {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : undefined;
}

export default function SignIn() {
  const { state, session } = useSession();
  const [parameters] = useSearchParams();
  const wanted = parameters.get('step');
  const [step, setStep] = useState<Step>(wanted === 'code' || wanted === 'enrolment' ? wanted : 'password');
  if (state === 'in' && session) return <Navigate to={safeReturn(parameters.get('return')) ?? homeOf(session)} replace />;
  return (
    <EntryPage>
      {step === 'password' && <Password next={setStep} />}
      {step === 'code' && <Code back={() => setStep('password')} />}
      {step === 'enrolment' && <SetUp back={() => setStep('password')} />}
    </EntryPage>
  );
}

function Password({ next }: { next: (step: Step) => void }) {
  const { enter } = useSession();
  const [parameters] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof asProblem>>();
  const [lockedUntil, setLockedUntil] = useState(0);
  const initial = { tenant: parameters.get('tenant') || localStorage.getItem(tenantKey) || '', email: '', password: '' };
  const [tenant, setTenant] = useState(initial.tenant);
  const came = parameters.get('problem');

  const submit = async (facts: Facts) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await calls.signIn(facts.tenant.trim(), facts.email.trim(), facts.password);
      localStorage.setItem(tenantKey, facts.tenant.trim());
      if ('next' in answer) next(answer.next); else enter(answer);
    } catch (error) {
      const refusal = asProblem(error);
      setProblem(refusal);
      if (refusal.status === 429) setLockedUntil(Date.now() + (refusal.retryAfter ?? 60) * 1000);
    } finally { setBusy(false); }
  };
  return (
    <Form<Facts> className="entry-form" layout="vertical" initialValues={initial} onFinish={(facts) => void submit(facts)} requiredMark={false} disabled={busy} size="large">
      <h1>{t('signIn.title')}</h1>
      {came && !problem && <Alert type="error" role="alert" message={tValue('signIn.problem', came)} style={{ marginBottom: 16 }} />}
      {problem && <Refusal problem={problem} lockedUntil={lockedUntil} onFree={() => { setLockedUntil(0); setProblem(undefined); }} />}
      <Form.Item name="tenant" label={t('signIn.tenant')} extra={t('signIn.tenantHelp')} rules={[{ required: true, message: t('form.required') }]}>
        <Input autoComplete="organization" autoFocus={!initial.tenant} maxLength={100} onBlur={(event) => setTenant(event.target.value.trim())} />
      </Form.Item>
      <Form.Item name="email" label={t('signIn.email')} rules={[{ required: true, message: t('form.required') }]}>
        <Input type="email" autoComplete="username" autoFocus={!!initial.tenant} maxLength={254} />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('form.required') }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy} disabled={lockedUntil > Date.now()}>{t('signIn.enter')}</Button>
      <Providers tenant={tenant} failed={setProblem} />
    </Form>
  );
}

/** A button for each provider of the organisation that is typed in. */
function Providers({ tenant, failed }: { tenant: string; failed: (problem: ReturnType<typeof asProblem>) => void }) {
  const [parameters] = useSearchParams();
  const [options, setOptions] = useState<SignInOptions>();
  const [going, setGoing] = useState('');
  useEffect(() => {
    let stale = false;
    setOptions(undefined);
    if (tenant) calls.options(tenant).then((found) => { if (!stale) setOptions(found); }, () => undefined);
    return () => { stale = true; };
  }, [tenant]);
  if (!options?.providers.length) return null;
  const go = async (provider: string) => {
    setGoing(provider);
    try {
      localStorage.setItem(tenantKey, tenant);
      const { address } = await calls.external(tenant, provider, `/console${safeReturn(parameters.get('return')) ?? '/'}`);
      window.location.assign(address);
    } catch (error) { failed(asProblem(error)); setGoing(''); }
  };
  return (
    <>
      <div className="sign-in-or">{t('signIn.or')}</div>
      <div className="stack">{options.providers.map((one) => (
        <Button key={one.id} block loading={going === one.id} onClick={() => void go(one.id)}>{t('signIn.with', { name: one.name })}</Button>
      ))}</div>
    </>
  );
}

function Code({ back }: { back: () => void }) {
  const { enter } = useSession();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async ({ code }: { code: string }) => {
    setBusy(true);
    try { enter((await calls.secondFactor(code)).session); } catch (error) {
      const refusal = asProblem(error);
      if (refusal.code === 'sign-in-over') back(); else setProblem(problemText(refusal));
    } finally { setBusy(false); }
  };
  return (
    <Form<{ code: string }> className="entry-form" layout="vertical" onFinish={(facts) => void submit(facts)} requiredMark={false} disabled={busy} size="large">
      <h1>{t('signIn.codeTitle')}</h1>
      <p className="meta">{t('signIn.codeText')}</p>
      {problem && <Alert type="error" role="alert" message={problem} style={{ marginBottom: 16 }} />}
      <Form.Item name="code" label={t('signIn.code')} rules={[{ required: true, message: t('form.required') }]}>
        <Input autoFocus autoComplete="one-time-code" inputMode="text" maxLength={24} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>{t('signIn.enter')}</Button>
      <Button type="link" block onClick={back} style={{ marginTop: 8 }}>{t('signIn.back')}</Button>
    </Form>
  );
}

/** The policy asks for an authenticator: it is set up before anything opens. */
function SetUp({ back }: { back: () => void }) {
  const { enter } = useSession();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [done, setDone] = useState<Awaited<ReturnType<typeof calls.secondFactor>>>();
  useEffect(() => {
    let stale = false;
    calls.enrol().then((made) => { if (!stale) setEnrolment(made); }, () => { if (!stale) back(); });
    return () => { stale = true; };
    // Once, when the step begins: a second secret would make the first picture worthless.
  }, []);
  return (
    <div className="entry-form">
      <h1>{t('factor.setUp')}</h1>
      <p className="meta">{t('factor.wanted')}</p>
      {!done && enrolment && <Enrolling enrolment={enrolment} cancel={back} confirm={async (code) => setDone(await calls.secondFactor(code))} />}
      {done && <Codes codes={done.recoveryCodes ?? []} done={() => enter(done.session)} />}
    </div>
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
