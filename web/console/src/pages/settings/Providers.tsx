import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Form, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { providers } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { Provider, ProviderFacts } from '../../api/types.ts';
import { useProof } from '../../app/proof.tsx';
import { useUnitOptions } from '../../app/names.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useRoleOptions } from './options.ts';
import '../../styles/account.css';

interface Facts extends ProviderFacts { id: string }

/** Who says who our people are, and who must have a second factor. */
export default function Providers() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'providers'], queryFn: providers.list });
  const [open, setOpen] = useState<Partial<Facts>>();
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t('settings.providers')}</h1><p className="meta">{t('providers.intro')}</p></div>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({ groupClaim: 'groups', enabled: true })}>{t('action.add')}</Button>
      </header>
      {isLoading && <Skeleton rows={5} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('settings.nothingYet')}>{t('providers.empty')}</Empty>}
      {!!data?.items.length && <ProviderTable all={data.items} open={setOpen} />}
      <Policy />
      {open && <Edit start={open} close={() => setOpen(undefined)} />}
    </div>
  );
}

function ProviderTable({ all, open }: { all: Provider[]; open: (facts: Partial<Facts>) => void }) {
  const { modal, message } = AntApp.useApp();
  const queries = useQueryClient();
  const proven = useProof();
  const run = async (deed: () => Promise<unknown>, done: (result: unknown) => string) => {
    try { void message.success(done(await proven(deed))); } catch (error) { void message.error(problemText(asProblem(error))); }
    await queries.invalidateQueries({ queryKey: ['settings', 'providers'] });
  };
  const remove = (one: Provider) => modal.confirm({
    title: t('providers.removeTitle', { name: one.name }), content: t('providers.removeText'), okText: t('providers.remove'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: () => run(() => providers.remove(one.id), () => t('providers.removed')),
  });
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('settings.providers')}><table className="grid-table">
      <thead><tr><th scope="col">{t('providers.name')}</th><th scope="col">{t('providers.issuer')}</th><th scope="col">{t('providers.redirect')}</th><th scope="col">{t('providers.enabled')}</th><th scope="col"><span className="visually-hidden">{t('action.edit')}</span></th></tr></thead>
      <tbody>{all.map((one) => (
        <tr key={one.id}>
          <th scope="row">{one.name}</th><td><span className="cell-cut" title={one.issuer}>{one.issuer}</span></td><td><code className="cell-cut" title={one.redirectAddress}>{one.redirectAddress}</code></td>
          <td>{t(one.enabled ? 'settings.yes' : 'settings.no')}</td>
          <td className="number">
            <Button size="small" type="text" onClick={() => void run(() => providers.check(one.id), (result) => t('providers.works', { count: (result as { keys: number }).keys }))}>{t('providers.check')}</Button>
            <Button size="small" type="text" onClick={() => open({ ...one, ...one.settings })}>{t('action.edit')}</Button>
            <Button size="small" type="text" danger onClick={() => remove(one)}>{t('providers.remove')}</Button>
          </td>
        </tr>
      ))}</tbody>
    </table></div>
  );
}

