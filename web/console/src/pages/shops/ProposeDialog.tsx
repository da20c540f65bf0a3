import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import { shops, type MeasureKind } from '../../api/shops.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

interface Given { kind: MeasureKind; shop: string; rule: string; reward?: string; days?: number; words: string; cases: string }
const kinds: MeasureKind[] = ['shop-suspend', 'shop-reward'];

/** A proposal about a shop; from a case it comes with shop and evidence filled in. One id a dialog: pressing twice is one proposal. */
export function ProposeDialog({ shop, from, close }: { shop?: string; from?: string; close: () => void }) {
  const queries = useQueryClient();
  const [form] = Form.useForm<Given>();
  const [id] = useState(() => newId());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { data } = useQuery({ queryKey: ['shop-rules'], queryFn: shops.choices });
  const kind = Form.useWatch('kind', form) ?? 'shop-suspend';
  const submit = async ({ cases, ...given }: Given) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await shops.propose({ ...given, id, reward: given.kind === 'shop-reward' ? given.reward : undefined, evidence: cases.split(/[\s,，]+/).filter(Boolean).map((each) => ({ kind: 'case' as const, id: each })) });
      void queries.invalidateQueries({ queryKey: ['shop-measures'] });
      close();
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  const required = [{ required: true, whitespace: true, message: t('form.required') }];
  const chosen = [{ required: true, message: t('form.required') }];
  return (
    <Modal open title={t('shops.propose')} onCancel={close} onOk={() => form.submit()} okText={t('shops.propose')} cancelText={t('action.cancel')} confirmLoading={busy} width={520}>
      <p className="meta" style={{ marginBottom: 16 }}>{t('shops.proposeHelp')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'shop-suspend', shop, cases: from }} onFinish={(given) => void submit(given)}>
        <Form.Item name="kind" label={t('shops.what')}><Select options={kinds.map((value) => ({ value, label: tValue('shops.kind', value) }))} onChange={() => form.setFieldsValue({ rule: undefined })} /></Form.Item>
        <Form.Item name="shop" label={t('shops.shop')} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="rule" label={t('shops.rule')} rules={chosen}><Select options={(data?.rules ?? []).filter((rule) => rule.kind === kind).map((rule) => ({ value: rule.code, label: rule.text }))} /></Form.Item>
        {kind === 'shop-reward' && <Form.Item name="reward" label={t('shops.reward')} rules={chosen}><Select options={(data?.rewards ?? []).map((reward) => ({ value: reward.code, label: reward.text }))} /></Form.Item>}
        <Form.Item name="days" label={t('shops.forDays')}><InputNumber min={1} max={365} precision={0} /></Form.Item>
        <Form.Item name="words" label={t('shops.why')} rules={required}><Input.TextArea rows={3} maxLength={1_000} /></Form.Item>
        <Form.Item name="cases" label={t('shops.cases')} rules={required}><Input maxLength={2_000} /></Form.Item>
      </Form>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </Modal>
  );
}
