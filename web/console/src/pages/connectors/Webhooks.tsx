import { CopyOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Alert, Button, Drawer, Form, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { webhooks } from '../../api/connectors.ts';
import { newId } from '../../api/identifiers.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { SavedWebhook, Webhook } from '../../api/types.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';
import { WebhookLog } from './WebhookLog.tsx';
import '../../styles/connectors.css';

/** Other systems that are told what happens: each with its own events, secret and log. Which one is open is in the address. */
export default function Webhooks() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'webhooks'], queryFn: () => webhooks.list(), refetchInterval: 30_000 });
  const queries = useQueryClient();
  const [parameters, setParameters] = useSearchParams();
  const [fresh, setFresh] = useState<SavedWebhook>();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['settings', 'webhooks'] });
  const open = (name?: string, id?: string) => setParameters(name && id ? { [name]: id } : {}, { replace: !name });
  const items = data?.items ?? [];
  const edited = parameters.get('open') === 'new' ? undefined : items.find((one) => one.id === parameters.get('open'));
  const logged = items.find((one) => one.id === parameters.get('log'));
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t('settings.webhooks')}</h1><p className="meta">{t('webhooks.intro')}</p></div>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => open('open', 'new')}>{t('action.add')}</Button>
      </header>
      {isLoading && <Skeleton rows={5} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && items.length === 0 && <Empty title={t('settings.nothingYet')}>{t('webhooks.empty')}</Empty>}
      {items.length > 0 && <Table items={items} edit={(id) => open('open', id)} log={(id) => open('log', id)} fresh={setFresh} refresh={refresh} />}
      {(edited || parameters.get('open') === 'new') && <Editor key={parameters.get('open')} webhook={edited} close={() => open()} done={(saved) => { open(); refresh(); if (saved?.secret) setFresh(saved); }} />}
      {logged && <WebhookLog webhook={logged} close={() => open()} />}
      {fresh?.secret && <Secret fresh={fresh} close={() => setFresh(undefined)} />}
    </div>
  );
}

