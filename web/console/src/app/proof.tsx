import { Alert, Form, Input, Modal } from 'antd';
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { account, session } from '../api/calls.ts';
import { asProblem, type ApiProblem } from '../api/problem.ts';
import { t } from '../i18n/language.ts';
import { problemText } from '../parts/feedback.tsx';

type Proven = <T>(deed: () => Promise<T>) => Promise<T>;
const ProofContext = createContext<Proven>((deed) => deed());
/** Runs what is hard to take back; when the server wants a fresh proof of who is there, asks for it and runs it again. */
export const useProof = (): Proven => useContext(ProofContext);

interface Asked { byCode: boolean; settle: (proven: boolean) => void }

export function ProofProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const current = useRef<Promise<boolean>>();
  const ask = useCallback((): Promise<boolean> => {
    current.current ??= account.security().then((security) => new Promise<boolean>((resolve) => {
      setAsked({ byCode: security.secondFactor, settle: (proven) => { setAsked(undefined); current.current = undefined; resolve(proven); } });
    }));
    return current.current;
  }, []);
  const proven = useMemo<Proven>(() => async (deed) => {
    try { return await deed(); } catch (error) {
      if (asProblem(error).code !== 'proof-needed' || !(await ask())) throw error;
      return deed();
    }
  }, [ask]);
  return <ProofContext.Provider value={proven}>{children}{asked && <ProofDialog asked={asked} />}</ProofContext.Provider>;
}

function ProofDialog({ asked }: { asked: Asked }) {
  const [form] = Form.useForm<{ proof: string }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const submit = async ({ proof }: { proof: string }) => {
    setBusy(true);
    try {
      await session.prove(asked.byCode ? { code: proof } : { password: proof });
      asked.settle(true);
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('proof.title')} onCancel={() => asked.settle(false)} onOk={() => form.submit()} okText={t('proof.go')} cancelText={t('action.cancel')} confirmLoading={busy} width={400}>
      <p className="meta">{t('proof.text')}</p>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} style={{ marginBottom: 16 }} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(facts) => void submit(facts)}>
        <Form.Item name="proof" label={t(asked.byCode ? 'signIn.code' : 'signIn.password')} rules={[{ required: true, message: t('form.required') }]}>
          {asked.byCode ? <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={20} /> : <Input.Password autoFocus autoComplete="current-password" maxLength={200} />}
        </Form.Item>
      </Form>
    </Modal>
  );
}
