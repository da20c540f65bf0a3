import { CopyOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Alert, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { apiKeys } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { ApiKey, NewApiKey } from '../../api/types.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { needed } from '../../parts/needed.ts';
import { useAct } from '../../parts/useAct.ts';

const scopes = ['events', 'imports', 'read', 'write', 'launches', 'wall', 'admin'];

/** Credentials of programs: what each may do, and its secret exactly once. */
export function ApiKeys() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'api-keys'], queryFn: () => apiKeys.list() });
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<NewApiKey>();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['settings', 'api-keys'] });
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t('settings.apiKeys')}</h1><p className="meta">{t('apiKeys.intro')}</p></div>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('action.add')}</Button>
      </header>
      {isLoading && <Skeleton rows={5} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('settings.nothingYet')}>{t('apiKeys.empty')}</Empty>}
      {!!data?.items.length && <KeyTable keys={data.items} refresh={refresh} />}
      {adding && <AddKey close={() => setAdding(false)} made={(key) => { setAdding(false); setFresh(key); refresh(); }} />}
      {fresh && <ShowOnce fresh={fresh} close={() => setFresh(undefined)} />}
    </div>
  );
}

function KeyTable({ keys, refresh }: { keys: ApiKey[]; refresh: () => void }) {
  const { modal } = AntApp.useApp();
  const act = useAct();
  const revoke = (key: ApiKey) => modal.confirm({
    title: t('apiKeys.revokeTitle', { name: key.name }), content: t('apiKeys.revokeText'), okText: t('apiKeys.revoke'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: async () => { if (await act(() => apiKeys.remove(key.id), t('apiKeys.revoked'))) refresh(); },
  });
  return (
    <div className="scroll-x">
      <table className="grid-table">
        <thead><tr><th scope="col">{t('apiKeys.name')}</th><th scope="col">{t('apiKeys.scopes')}</th><th scope="col">{t('apiKeys.created')}</th><th scope="col"><span className="visually-hidden">{t('apiKeys.revoke')}</span></th></tr></thead>
        <tbody>{keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">{key.name}</th>
            <td>{key.scopes.map((scope) => tValue('scope', scope)).join(' · ')}</td>
            <td>{key.createdAt && shortTime(key.createdAt)}</td>
            <td className="number">{key.revokedAt ? <span className="meta">{t('apiKeys.revoked')}</span> : <Button size="small" type="text" danger onClick={() => revoke(key)}>{t('apiKeys.revoke')}</Button>}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function AddKey({ close, made }: { close: () => void; made: (key: NewApiKey) => void }) {
  const [form] = Form.useForm<{ name: string; scopes: string[] }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = async (facts: { name: string; scopes: string[] }) => {
    setBusy(true);
    try { made(await apiKeys.make(facts.name.trim(), facts.scopes)); } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('settings.addTo', { title: t('settings.apiKeys') })} onCancel={close} onOk={() => form.submit()} okText={t('apiKeys.make')} cancelText={t('action.cancel')} confirmLoading={busy}>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} style={{ marginBottom: 16 }} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ scopes: ['events'] }} onFinish={(facts) => void submit(facts)}>
        <Form.Item name="name" label={t('apiKeys.name')} extra={t('apiKeys.nameHelp')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input maxLength={120} autoFocus /></Form.Item>
        <Form.Item name="scopes" label={t('apiKeys.scopes')} rules={[needed()]}>
          <Checkbox.Group className="stack" options={scopes.map((scope) => ({ value: scope, label: t('apiKeys.scopeLine', { scope: tValue('scope', scope), help: tValue('scopeHelp', scope) }) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function ShowOnce({ fresh, close }: { fresh: NewApiKey; close: () => void }) {
  const { message } = AntApp.useApp();
  const copy = async () => { await navigator.clipboard?.writeText(fresh.token); void message.success(t('action.copied')); };
  return (
    <Modal open title={t('apiKeys.onceTitle', { name: fresh.key.name })} closable={false} maskClosable={false} keyboard={false} footer={<Button type="primary" onClick={close}>{t('apiKeys.onceDone')}</Button>}>
      <Alert type="warning" message={t('apiKeys.onceText')} style={{ marginBottom: 16 }} />
      <div className="row"><Input readOnly value={fresh.token} aria-label={t('apiKeys.secret')} onFocus={(event) => event.target.select()} /><Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('action.copy')}</Button></div>
    </Modal>
  );
}
