import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { t, type Key } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

/** One box for the words that go with a step, and what is wrong with it. */
export function WordsDialog({ title, help, optional, run, close }: { title: Key; help: Key; optional?: boolean; run: (words: string) => Promise<unknown>; close: () => void }) {
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async () => {
    setBusy(true);
    setRefusal(undefined);
    try { await run(words.trim()); close(); } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t(title)} onCancel={close} onOk={() => void submit()} okText={t(title)} cancelText={t('action.cancel')} confirmLoading={busy} okButtonProps={{ disabled: !optional && !words.trim() }} width={480}>
      <p className="meta" style={{ marginBottom: 16 }}>{t(help)}</p>
      <Input.TextArea aria-label={t('shops.words')} autoFocus rows={4} maxLength={1_000} value={words} onChange={(event) => setWords(event.target.value)} />
      {refusal && <Alert type="error" role="alert" message={refusal} style={{ marginTop: 16 }} />}
    </Modal>
  );
}
