import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Page } from '../../api/types.ts';
import { t, type Key } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { ResourceForm, type Field } from './ResourceForm.tsx';

export interface Column<T> { title: Key; render: (thing: T) => ReactNode; number?: boolean }
export interface Resource<T> {
  /** The query's name; other pages that read the same things are refreshed with it. */
  name: string;
  title: Key;
  intro: Key;
  emptyText: Key;
  columns: Column<T>[];
  fields: Field[];
  idOf: (thing: T) => string;
  /** What the filter above the list looks at. */
  words: (thing: T) => string;
  make: () => Partial<T>;
  list: (after?: string) => Promise<Page<T>>;
  save: (thing: T, isNew: boolean) => Promise<unknown>;
  remove?: (thing: T) => Promise<void>;
}

/** One list of settings with its form; which one is open is in the address. */
export function ResourcePage<T extends object>({ resource }: { resource: Resource<T> }) {
  const [parameters, setParameters] = useSearchParams();
  const [filter, setFilter] = useState('');
  const list = useInfiniteQuery({
    queryKey: ['settings', resource.name],
    queryFn: ({ pageParam }) => resource.list(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = filter.trim() ? all.filter((thing) => resource.words(thing).toLowerCase().includes(filter.trim().toLowerCase())) : all;
  const openId = parameters.get('open') ?? undefined;
  const open = openId === 'new' ? resource.make() : all.find((thing) => resource.idOf(thing) === openId);
  const show = (id: string | undefined) => setParameters(id ? { open: id } : {}, { replace: !id });
  const refresh = useRefresh(resource.name);
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t(resource.title)}</h1><p className="meta">{t(resource.intro)}</p></div>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => show('new')}>{t('action.add')}</Button>
      </header>
      {all.length > 8 && <Input className="settings-filter" allowClear prefix={<SearchOutlined />} value={filter} onChange={(event) => setFilter(event.target.value)} placeholder={t('settings.filter')} aria-label={t('settings.filter')} />}
      {list.isLoading && <Skeleton rows={8} />}
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data && all.length === 0 && <Empty title={t('settings.nothingYet')} action={<Button onClick={() => show('new')}>{t('action.add')}</Button>}>{t(resource.emptyText)}</Empty>}
      {all.length > 0 && shown.length === 0 && <Empty title={t('settings.nothingFits')} />}
      {shown.length > 0 && <Table resource={resource} things={shown} onOpen={show} />}
      {list.hasNextPage && <Button style={{ marginTop: 16 }} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button>}
      {open && <ResourceForm key={openId} title={t(resource.title)} fields={resource.fields} value={open as Record<string, unknown>} isNew={openId === 'new'} close={() => show(undefined)}
        save={async (value) => { await resource.save(value as T, openId === 'new'); refresh(); }}
        remove={resource.remove && openId !== 'new' ? async () => { await resource.remove!(open as T); refresh(); } : undefined} />}
    </div>
  );
}

/** Lists made from the same things elsewhere must not show yesterday's. */
function useRefresh(name: string): () => void {
  const queries = useQueryClient();
  return () => { for (const queryKey of [['settings', name], [name]]) void queries.invalidateQueries({ queryKey }); };
}

function Table<T>({ resource, things, onOpen }: { resource: Resource<T>; things: T[]; onOpen: (id: string) => void }) {
  return (
    <div className="scroll-x">
      <table className="grid-table settings-table">
        <thead><tr>{resource.columns.map((column) => <th key={column.title} scope="col" className={column.number ? 'number' : undefined}>{t(column.title)}</th>)}</tr></thead>
        <tbody>
          {things.map((thing) => {
            const id = resource.idOf(thing);
            return (
              <tr key={id} onClick={() => onOpen(id)}>
                {resource.columns.map((column, index) => (
                  <td key={column.title} data-label={t(column.title)} className={column.number ? 'number' : undefined}>
                    {index === 0 ? <button type="button" data-row className="linklike" onClick={(event) => { event.stopPropagation(); onOpen(id); }}>{column.render(thing)}</button> : column.render(thing)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
