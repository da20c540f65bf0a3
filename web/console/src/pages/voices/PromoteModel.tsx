import { Alert, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { asProblem } from '../../api/problem.ts';
import { voices, type VoiceModel } from '../../api/voices.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

const leastWords = 10;

/** Which model reads from now on. One that is not better may, when somebody says why. */
export function PromoteModel({ model, close }: { model: VoiceModel; close: (done: boolean) => void }) {
  const [form] = Form.useForm<{ note: string; evenSo?: boolean }>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [notBetter, setNotBetter] = useState(!model.beats);
  const promote = async ({ note, evenSo }: { note: string; evenSo?: boolean }) => {
    setBusy(true);
    setRefusal(undefined);
    try { await voices.promote(model.id, model.hash ?? '', note.trim(), !!evenSo); close(true); } catch (error) {
      if (asProblem(error).code === 'challenger-not-better') setNotBetter(true);
      setRefusal(problemText(error));
    } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('models.promoteTitle', { number: model.number })} okText={t('models.promote')} cancelText={t('action.cancel')} onCancel={() => close(false)} onOk={() => form.submit()} confirmLoading={busy} destroyOnHidden>
      <p className="meta">{t('models.promoteText')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void promote(given)}>
        {notBetter && <Form.Item name="evenSo" valuePropName="checked" rules={[{ validator: (_, value) => (value ? Promise.resolve() : Promise.reject(new Error(t('models.sayEvenSo')))) }]}><Checkbox>{t('models.evenSo')}</Checkbox></Form.Item>}
        <Form.Item name="note" label={t(notBetter ? 'models.why' : 'models.note')} rules={[{ required: true, whitespace: true, message: t('form.required') }, ...(notBetter ? [{ min: leastWords, message: t('models.whyLength', { count: leastWords }) }] : [])]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1_000} /></Form.Item>
      </Form>
      <p className="meta finance-hash">{t('models.hash', { hash: model.hash ?? '–' })}</p>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}
