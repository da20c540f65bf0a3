import { useQuery } from '@tanstack/react-query';
import { App as AntApp, Alert, Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { conversations, staff } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import type { Conversation } from '../../api/types.ts';
import { localName, useUnits } from '../../app/names.ts';
import { useMe } from '../../app/session.tsx';
import { t } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { problemText } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';

interface Facts { target: string; reason: string }

/** To whom, and why: the reason travels with the conversation so that nobody asks the customer again. */
export function TransferDialog({ conversation, close, done }: { conversation: Conversation; close: () => void; done: () => void }) {
  const me = useMe();
  const { message } = AntApp.useApp();
  const [kind, setKind] = useState<'unit' | 'staff'>('unit');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  // One id for this dialog: pressing twice or after a lost answer is still one transfer.
  const [clientId] = useState(() => newId());
  const [form] = Form.useForm<Facts>();
  const units = useUnits();
  const people = useQuery({ queryKey: ['staff'], queryFn: () => staff.list(), enabled: kind === 'staff', retry: false });
  const options = kind === 'unit'
    ? units.filter((unit) => unit.code !== conversation.unit).map((unit) => ({ value: unit.code, label: localName(unit.name) || unit.code }))
    : (people.data?.items ?? []).filter((person) => person.id !== me.person.id).map((person) => ({ value: person.id, label: person.name }));

  const submit = async ({ target, reason }: Facts) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const answer = await conversations.transfer(conversation.id, kind === 'unit' ? { unit: target } : { staff: target }, reason.trim(), clientId);
      if (answer?.id) hub.takeConversation(answer);
      void message.success(t('transfer.done'));
      close();
      done();
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  const noPeople = kind === 'staff' && (people.isError || (people.data && options.length === 0));
  return (
    <Modal open title={t('transfer.title')} onCancel={close} onOk={() => form.submit()} okText={t('transfer.action')} cancelText={t('action.cancel')} confirmLoading={busy} width={480} okButtonProps={{ title: 'Ctrl Enter', 'aria-keyshortcuts': 'Control+Enter' }}>
      <p className="meta" style={{ marginBottom: 16 }}>{t('transfer.help', { name: personName(conversation.person) })}</p>
      <Form<Facts> form={form} layout="vertical" requiredMark={false} onFinish={(facts) => void submit(facts)} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit(); }}>
        <Form.Item label={t('transfer.to')}>
          <Segmented<'unit' | 'staff'> block value={kind} onChange={(value) => { setKind(value); form.resetFields(['target']); }} aria-label={t('transfer.to')}
            options={[{ value: 'unit', label: t('transfer.unit') }, { value: 'staff', label: t('transfer.person') }]} />
        </Form.Item>
        <Form.Item name="target" label={t(kind === 'unit' ? 'transfer.unit' : 'transfer.person')} rules={[{ validator: (_, value) => (value ? Promise.resolve() : Promise.reject(new Error(t('form.required')))) }]} extra={noPeople ? t('transfer.noPeople') : undefined}>
          <Select autoFocus showSearch optionFilterProp="label" options={options} loading={kind === 'staff' && people.isLoading} notFoundContent={t('transfer.nobody')} />
        </Form.Item>
        <Form.Item name="reason" label={t('transfer.reason')} rules={[{ required: true, whitespace: true, message: t('transfer.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={500} placeholder={t('transfer.reasonExample')} />
        </Form.Item>
      </Form>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}
