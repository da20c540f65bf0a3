import { DeleteOutlined, FilterOutlined, TeamOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button } from 'antd';
import { lists } from '../../api/deskCalls.ts';
import type { ListView } from '../../api/deskTypes.ts';
import { useUndo } from '../../app/undo.ts';
import { t, type Key } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

const none: ListView[] = [];
const countEveryMilliseconds = 60_000;
export function useViews(): ListView[] {
  const { data } = useQuery({ queryKey: ['views'], queryFn: () => lists.views(), staleTime: 60_000, retry: false });
  return data?.items ?? none;
}

/** What everybody looks for first, without keeping it as a view. */
export interface QuickView { title: Key; on: boolean; go: () => void }

/** Kept views with how many each shows; the chosen one is in the address. */
export function ViewTabs({ chosen, choose, edit, quick }: { chosen: string | undefined; choose: (view: string | undefined) => void; edit: () => void; quick: QuickView[] }) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const undo = useUndo();
  const views = useViews();
  const { data } = useQuery({ queryKey: ['view-counts'], queryFn: () => lists.counts(), refetchInterval: countEveryMilliseconds, enabled: views.length > 0, retry: false });
  const counts = new Map(data?.items.map((count) => [count.id, count.more ? `${count.count}+` : String(count.count)]));
  const current = views.find((view) => view.id === chosen);
  const remove = (view: ListView) => void lists.removeView(view.id).then(() => {
    void queries.invalidateQueries({ queryKey: ['views'] });
    choose(undefined);
    undo(t('views.removed', { name: view.name }), () => lists.saveView(view).then(() => queries.invalidateQueries({ queryKey: ['views'] })));
  }, (error: unknown) => void message.error(problemText(error)));
  return (
    <nav className="view-tabs" aria-label={t('views.label')}>
      <button type="button" className="view-tab" aria-pressed={!chosen && !quick.some((one) => one.on)} onClick={() => choose(undefined)}>{t('views.everything')}</button>
      {quick.map((one) => <button key={one.title} type="button" className="view-tab" aria-pressed={one.on} onClick={one.go}>{t(one.title)}</button>)}
      {views.map((view) => (
        <button key={view.id} type="button" className="view-tab" aria-pressed={view.id === chosen} onClick={() => choose(view.id)}>
          {view.shared && <TeamOutlined aria-label={t('views.shared')} />} {view.name} <span className="meta numeric">{counts.get(view.id) ?? ''}</span>
        </button>
      ))}
      <Button size="small" type="text" icon={<FilterOutlined />} onClick={edit} aria-keyshortcuts="f">{t('views.filter')}</Button>
      {current?.own && <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('views.remove', { name: current.name })} onClick={() => remove(current)} />}
    </nav>
  );
}