function Edit({ start, close }: { start: Partial<Facts>; close: () => void }) {
  const [form] = Form.useForm<Facts>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const proven = useProof();
  const submit = async ({ id, ...facts }: Facts) => {
    setBusy(true);
    try {
      await proven(() => providers.save(id, { ...facts, publicAddress: facts.publicAddress || null, groupClaim: facts.groupClaim || null, clientSecret: facts.clientSecret || null }));
      await queries.invalidateQueries({ queryKey: ['settings', 'providers'] });
      close();
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open width={640} title={start.id ? start.name : t('settings.addTo', { title: t('settings.providers') })} onCancel={close} onOk={() => form.submit()} okText={t('action.save')} cancelText={t('action.cancel')} confirmLoading={busy}>
      {problem && <Problem error={problem} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={start} onFinish={(facts) => void submit(facts)}>
        <Form.Item name="id" label={t('providers.id')} extra={t('providers.idHelp')} rules={[{ required: true, pattern: /^[a-z0-9-]{1,40}$/, message: t('providers.idRule') }]}><Input maxLength={40} disabled={!!start.id} /></Form.Item>
        <Text name="name" label={t('providers.name')} help={t('providers.nameHelp')} required />
        <Text name="issuer" label={t('providers.issuer')} help={t('providers.issuerHelp')} required />
        <Text name="clientId" label={t('providers.clientId')} required />
        <Form.Item name="clientSecret" label={t('providers.secret')} extra={t('providers.secretHelp')}><Input.Password autoComplete="off" maxLength={1000} /></Form.Item>
        <Text name="groupClaim" label={t('providers.groupClaim')} help={t('providers.groupClaimHelp')} />
        <Mappings />
        <Toggle name="createAccounts" label={t('providers.create')} help={t('providers.createHelp')} />
        <Toggle name="linkByEmail" label={t('providers.link')} help={t('providers.linkHelp')} />
        <Toggle name="trustSecondFactor" label={t('providers.trust')} help={t('providers.trustHelp')} />
        <Toggle name="allowPrivateNetwork" label={t('providers.private')} help={t('providers.privateHelp')} />
        <Text name="publicAddress" label={t('providers.public')} help={t('providers.publicHelp')} />
        <Toggle name="enabled" label={t('providers.enabled')} help={t('providers.enabledHelp')} />
      </Form>
    </Modal>
  );
}

function Text({ name, label, help, required }: { name: string; label: string; help?: string; required?: boolean }) {
  return <Form.Item name={name} label={label} extra={help} rules={required ? [{ required: true, whitespace: true, message: t('form.required') }] : []}><Input maxLength={500} /></Form.Item>;
}
function Toggle({ name, label, help }: { name: string; label: string; help: string }) {
  return <Form.Item name={name} label={label} extra={help} valuePropName="checked"><Switch /></Form.Item>;
}

/** Which group of theirs is which role of ours. */
function Mappings() {
  const roles = useRoleOptions();
  const units = useUnitOptions();
  return (
    <Form.List name="mappings">{(fields, { add, remove }) => (
      <fieldset className="mappings"><legend>{t('providers.mappings')}</legend>
        {fields.map((field, index) => (
          <div key={field.key} className="row" style={{ flexWrap: 'wrap', alignItems: 'start', marginBottom: 8 }}>
            <Form.Item name={[field.name, 'group']} noStyle rules={[{ required: true }]}><Input aria-label={t('providers.group', { number: index + 1 })} placeholder={t('providers.groupShort')} style={{ width: 150 }} /></Form.Item>
            <Form.Item name={[field.name, 'roles']} noStyle rules={[{ required: true }]}><Select mode="multiple" aria-label={t('staff.roles')} placeholder={t('staff.roles')} options={roles} style={{ minWidth: 160, flex: 1 }} /></Form.Item>
            <Form.Item name={[field.name, 'units']} noStyle><Select mode="multiple" aria-label={t('staff.units')} placeholder={t('staff.units')} options={units} style={{ minWidth: 130, flex: 1 }} /></Form.Item>
            <Button type="text" danger onClick={() => remove(field.name)}>{t('providers.remove')}</Button>
          </div>
        ))}
        <Button onClick={() => add({ roles: ['agent'] })} icon={<PlusOutlined />}>{t('providers.addMapping')}</Button>
      </fieldset>
    )}</Form.List>
  );
}

function Policy() {
  const { data } = useQuery({ queryKey: ['settings', 'second-factor-policy'], queryFn: providers.policy });
  const queries = useQueryClient();
  const proven = useProof();
  const [problem, setProblem] = useState<string>();
  const options = useRoleOptions();
  const save = async (roles: string[]) => {
    try { await proven(() => providers.savePolicy(roles)); setProblem(undefined); } catch (error) { setProblem(problemText(asProblem(error))); }
    await queries.invalidateQueries({ queryKey: ['settings', 'second-factor-policy'] });
  };
  if (!data) return null;
  return (
    <section className="settings-part">
      <h2 id="policy-title">{t('factor.policy')}</h2>
      <p className="meta">{t('factor.policyText')}</p>
      {problem && <Alert type="error" role="alert" message={problem} />}
      <Select mode="multiple" aria-labelledby="policy-title" style={{ width: '100%' }} value={data.requiredRoles} options={options} onChange={(roles: string[]) => void save(roles)} placeholder={t('factor.policyNobody')} />
    </section>
  );
}
