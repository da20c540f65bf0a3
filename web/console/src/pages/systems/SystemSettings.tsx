import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import { systems, type Registry, type SystemView } from '../../api/systems.ts';
import { localName, useStaff, useUnitOptions } from '../../app/names.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';
import { ResourcePage, type Resource } from '../settings/ResourcePage.tsx';
import { linesOf, routesOf } from './routes.ts';

type Entry = Omit<SystemView, 'routes'> & { routes: string[]; secret?: string; hookSecret?: string };
const connectors = ['webhook', 'email', 'dingtalk', 'wecom', 'feishu', 'slack', 'jira', 'github', 'pagerduty'];
const kinds = ['business', 'technical'];
const options = (prefix: string, values: string[]) => () => values.map((value) => ({ value, label: tValue(prefix, value) }));
const useStaffOptions = () => useStaff().filter((one) => one.active !== false).map((one) => ({ value: one.id, label: one.name }));
const entryOf = (system: SystemView): Entry => ({ ...system, routes: linesOf(system.routes) });

/** The registry is one document: a change sends all of it, with the version that was read. */
const change = async (edit: (registry: Registry) => { systems: unknown[] }) => {
  const registry = await systems.registry();
  return systems.change({ ...registry, ...edit(registry) });
};
const sent = (entry: Entry) => ({ ...entry, staff: entry.staff || undefined, unit: entry.unit || undefined, account: entry.account || undefined, project: entry.project || undefined, style: entry.style || undefined, secret: entry.secret || undefined, hookSecret: entry.hookSecret || undefined, routes: routesOf(entry.routes ?? []) });

const resource: Resource<Entry> = {
  name: 'systems', title: 'settings.systems', intro: 'settings.systemsIntro', emptyText: 'systems.noneText',
  columns: [
    { title: 'systems.name', render: (one) => localName(one.name) },
    { title: 'systems.kindLabel', render: (one) => tValue('systems.kind', one.kind) },
    { title: 'systems.connectorLabel', render: (one) => tValue('systems.connector', one.connector) },
    { title: 'systems.routes', render: (one) => <span className="meta wrap">{one.routes.slice(0, 2).join(' | ')}{one.routes.length > 2 ? ` +${one.routes.length - 2}` : ''}</span> },
    { title: 'systems.state', render: (one) => <StateMark tone={!one.active ? 'none' : one.hasSecret ? 'good' : 'bad'}>{t(!one.active ? 'systems.off' : one.hasSecret ? 'systems.ready' : 'systems.noSecret')}</StateMark> },
  ],
  fields: [
    { name: 'id', label: 'systems.id', kind: 'text', required: true, fixed: true, maximum: 40 },
    { name: ['name', 'zh-CN'], label: 'units.nameChinese', kind: 'text', required: true, maximum: 80 },
    { name: ['name', 'en'], label: 'units.nameEnglish', kind: 'text', required: true, maximum: 80 },
    { name: 'kind', label: 'systems.kindLabel', kind: 'choice', required: true, useOptions: options('systems.kind', kinds) },
    { name: 'connector', label: 'systems.connectorLabel', kind: 'choice', required: true, useOptions: options('systems.connector', connectors) },
    { name: 'address', label: 'systems.address', kind: 'text', required: true, help: 'systems.addressHelp', maximum: 2_000 },
    { name: 'secret', label: 'systems.secret', kind: 'password', help: 'systems.secretHelp' },
    { name: 'hookSecret', label: 'systems.hookSecret', kind: 'password', help: 'systems.hookSecretHelp' },
    { name: 'account', label: 'systems.account', kind: 'text', help: 'systems.accountHelp' },
    { name: 'project', label: 'systems.project', kind: 'text', help: 'systems.projectHelp' },
    { name: 'style', label: 'systems.style', kind: 'text', help: 'systems.styleHelp', maximum: 40 },
    { name: 'staff', label: 'systems.staff', kind: 'choice', useOptions: useStaffOptions, help: 'systems.ownerHelp' },
    { name: 'unit', label: 'systems.unit', kind: 'choice', useOptions: useUnitOptions },
    { name: 'language', label: 'systems.language', kind: 'choice', required: true, useOptions: () => [{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }] },
    { name: 'routes', label: 'systems.routes', kind: 'lines', help: 'systems.routesHelp' },
    { name: 'active', label: 'systems.active', kind: 'switch' },
  ],
  idOf: (one) => one.id,
  words: (one) => `${one.id} ${localName(one.name)} ${one.connector}`,
  make: () => ({ kind: 'technical', connector: 'webhook', language: 'zh-CN', routes: [], active: true }),
  list: async () => ({ items: (await systems.registry()).systems.map(entryOf) }),
  save: (entry, isNew) => change((registry) => ({ systems: isNew ? [...registry.systems, sent(entry)] : registry.systems.map((one) => (one.id === entry.id ? sent(entry) : one)) })),
  remove: async (entry) => { await change((registry) => ({ systems: registry.systems.filter((one) => one.id !== entry.id) })); },
};

/** Who owns what: each system with its connector, owner and routes; and from when on incidents call by themselves. */
export default function SystemSettings() {
  return <><ResourcePage resource={resource} /><Rules /></>;
}

interface Given { callFrom: number; minutes: number[] }
function Rules() {
  const act = useAct();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ['systems'], queryFn: systems.registry });
  if (!data) return null;
  const save = (given: Given) => void act(() => change(() => ({ systems: data.systems, callFrom: given.callFrom, acknowledgeMinutes: given.minutes })), t('settings.saved')).then(() => queries.invalidateQueries({ queryKey: ['systems'] }));
  return (
    <section className="settings-pad" aria-labelledby="call-rules">
      <h2 id="call-rules">{t('systems.rules')}</h2>
      <Form<Given> layout="vertical" key={data.version} initialValues={{ callFrom: data.callFrom, minutes: data.acknowledgeMinutes }} onFinish={save} requiredMark={false}>
        <Form.Item name="callFrom" label={t('systems.callFrom')}><Select style={{ maxWidth: 240 }} options={[1, 2, 3, 4].map((value) => ({ value, label: tValue('incident.severity', String(value)) }))} /></Form.Item>
        <div className="row wrap">{[1, 2, 3, 4].map((severity) => <Form.Item key={severity} name={['minutes', severity - 1]} label={`${t('systems.minutes')} · ${tValue('incident.severity', String(severity))}`}><InputNumber min={1} max={10_080} precision={0} /></Form.Item>)}</div>
        <Button htmlType="submit">{t('action.save')}</Button>
      </Form>
    </section>
  );
}
