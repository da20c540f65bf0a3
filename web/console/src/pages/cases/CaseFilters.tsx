import { CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { SetURLSearchParams } from 'react-router-dom';
import { localName, useUnitOptions } from '../../app/names.ts';
import { t, tValue } from '../../i18n/language.ts';
import { useCaseSettings } from './useCases.ts';

export const caseFilterNames = ['state', 'unit', 'owner', 'firstAgent', 'status', 'kind', 'due', 'standard', 'sort', 'tag', 'person', 'order', 'conversation', 'transferTo', 'q'] as const;
/** Filters that come with a link; they are shown as what they are and can be taken off. */
const fixed = ['firstAgent', 'tag', 'person', 'order', 'conversation', 'transferTo'] as const;

export function CaseFilters({ parameters, change }: { parameters: URLSearchParams; change: SetURLSearchParams }) {
  const units = useUnitOptions();
  const { data: settings } = useCaseSettings();
  const [text, setText] = useState(parameters.get('q') ?? '');
  const set = (name: string, value: string | undefined | null) => change((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace: true });
  useEffect(() => {
    if (text.trim() === (parameters.get('q') ?? '')) return;
    const timer = setTimeout(() => set('q', text.trim()), 250);
    return () => clearTimeout(timer);
  });
  const choice = (name: (typeof caseFilterNames)[number], label: string, options: { value: string; label: string }[]) => (
    <Select allowClear showSearch optionFilterProp="label" className="filter" placeholder={label} aria-label={label} value={parameters.get(name)} onChange={(value) => set(name, value)} options={options} />
  );
  const word = (prefix: string, values: string[]) => values.map((value) => ({ value, label: tValue(prefix, value) }));
  return (
    <div className="filters">
      <Input className="filter-text" allowClear prefix={<SearchOutlined />} value={text} onChange={(event) => setText(event.target.value)} placeholder={t('cases.text')} aria-label={t('cases.text')} maxLength={200} />
      {choice('state', t('cases.state'), word('cases.state', ['closed', 'all']))}
      {choice('unit', t('filters.unit'), units)}
      {choice('owner', t('cases.owner'), word('cases.owner', ['me', 'none']))}
      {choice('status', t('cases.status'), (settings?.statuses ?? []).map((status) => ({ value: status.code, label: localName(status.name) })))}
      {choice('due', t('cases.due'), word('cases.due', ['overdue', 'today']))}
      {choice('standard', t('cases.standard'), word('cases.standard', ['at-risk', 'broken']))}
      {choice('sort', t('cases.sort'), word('cases.sort', ['newest', 'due']))}
      {fixed.filter((name) => parameters.has(name)).map((name) => (
        <Button key={name} size="small" icon={<CloseOutlined />} iconPosition="end" onClick={() => set(name, undefined)} aria-label={t('filters.remove', { filter: tValue('cases.by', name) })}>{tValue('cases.by', name)}</Button>
      ))}
    </div>
  );
}