interface TableProperties { items: Webhook[]; edit: (id: string) => void; log: (id: string) => void; fresh: (saved: SavedWebhook) => void; refresh: () => void }
function Table({ items, edit, log, fresh, refresh }: TableProperties) {
  const { modal, message } = AntApp.useApp();
  const ping = async (webhook: Webhook) => {
    try {
      const { delivery } = await webhooks.ping(webhook.id);
      if (delivery.state === 'delivered') void message.success(t('webhooks.pingDone', { status: delivery.status ?? 0 }));
      else void message.error(delivery.problem ?? t('webhooks.pingFailed'));
    } catch (error) { void message.error(problemText(error)); }
  };
  const change = (webhook: Webhook) => modal.confirm({
    title: t('webhooks.secretTitle', { name: webhook.name }), content: t('webhooks.secretText'), okText: t('webhooks.secretMake'), cancelText: t('action.cancel'),
    onOk: async () => { try { fresh(await webhooks.changeSecret(webhook.id)); refresh(); } catch (error) { void message.error(problemText(error)); } },
  });
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('settings.webhooks')}>
      <table className="grid-table">
        <thead><tr><th scope="col">{t('webhooks.name')}</th><th scope="col">{t('webhooks.url')}</th><th scope="col">{t('webhooks.state')}</th><th scope="col">{t('mails.act')}</th></tr></thead>
        <tbody>{items.map((webhook) => (
          <tr key={webhook.id}>
            <th scope="row"><button type="button" className="linklike" data-row onClick={() => edit(webhook.id)}>{webhook.name}</button><div className="meta">{webhook.events.slice(0, 3).join(' · ')}{webhook.events.length > 3 ? ` +${webhook.events.length - 3}` : ''}</div></th>
            <td><span className="cell-cut" title={webhook.url}>{webhook.url}</span></td>
            <td><HookState webhook={webhook} /></td>
            <td className="row-acts">
              <Button size="small" onClick={() => log(webhook.id)}>{t('webhooks.log')}</Button>
              <Button size="small" type="text" onClick={() => void ping(webhook)}>{t('webhooks.ping')}</Button>
              <Button size="small" type="text" onClick={() => change(webhook)}>{t('webhooks.secretMake')}</Button>
            </td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function HookState({ webhook }: { webhook: Webhook }) {
  const tone = webhook.state === 'disabled' ? 'bad' : webhook.state === 'paused' ? 'none' : webhook.failingSince ? 'risk' : 'good';
  return (
    <span>
      <StateMark tone={tone}>{webhook.state === 'active' && webhook.failingSince ? t('webhooks.failing') : tValue('webhooks.stateWord', webhook.state)}</StateMark>
      {webhook.failingSince && <span className="meta"> {t('webhooks.since', { at: shortTime(webhook.failingSince) })}</span>}
      {webhook.reason && <span className="meta problem-line">{tValue('webhooks.reason', webhook.reason)}</span>}
    </span>
  );
}

interface Facts { name: string; url: string; events: string[]; includeText: boolean; active: boolean }
function Editor({ webhook, close, done }: { webhook?: Webhook; close: () => void; done: (saved?: SavedWebhook) => void }) {
  const { modal } = AntApp.useApp();
  const [form] = Form.useForm<Facts>();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const kinds = useQuery({ queryKey: ['webhook-kinds'], queryFn: () => webhooks.kinds() });
  const groups = [...new Set((kinds.data?.items ?? []).map((kind) => `${kind.split('.')[0]}.*`))];
  const submit = async (facts: Facts) => {
    setBusy(true);
    try { done(await webhooks.save({ ...(webhook ?? { id: newId() }), ...facts } as Webhook & { active: boolean })); } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  const askRemove = () => modal.confirm({
    title: t('settings.removeTitle'), content: t('webhooks.removeText'), okText: t('action.delete'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: async () => { if (await act(() => webhooks.remove(webhook!.id), t('settings.saved'))) done(); },
  });
  const required = { required: true, message: t('form.required') };
  return (
    <Drawer open onClose={close} width={Math.min(480, innerWidth)} title={webhook ? webhook.name : t('settings.addTo', { title: t('settings.webhooks') })}
      footer={<div className="row between">{webhook ? <Button danger type="text" onClick={askRemove}>{t('action.delete')}</Button> : <span />}<span className="row"><Button onClick={close}>{t('action.cancel')}</Button><Button type="primary" loading={busy} onClick={() => form.submit()}>{t('action.save')}</Button></span></div>}>
      {problem && <Alert type="error" role="alert" style={{ marginBottom: 16 }} message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' · ')} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(facts) => void submit(facts)}
        initialValues={webhook ? { ...webhook, active: webhook.state === 'active' } : { events: ['conversation.*'], includeText: false, active: true }}>
        <Form.Item name="name" label={t('webhooks.name')} rules={[{ ...required, whitespace: true }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="url" label={t('webhooks.url')} extra={t('webhooks.urlHelp')} rules={[{ ...required, whitespace: true }]}><Input maxLength={2000} placeholder="https://" /></Form.Item>
        <Form.Item name="events" label={t('webhooks.events')} extra={t('webhooks.eventsHelp')} rules={[required]}>
          <Select mode="tags" tokenSeparators={[',', ' ']} options={['*', ...groups, ...(kinds.data?.items ?? [])].map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="includeText" label={t('webhooks.includeText')} extra={t('webhooks.includeTextHelp')} valuePropName="checked"><Switch /></Form.Item>
        <Form.Item name="active" label={t('webhooks.active')} valuePropName="checked"><Switch /></Form.Item>
      </Form>
    </Drawer>
  );
}

function Secret({ fresh, close }: { fresh: SavedWebhook; close: () => void }) {
  const { message } = AntApp.useApp();
  const copy = async () => { await navigator.clipboard?.writeText(fresh.secret ?? ''); void message.success(t('action.copied')); };
  return (
    <Modal open title={t('webhooks.onceTitle', { name: fresh.webhook.name })} closable={false} maskClosable={false} keyboard={false} footer={<Button type="primary" onClick={close}>{t('apiKeys.onceDone')}</Button>}>
      <Alert type="warning" message={t('webhooks.onceText')} style={{ marginBottom: 16 }} />
      <div className="row"><Input readOnly value={fresh.secret ?? ''} aria-label={t('webhooks.secret')} onFocus={(event) => event.target.select()} /><Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('action.copy')}</Button></div>
    </Modal>
  );
}
