import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Drawer, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { lists } from '../../api/deskCalls.ts';
import type { Condition, Filter, ListView } from '../../api/deskTypes.ts';
import { newId } from '../../api/identifiers.ts';
import { useStaff, useUnitOptions } from '../../app/names.ts';
import { mayAssign, useMe } from '../../app/session.tsx';
import { languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { emptyCondition, fields, filterOf, groupOf, isCondition, isWhole, kindOf, operatorsOf } from './filters.ts';

interface Properties { filter: Filter | undefined; view: ListView | undefined; change: (filter: Filter | undefined) => void; saved: (view: ListView) => void; close: () => void }
const states = ['queued', 'agent', 'bot', 'wrapup', 'closed', 'abandoned'];
const parties = ['consumer', 'bot', 'agent', 'merchant', 'system'];
const languages = ['zh', 'en', 'ja', 'es', 'fr', 'de', 'ar'];

/** The conditions of a list, all or any of them, and keeping them as a view. */
export function FilterBuilder({ filter, view, change, saved, close }: Properties) {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const [group, setGroup] = useState(() => groupOf(filter));
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [busy, setBusy] = useState(false);
  const whole = group.members.filter(isWhole);
  const put = (members: Filter[], all = group.all) => { const next = { all, members }; setGroup(next); change(members.filter(isWhole).length ? filterOf({ all, members: members.filter(isWhole) }) : undefined); };
  const save = async () => {
    setBusy(true);
    try {
      const kept = await lists.saveView({ id: view?.own ? view.id : newId(), name: name.trim(), shared, filter: filterOf({ ...group, members: whole }) });
      void queries.invalidateQueries({ queryKey: ['views'] });
      saved(kept);
      close();
    } catch (error) { void message.error(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Drawer open onClose={close} title={t('views.filter')} width={Math.min(560, innerWidth)}
      footer={<Form layout="inline" className="row" onFinish={() => void save()}>
        <Input className="grow" value={name} maxLength={80} onChange={(event) => setName(event.target.value)} placeholder={t('views.name')} aria-label={t('views.name')} />
        {mayAssign(me) && <label className="row"><Switch size="small" checked={shared} onChange={setShared} aria-label={t('views.shared')} /> {t('views.shared')}</label>}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!name.trim() || whole.length === 0}>{t('views.save')}</Button>
      </Form>}>
      <Segmented value={group.all ? 'all' : 'any'} aria-label={t('views.group')} onChange={(value) => put(group.members, value === 'all')} options={[{ value: 'all', label: t('views.all') }, { value: 'any', label: t('views.any') }]} />
      <ul className="conditions">
        {group.members.map((member, index) => (
          <li key={index} className="row">
            {isCondition(member)
              ? <ConditionLine condition={member} change={(next) => put(group.members.map((one, place) => (place === index ? next : one)))} />
              : <span className="meta grow cut">{t('views.nested')}</span>}
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('views.removeCondition')} onClick={() => put(group.members.filter((_, place) => place !== index))} />
          </li>
        ))}
      </ul>
      <Button icon={<PlusOutlined />} onClick={() => put([...group.members, emptyCondition('state')])}>{t('views.addCondition')}</Button>
    </Drawer>
  );
}

function ConditionLine({ condition, change }: { condition: Condition; change: (condition: Condition) => void }) {
  const options = useValues(condition.field);
  const kind = kindOf(condition.field);
  return (
    <span className="condition grow">
      <Select value={condition.field} aria-label={t('views.field')} onChange={(field) => change(emptyCondition(field))} options={fields.map((field) => ({ value: field.name, label: tValue('views.fields', field.name) }))} />
      {kind !== 'flag' && <Select value={condition.operator} aria-label={t('views.operator')} onChange={(operator) => change({ ...condition, operator })} options={operatorsOf(condition.field).map((operator) => ({ value: operator, label: tValue('views.operators', operator) }))} />}
      {kind === 'words' && <Select mode={options ? 'multiple' : 'tags'} optionFilterProp="label" value={condition.values ?? []} aria-label={t('views.values')} onChange={(values: string[]) => change({ ...condition, values })} options={options} />}
      {kind === 'number' && <InputNumber min={0} max={1_000_000} precision={0} value={Number(condition.value ?? 0)} aria-label={t('views.values')} onChange={(value) => change({ ...condition, value: value ?? 0 })} />}
      {kind === 'flag' && <Switch checked={condition.value === true} aria-label={t('views.values')} onChange={(value) => change({ ...condition, value })} checkedChildren={t('settings.yes')} unCheckedChildren={t('views.no')} />}
    </span>
  );
}

function useValues(field: string): { value: string; label: string }[] | undefined {
  const units = useUnitOptions();
  const staff = useStaff();
  const tags = useTags();
  switch (field) {
    case 'state': return states.map((state) => ({ value: state, label: tValue('conversation', state) }));
    case 'unit': return units;
    case 'assignee': return [{ value: 'me', label: t('views.me') }, { value: 'nobody', label: t('views.nobody') }, ...staff.map((person) => ({ value: person.id, label: person.name }))];
    case 'tag': return tags.map((tag) => ({ value: tag.id, label: tag.name }));
    case 'language': return languages.map((language) => ({ value: language, label: languageName(language) }));
    case 'last-by': return parties.map((party) => ({ value: party, label: tValue('party', party) }));
    default: return undefined;
  }
}
