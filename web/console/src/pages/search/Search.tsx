import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { searchAll, type SearchFilters } from '../../api/deskCalls.ts';
import type { SearchHit, SearchKind } from '../../api/types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { useUnitName, useUnitOptions } from '../../app/names.ts';
import { languageName, shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage, type Key } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/conversations.css';

const kinds: SearchKind[] = ['conversation', 'case', 'order', 'consumer', 'article'];
const languages = ['zh', 'en', 'ja', 'es', 'fr', 'de', 'ar'];
const times: [string, Key, number][] = [['1', 'find.day', 1], ['7', 'find.week', 7], ['30', 'find.month', 30], ['365', 'find.year', 365]];
const pages: Record<SearchKind, (id: string) => string> = {
  conversation: (id) => `/conversations?conversation=${id}`, order: (id) => `/orders/${id}`, consumer: (id) => `/consumers/${id}`, article: (id) => `/articles/${id}`, case: (id) => `/cases/${id}`,
};
const dayMilliseconds = 86_400_000;

/** Everything that was said, ordered, known and written, with the words shown where they stand. The whole question is in the address. */
export default function Search() {
  useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const q = parameters.get('q') ?? '';
  const [text, setText] = useState(q);
  const box = useRef<HTMLInputElement | null>(null);
  const units = useUnitOptions();
  const set = (name: string, value: string | undefined) => setParameters((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace: true });
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => set('q', text.trim()), 250);
    return () => clearTimeout(timer);
  });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1), f: () => box.current?.focus(), '/': () => box.current?.focus() });
  const days = Number(parameters.get('days') ?? 0);
  const filters: SearchFilters = {
    kinds: parameters.get('kind') ?? undefined, unit: parameters.get('unit') ?? undefined, person: parameters.get('person') ?? undefined, language: parameters.get('language') ?? undefined,
    // To the hour, so that the same question is the same question for a while.
    from: days > 0 ? new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - days * dayMilliseconds).toISOString() : undefined,
  };
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ['find', q, filters], queryFn: ({ signal }) => searchAll(q, filters, signal), enabled: q.length > 0, placeholderData: (before) => before });
  const choice = (name: string, label: Key, options: { value: string; label: string }[]) => (
    <Select allowClear className="filter" placeholder={t(label)} aria-label={t(label)} value={parameters.get(name)} onChange={(value: string | undefined) => set(name, value)} options={options} />
  );
  return (
    <div className="page"><div className="page-inner">
      <h1 className="visually-hidden">{t('find.title')}</h1>
      <div className="find-head" role="search">
        <Input ref={(element) => { box.current = element?.input ?? null; }} size="large" autoFocus allowClear prefix={<SearchOutlined />} value={text} maxLength={200} onChange={(event) => setText(event.target.value)} placeholder={t('find.placeholder')} aria-label={t('find.title')} />
        <div className="filters">
          {choice('kind', 'find.kind', kinds.map((kind) => ({ value: kind, label: tValue('find.kinds', kind) })))}
          {choice('unit', 'filters.unit', units)}
          {choice('days', 'find.time', times.map(([value, label]) => ({ value, label: t(label) })))}
          {choice('language', 'find.language', languages.map((language) => ({ value: language, label: languageName(language) })))}
          {parameters.has('person') && <button type="button" className="tag accent" onClick={() => set('person', undefined)}>{t('filters.by.person')} ×</button>}
        </div>
      </div>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!q && <Empty title={t('find.start')}>{t('find.startText')}</Empty>}
      {q && !data && isFetching && <Skeleton rows={10} />}
      <div role="status" className="meta">{q && data && !isFetching && data.items.length > 0 ? t('find.count', { count: data.items.length }) : ''}</div>
      {q && data && data.items.length === 0 && !isFetching && <Empty title={t('find.nothing', { query: q })}>{t('find.nothingText')}</Empty>}
      {q && data && <ul className="found-list">{data.items.map((hit) => <Hit key={`${hit.kind}:${hit.id}`} hit={hit} />)}</ul>}
    </div></div>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const unitName = useUnitName();
  return (
    <li>
      <Link data-row className="found-row" to={pages[hit.kind](hit.id)}>
        <span className="row between"><span className="row grow"><span className="tag">{tValue('find.kinds', hit.kind)}</span><span className="cut strong">{hit.title}</span></span><time className="meta">{shortTime(hit.at)}</time></span>
        <span className="wrap quietly"><Marked text={hit.snippet} marks={hit.marks ?? []} /></span>
        {hit.unit && <span className="meta">{unitName(hit.unit)}</span>}
      </Link>
    </li>
  );
}

function Marked({ text, marks }: { text: string; marks: readonly { start: number; length: number }[] }) {
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start < at) continue;
    parts.push(text.slice(at, mark.start), <mark key={mark.start}>{text.slice(mark.start, mark.start + mark.length)}</mark>);
    at = mark.start + mark.length;
  }
  return <>{parts}{text.slice(at)}</>;
}
