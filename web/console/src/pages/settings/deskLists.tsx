/** Macros and tags as lists with a form. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import { macros, tags } from '../../api/deskCalls.ts';
import type { Macro, MacroAction, MacroDeed, Tag, TagColour } from '../../api/deskTypes.ts';
import { newId } from '../../api/identifiers.ts';
import { useUnitOptions } from '../../app/names.ts';
import { fill, t, tValue } from '../../i18n/language.ts';
import { useTags } from '../../parts/TagChip.tsx';
import { replyVariables } from '../desk/canned.ts';
import { ScopeCell } from './lists.tsx';
import { useTeamOptions } from './options.ts';
import { ResourcePage, type Resource } from './ResourcePage.tsx';

const colours: TagColour[] = ['grey', 'blue', 'green', 'amber', 'red', 'violet'];
const tagResource: Resource<Tag> = {
  name: 'tags', title: 'settings.tags', intro: 'tags.intro', emptyText: 'tags.emptyText',
  idOf: (tag) => tag.id, words: (tag) => tag.name, make: () => ({ id: newId(), colour: 'grey', archived: false }),
  list: () => tags.list(), save: (tag) => tags.save(tag), remove: (tag) => tags.remove(tag.id),
  columns: [
    { title: 'tags.name', render: (tag) => <span className={`tag dot ${tag.colour}`}>{tag.name}</span> },
    { title: 'tags.state', render: (tag) => (tag.archived ? t('tags.archived') : t('tags.used')) },
  ],
  fields: [
    { name: 'name', label: 'tags.name', kind: 'text', required: true, maximum: 60 },
    { name: 'colour', label: 'tags.colour', kind: 'choice', required: true, useOptions: () => colours.map((colour) => ({ value: colour, label: tValue('tags.colours', colour) })) },
    { name: 'archived', label: 'tags.archived', help: 'tags.archivedHelp', kind: 'switch' },
  ],
};
export const Tags = () => <ResourcePage resource={tagResource} />;

const deeds: MacroDeed[] = ['topic', 'tag', 'untag', 'note', 'snooze', 'transfer', 'close'];
const presets = ['in-an-hour', 'this-evening', 'tomorrow', 'next-week'];

/** What the macro does, one thing after the other. */
function Actions({ value = [], onChange }: { value?: MacroAction[]; onChange?: (actions: MacroAction[]) => void }) {
  const put = (index: number, action: MacroAction) => onChange?.(value.map((one, place) => (place === index ? action : one)));
  return (
    <div className="stack">
      {value.map((action, index) => (
        <div key={index} className="row">
          <Select style={{ width: 132, flex: 'none' }} value={action.do} aria-label={t('macros.deedLabel')} onChange={(deed: MacroDeed) => put(index, { do: deed })} options={deeds.map((deed) => ({ value: deed, label: tValue('macros.deeds', deed) }))} />
          <span className="grow"><ActionValue action={action} change={(next) => put(index, next)} /></span>
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('action.delete')} onClick={() => onChange?.(value.filter((_, place) => place !== index))} />
        </div>
      ))}
      {value.length < 10 && <Button icon={<PlusOutlined />} onClick={() => onChange?.([...value, { do: 'tag' }])}>{t('macros.addDeed')}</Button>}
    </div>
  );
}

function ActionValue({ action, change }: { action: MacroAction; change: (action: MacroAction) => void }) {
  const all = useTags();
  const units = useUnitOptions();
  const set = (value: string | undefined) => change({ ...action, value });
  const label = t('macros.valueLabel');
  switch (action.do) {
    case 'tag': case 'untag': return <Select style={{ width: '100%' }} showSearch optionFilterProp="label" aria-label={label} value={action.value ?? null} onChange={set} options={all.filter((tag) => !tag.archived).map((tag) => ({ value: tag.id, label: tag.name }))} />;
    case 'transfer': return <Select style={{ width: '100%' }} aria-label={label} value={action.value ?? null} onChange={set} options={units} />;
    case 'snooze': return (
      <span className="row">
        <Select allowClear style={{ flex: 1 }} aria-label={label} placeholder={t('macros.minutes')} value={action.value ?? null} onChange={(value: string | undefined) => change({ do: 'snooze', value, minutes: value ? undefined : 60 })} options={presets.map((preset) => ({ value: preset, label: tValue('snooze.preset', preset) }))} />
        {!action.value && <InputNumber min={1} max={527_040} precision={0} value={action.minutes ?? 60} aria-label={t('macros.minutes')} onChange={(minutes) => change({ do: 'snooze', minutes: minutes ?? 60 })} />}
      </span>
    );
    case 'close': return <span className="meta">{fill(tValue('macros.deed', 'close'), {})}</span>;
    default: return <Input value={action.value ?? ''} maxLength={action.do === 'topic' ? 80 : 4000} aria-label={label} onChange={(event) => set(event.target.value)} />;
  }
}

const macroResource: Resource<Macro> = {
  name: 'macros', title: 'settings.macros', intro: 'macros.intro', emptyText: 'macros.emptyText',
  idOf: (macro) => macro.id, words: (macro) => `${macro.title} ${macro.reply ?? ''}`, make: () => ({ id: newId(), actions: [] }),
  list: () => macros.list(), save: (macro) => macros.save(macro), remove: (macro) => macros.remove(macro.id),
  columns: [
    { title: 'canned.title', render: (macro) => macro.title },
    { title: 'canned.text', render: (macro) => <span className="cell-cut">{macro.reply}</span> },
    { title: 'macros.does', render: (macro) => macro.actions.map((action) => tValue('macros.deeds', action.do)).join(' · ') },
    { title: 'canned.scope', render: (macro) => <ScopeCell reply={macro} /> },
    { title: 'canned.uses', render: (macro) => macro.uses, number: true },
  ],
  fields: [
    { name: 'title', label: 'canned.title', kind: 'text', required: true, maximum: 120 },
    { name: 'reply', label: 'macros.says', help: 'canned.textHelp', kind: 'long', maximum: 4000 },
    { name: 'actions', label: 'macros.does', kind: 'custom', input: <Actions /> },
    { name: 'unit', label: 'board.unit', help: 'canned.unitHelp', kind: 'choice', useOptions: useUnitOptions },
    { name: 'team', label: 'canned.team', help: 'canned.teamHelp', kind: 'choice', useOptions: useTeamOptions },
  ],
};
export function Macros() {
  return (
    <>
      <ResourcePage resource={macroResource} />
      <div className="settings-pad meta">{t('canned.variables')} {replyVariables.map((name) => <code key={name}>{`{{${name}}}`} </code>)}</div>
    </>
  );
}
