import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Alert, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { consumerKeys } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { ConsumerKey } from '../../api/types.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';

const algorithms = ['ES256', 'RS256', 'HS256'];

/** The keys by which we know that a signed-in consumer is who the marketplace says. */
export function ConsumerKeys() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'consumer-keys'], queryFn: () => consumerKeys.list() });
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['settings', 'consumer-keys'] });
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t('settings.consumerKeys')}</h1><p className="meta">{t('consumerKeys.intro')}</p></div>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('action.add')}</Button>
      </header>
      {isLoading && <Skeleton rows={4} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('settings.nothingYet')}>{t('consumerKeys.empty')}</Empty>}
      {!!data?.items.length && <KeyTable keys={data.items} refresh={refresh} />}
      {adding && <AddKey close={() => setAdding(false)} made={() => { setAdding(false); refresh(); }} />}
    </div>
  );
}

function KeyTable({ keys, refresh }: { keys: ConsumerKey[]; refresh: () => void }) {
  const { modal } = AntApp.useApp();
  const act = useAct();
  const revoke = (key: ConsumerKey) => modal.confirm({
    title: t('apiKeys.revokeTitle', { name: key.kid }), content: t('consumerKeys.revokeText'), okText: t('apiKeys.revoke'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: async () => { if (await act(() => consumerKeys.remove(key.kid), t('apiKeys.revoked'))) refresh(); },
  });
  return (
    <table className="grid-table">
      <thead><tr><th scope="col">{t('consumerKeys.kid')}</th><th scope="col">{t('consumerKeys.alg')}</th><th scope="col"><span className="visually-hidden">{t('apiKeys.revoke')}</span></th></tr></thead>
      <tbody>{keys.map((key) => (
        <tr key={key.kid}>
          <th scope="row"><code>{key.kid}</code></th><td>{key.alg}</td>
          <td className="number">{key.revoked ? <span className="meta">{t('apiKeys.revoked')}</span> : <Button size="small" type="text" danger onClick={() => revoke(key)}>{t('apiKeys.revoke')}</Button>}</td>
        </tr>
      ))}</tbody>
    </table>
  );
}

function AddKey({ close, made }: { close: () => void; made: () => void }) {
  const [form] = Form.useForm<ConsumerKey>();
  const algorithm = Form.useWatch('alg', form) ?? 'ES256';
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = async (key: ConsumerKey) => {
    setBusy(true);
    try { await consumerKeys.save(key); made(); } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  const required = { required: true, whitespace: true, message: t('form.required') };
  return (
    <Modal open title={t('settings.addTo', { title: t('settings.consumerKeys') })} onCancel={close} onOk={() => form.submit()} okText={t('action.save')} cancelText={t('action.cancel')} confirmLoading={busy}>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' ')} style={{ marginBottom: 16 }} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ alg: 'ES256' }} onFinish={(key) => void submit(key)}>
        <Form.Item name="kid" label={t('consumerKeys.kid')} extra={t('consumerKeys.kidHelp')} rules={[required]}><Input maxLength={100} /></Form.Item>
        <Form.Item name="alg" label={t('consumerKeys.alg')}><Select options={algorithms.map((value) => ({ value, label: value }))} /></Form.Item>
        {algorithm === 'HS256'
          ? <Form.Item name="secret" label={t('consumerKeys.secret')} extra={t('consumerKeys.secretHelp')} rules={[required]}><Input.Password autoComplete="off" /></Form.Item>
          : <Form.Item name="publicKey" label={t('consumerKeys.publicKey')} rules={[required]}><Input.TextArea rows={6} placeholder="-----BEGIN PUBLIC KEY-----" /></Form.Item>}
      </Form>
    </Modal>
  );
}
