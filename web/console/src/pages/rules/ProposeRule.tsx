import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { newId } from '../../api/identifiers.ts';
import { policies, type PolicyLine } from '../../api/policies.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

interface Properties {
  /** Absent: asked for here. */
  choices?: PolicyLine[];
  /** What it comes from: it stays attached. */
  caseId?: string;
  conversation?: string;
  close: () => void;
}
interface Given { policy: string; title: string; customerView: string }
const leastWords = 20;

/** Anybody who meets a rule that is wrong for a customer proposes a better one, with the case that shows it. */
export function ProposeRule({ choices, caseId, conversation, close }: Properties) {
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Given>();
  const [id] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { data } = useQuery({ queryKey: ['policies'], queryFn: policies.list, enabled: !choices });
  const all = choices ?? data?.items ?? [];
  const propose = async (given: Given) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const version = await policies.propose(given.policy, { id, title: given.title, customerView: given.customerView, cases: caseId ? [caseId] : [], ...(conversation ? { conversations: [conversation] } : {}) });
      void queries.invalidateQueries({ queryKey: ['policies'] });
      void message.success(t('rules.proposed'));
      close();
      navigate(`/rules/versions/${version.id}`);
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('rules.propose')} okText={t('rules.sendProposal')} cancelText={t('action.cancel')} onCancel={close} onOk={() => form.submit()} confirmLoading={busy} width={560} destroyOnHidden>
      <p className="meta">{t('rules.proposeText')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given: Given) => void propose(given)}>
        <Form.Item name="policy" label={t('rules.about')} rules={[{ required: true, message: t('rules.choosePolicy') }]}>
          <Select showSearch optionFilterProp="label" options={all.map((policy) => ({ value: policy.key, label: policy.title }))} />
        </Form.Item>
        <Form.Item name="title" label={t('rules.name')} rules={[{ required: true, whitespace: true, message: t('rules.sayName') }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="customerView" label={t('rules.customerView')} extra={t('rules.customerViewHint')} rules={[{ required: true, min: leastWords, message: t('rules.sayView', { count: leastWords }) }]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={4_000} />
        </Form.Item>
      </Form>
      {caseId && <p className="meta">{t('rules.caseAttached')}</p>}
      {conversation && !caseId && <p className="meta">{t('rules.conversationAttached')}</p>}
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}
