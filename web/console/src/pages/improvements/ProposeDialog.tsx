import { Alert, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { newId } from '../../api/identifiers.ts';
import { improvements } from '../../api/improvements.ts';
import { useUnitOptions } from '../../app/names.ts';
import { mayListen, useMe } from '../../app/session.tsx';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { needed } from '../../parts/needed.ts';
import { ReasonSelect } from '../voices/ReasonSelect.tsx';

interface Fields { title: string; text: string; reason?: string; unit?: string; campaign?: string; windowDays: number; statement?: string }

/** Anybody proposes: what, why, and of which voices there should be fewer. */
export function ProposeDialog({ close, obstacle }: { close: () => void; obstacle?: string }) {
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const units = useUnitOptions();
  const listens = mayListen(useMe());
  const [id] = useState(() => newId());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async (fields: Fields) => {
    setBusy(true);
    try {
      const { reason, ...rest } = fields;
      await improvements.propose({ id, ...rest, campaign: fields.campaign?.trim() || undefined, aim: { reason, node: {} }, obstacle });
      close();
      navigate(`/improvements/${encodeURIComponent(id)}`);
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('improvement.propose')} okText={t('improvement.propose')} cancelText={t('action.cancel')} onCancel={close} onOk={() => form.submit()} confirmLoading={busy} width={560} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ windowDays: 14 }} onFinish={(fields) => void send(fields)}>
        <Form.Item name="title" label={t('improvement.titleLabel')} rules={[needed()]}><Input autoFocus maxLength={200} /></Form.Item>
        <Form.Item name="text" label={t('improvement.what')} rules={[needed()]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} /></Form.Item>
        <Form.Item name="reason" label={t('improvement.reason')} rules={[needed()]}>{listens ? <Reason /> : <Input maxLength={100} />}</Form.Item>
        <div className="row response-gesture">
          <Form.Item name="unit" label={t('improvement.unit')}><Select allowClear options={units} style={{ minWidth: 160 }} /></Form.Item>
          <Form.Item name="campaign" label={t('improvement.campaign')}><Input maxLength={100} /></Form.Item>
          <Form.Item name="windowDays" label={t('improvement.window')}><InputNumber min={1} max={90} /></Form.Item>
        </div>
        <Form.Item name="statement" label={t('improvement.statement')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={4_000} /></Form.Item>
        {refusal && <Alert type="error" role="alert" message={refusal} />}
      </Form>
    </Modal>
  );
}

function Reason({ value, onChange }: { value?: string; onChange?: (value: string | undefined) => void }) {
  return <ReasonSelect value={value} withNone={false} onChoose={(reason) => onChange?.(reason ?? undefined)} />;
}
