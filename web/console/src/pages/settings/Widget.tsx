import { CopyOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, ColorPicker, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useUnitOptions } from '../../app/names.ts';
import { push, tenant as calls } from '../../api/calls.ts';
import type { Tenant } from '../../api/types.ts';
import { useMe } from '../../app/session.tsx';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { onColour } from './contrast.ts';
import { usePageLanguageOptions } from './options.ts';
import { useAct } from '../../parts/useAct.ts';

/** How the entrance looks to consumers, and the one line that puts it on a page. */
export default function Widget() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'tenant'], queryFn: calls.read });
  return (
    <div className="settings-pad">
      <header className="page-head"><div className="grow"><h1>{t('settings.widget')}</h1><p className="meta">{t('widget.intro')}</p></div></header>
      {isLoading && <Skeleton rows={8} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && <LookForm tenant={data} />}
      <Notices />
      <Snippet />
    </div>
  );
}

interface Facts { name: string; defaultLanguage: string; accent: string; title: string; greeting: string }

function LookForm({ tenant }: { tenant: Tenant }) {
  const [form] = Form.useForm<Facts>();
  const act = useAct();
  const queries = useQueryClient();
  const initial: Facts = { name: tenant.name, defaultLanguage: tenant.defaultLanguage, accent: tenant.look?.accent ?? '#3553b8', title: tenant.look?.title ?? '', greeting: tenant.look?.greeting ?? '' };
  const [shown, setShown] = useState(initial);
  const save = async ({ name, defaultLanguage, ...look }: Facts) => {
    if (await act(() => calls.save({ ...tenant, name, defaultLanguage, look }), t('settings.saved'))) void queries.invalidateQueries({ queryKey: ['settings', 'tenant'] });
  };
  const required = { required: true, whitespace: true, message: t('form.required') };
  return (
    <div className="widget-look">
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onValuesChange={(_, all) => setShown(all)} onFinish={(facts) => void save(facts)}>
        <Form.Item name="name" label={t('firstRun.ecosystem')} rules={[required]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="title" label={t('widget.title')}><Input maxLength={80} /></Form.Item>
        <Form.Item name="greeting" label={t('widget.greeting')}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
        <Form.Item name="accent" label={t('widget.accent')} extra={t('widget.accentHelp')} getValueFromEvent={(colour: { toHexString: () => string }) => colour.toHexString().slice(0, 7)}><ColorPicker disabledAlpha showText /></Form.Item>
        <Form.Item name="defaultLanguage" label={t('firstRun.language')}><Select options={usePageLanguageOptions()} /></Form.Item>
        <Button type="primary" htmlType="submit">{t('action.save')}</Button>
      </Form>
      <figure className="widget-preview" aria-label={t('widget.preview')}>
        <div className="widget-preview-head" style={{ background: shown.accent, color: onColour(shown.accent) }}>{shown.title || shown.name}</div>
        <div className="widget-preview-body"><div className={`bubble wrap ${shown.greeting.trim() ? '' : 'quietly'}`}>{shown.greeting.trim() || t('widget.standardGreeting')}</div></div>
      </figure>
    </div>
  );
}

/** Whether consumers are offered to be told on their own device when an answer waits. */
function Notices() {
  const { data, error, refetch } = useQuery({ queryKey: ['settings', 'push'], queryFn: push.read });
  const queries = useQueryClient();
  const act = useAct();
  const change = async (enabled: boolean) => { if (await act(() => push.save(enabled), t('settings.saved'))) void queries.invalidateQueries({ queryKey: ['settings', 'push'] }); };
  return (
    <section className="section">
      <h2 id="widget-notices">{t('widget.notices')}</h2>
      <p className="meta">{t('widget.noticesText')}</p>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && <div className="row" style={{ marginBlock: 8 }}><Switch checked={data.enabled} aria-labelledby="widget-notices" onChange={(enabled) => void change(enabled)} /><span className="meta">{t('widget.noticesCount', { count: count(data.subscriptions) })}</span></div>}
    </section>
  );
}

function Snippet() {
  const { tenant } = useMe();
  const { message } = AntApp.useApp();
  const units = useUnitOptions();
  const [unit, setUnit] = useState<string>();
  const script = `<script src="${location.origin}/widget.js" data-tenant="${tenant.slug}"${unit ? ` data-unit="${unit}"` : ''} async></script>`;
  const page = `${location.origin}/help/${tenant.slug}${unit ? `?unit=${encodeURIComponent(unit)}` : ''}`;
  const copy = async (text: string) => { await navigator.clipboard?.writeText(text); void message.success(t('action.copied')); };
  return (
    <section className="section">
      <h2>{t('widget.install')}</h2>
      <p className="meta">{t('widget.installText')}</p>
      <Select allowClear style={{ width: 240, marginBlock: 8 }} placeholder={t('widget.unit')} aria-label={t('widget.unit')} options={units} value={unit} onChange={setUnit} />
      <div className="snippet"><pre tabIndex={0}><code>{script}</code></pre><Button icon={<CopyOutlined />} onClick={() => void copy(script)}>{t('action.copy')}</Button></div>
      <p className="meta" style={{ marginTop: 16 }}>{t('widget.hosted')}</p>
      <div className="row"><a href={page} target="_blank" rel="noreferrer">{page}</a></div>
      <p className="meta" style={{ marginTop: 16 }}>{t('widget.token')}</p>
    </section>
  );
}
