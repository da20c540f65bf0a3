import { useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import { incidents } from '../../api/incidents.ts';
import { businessNow } from '../../app/clock.ts';
import { inputOf, instantOf } from '../../i18n/inputTime.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { ReasonSelect } from '../voices/ReasonSelect.tsx';
import { useReasons } from '../voices/tree.ts';

interface Given { title: string; onset: string; seenAt: string; reason?: string | null; note: string }

/** Something went wrong and no alert said so: whoever saw it writes it down, and it counts against us. */
export function MissForm({ close }: { close: () => void }) {
  const [form] = Form.useForm<Given>();
  const queries = useQueryClient();
  const { reason: known } = useReasons();
  const [id] = useState(newId);
  const [reason, setReason] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const required = { required: true, whitespace: true, message: t('form.required') };
  const record = async (given: Given) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await incidents.recordMiss({ id, title: given.title.trim(), onset: instantOf(given.onset), seenAt: instantOf(given.seenAt), note: given.note.trim(), ...(reason ? { reason, stage: known(reason)?.stage ?? null } : {}) });
      await queries.invalidateQueries({ queryKey: ['incidents'] });
      close();
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  const notBefore = { validator: (_: unknown, value?: string) => (value && form.getFieldValue('onset') && value < form.getFieldValue('onset') ? Promise.reject(new Error(t('ledger.seenBefore'))) : Promise.resolve()) };
  return (
    <Modal open title={t('ledger.recordMiss')} okText={t('ledger.record')} cancelText={t('action.cancel')} onCancel={close} onOk={() => form.submit()} confirmLoading={busy} destroyOnHidden>
      <p className="meta">{t('ledger.missText')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ seenAt: inputOf(businessNow()) }} onFinish={(given: Given) => void record(given)}>
        <Form.Item name="title" label={t('ledger.missTitle')} rules={[required]}><Input autoFocus maxLength={200} /></Form.Item>
        <Form.Item name="onset" label={t('ledger.missOnset')} rules={[required]}><Input type="datetime-local" /></Form.Item>
        <Form.Item name="seenAt" label={t('ledger.missSeen')} dependencies={['onset']} rules={[required, notBefore]}><Input type="datetime-local" /></Form.Item>
        <Form.Item label={t('ledger.missReason')}><ReasonSelect value={reason} withNone={false} onChoose={setReason} /></Form.Item>
        <Form.Item name="note" label={t('ledger.missNote')} rules={[required]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1_000} /></Form.Item>
      </Form>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}
