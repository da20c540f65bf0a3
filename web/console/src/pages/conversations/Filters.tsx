import { CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, type SetURLSearchParams } from 'react-router-dom';
import { useUnitOptions } from '../../app/names.ts';
import { t, tValue } from '../../i18n/language.ts';

const states = ['queued', 'agent', 'bot', 'wrapup', 'closed', 'abandoned'];
/** Filters that come with a link; they are shown as what they are and can be taken off. */
const fixed = ['figure', 'assignee', 'person', 'order', 'tag'] as const;

export function Filters({ parameters, change }: { parameters: URLSearchParams; change: SetURLSearchParams }) {
  const units = useUnitOptions();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const set = (name: string, value: string | undefined | null) => change((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value); else next.delete(name);
    if (name === 'figure' && !value) next.delete('window');
    return next;
  }, { replace: true });
  const shown = fixed.filter((name) => parameters.has(name));
  return (
    <div className="filters">
      <Input className="filter-text" allowClear onPressEnter={() => { if (text.trim()) navigate(`/search?kind=conversation&q=${encodeURIComponent(text.trim())}`); }} prefix={<SearchOutlined />} value={text} onChange={(event) => setText(event.target.value)} placeholder={t('filters.text')} aria-label={t('filters.text')} maxLength={200} />
      <Select allowClear className="filter" placeholder={t('filters.state')} aria-label={t('filters.state')} value={parameters.get('state')} onChange={(value) => set('state', value)} options={states.map((state) => ({ value: state, label: tValue('conversation', state) }))} />
      <Select allowClear showSearch optionFilterProp="label" className="filter" placeholder={t('filters.unit')} aria-label={t('filters.unit')} value={parameters.get('unit')} onChange={(value) => set('unit', value)} options={units} />
      {shown.map((name) => (
        <Button key={name} size="small" icon={<CloseOutlined />} iconPosition="end" onClick={() => set(name, undefined)} aria-label={t('filters.remove', { filter: labelOf(name, parameters) })}>{labelOf(name, parameters)}</Button>
      ))}
    </div>
  );
}

function labelOf(name: (typeof fixed)[number], parameters: URLSearchParams): string {
  if (name !== 'figure') return tValue('filters.by', name);
  return `${tValue('figure', parameters.get('figure'))} · ${tValue('board', parameters.get('window') ?? 'today')}`;
}
