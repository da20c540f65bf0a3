import { useCallback, useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { ConversationRow } from '../../api/types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { mayAssign, mayTalk, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { useHub } from '../../live/useHub.ts';
import { AssignControl } from '../../parts/AssignControl.tsx';
import { useSelection } from '../../parts/useSelection.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { SidePanel } from '../desk/SidePanel.tsx';
import { Talk } from '../desk/Talk.tsx';
import { useLiveThreads } from '../desk/useThread.ts';
import { BulkBar } from './BulkBar.tsx';
import { FilterBuilder } from './FilterBuilder.tsx';
import { Filters } from './Filters.tsx';
import { filterNames, readFilter } from './filters.ts';
import { RowList } from './RowList.tsx';
import { useRows } from './useRows.ts';
import { useViews, ViewTabs, type QuickView } from './ViewTabs.tsx';
import '../../styles/conversations.css';

/** As many as one bulk action takes. */
const selectionLimit = 200;

/** All conversations one may see; every filter, the view and the open one are in the address. */
export default function Conversations() {
  useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const [building, setBuilding] = useState(false);
  const chosen = parameters.get('conversation') ?? undefined;
  const panel = parameters.get('panel') === '1' ? 'panel' : chosen ? 'thread' : 'list';
  const held = useRef(false);
  const list = useRows(parameters, held);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const selection = useSelection(useMemo(() => rows.map((row) => row.conversation.id), [rows]), selectionLimit);
  held.current = selection.ids.length > 0;
  const view = useViews().find((one) => one.id === parameters.get('view'));
  useLiveThreads([], chosen);
  useKeys({
    j: () => moveFocus(1), k: () => moveFocus(-1), f: () => setBuilding(true),
    v: () => { const id = (document.activeElement as HTMLElement | null)?.dataset.conversation; if (id) selection.toggle(id); },
    'mod+a': () => selection.all(), Escape: () => (selection.ids.length > 0 ? selection.clear() : show(undefined)),
  });

  const change = useCallback((part: Record<string, string | undefined>, replace = false) => setParameters((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(part)) if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace }), [setParameters]);
  const show = useCallback((id: string | undefined, wide = false) => change({ conversation: id, panel: wide ? '1' : undefined }), [change]);
  const choose = useCallback((row: ConversationRow) => {
    if (row.assignee?.id === me.person.id && row.state === 'agent') navigate(`/desk?conversation=${row.id}`);
    else show(row.id);
  }, [me.person.id, navigate, show]);
  const asked = filterNames.filter((name) => parameters.has(name));
  const only = (name: string, value: string) => !parameters.has('view') && !parameters.has('filter') && asked.length === 1 && parameters.get(name) === value;
  const quick: QuickView[] = [
    { title: 'views.waiting', on: only('state', 'queued'), go: () => setParameters({ state: 'queued' }) },
    ...(mayTalk(me) ? [{ title: 'views.mine', on: only('assignee', me.person.id), go: () => setParameters({ assignee: me.person.id }) } satisfies QuickView] : []),
  ];
  const filtered = asked.length > 0 || parameters.has('filter') || parameters.has('view');
  return (
    <div className="talks" data-view={panel} data-open={!!chosen}>
      <h1 className="visually-hidden">{t('rail.conversations')}</h1>
      <section className="talks-list" aria-labelledby="talks-title">
        <header className="talks-head"><h2 id="talks-title">{t('rail.conversations')}</h2><Filters parameters={parameters} change={setParameters} /></header>
        <ViewTabs chosen={parameters.get('view') ?? undefined} choose={(id) => setParameters(id ? { view: id } : {})} edit={() => setBuilding(true)} quick={quick} />
        {mayTalk(me) && <BulkBar chosen={selection.ids} rows={rows} clear={selection.clear} />}
        <RowList list={list} rows={rows} chosen={chosen} compact={!!chosen} onChoose={choose} filtered={filtered} clear={() => setParameters({})} selected={selection.set} onSelect={mayTalk(me) ? selection.toggle : undefined} />
      </section>
      {chosen && <Talk key={chosen} id={chosen} onBack={() => show(undefined)} onPanel={() => show(chosen, true)} actions={mayAssign(me) ? <Supervise id={chosen} /> : undefined} />}
      {chosen && <SidePanel key={`panel-${chosen}`} conversation={chosen} onBack={() => show(chosen)} />}
      {building && <FilterBuilder filter={view?.filter ?? readFilter(parameters)} view={view} change={(filter) => change({ filter: filter && JSON.stringify(filter), view: undefined, state: undefined, unit: undefined, assignee: undefined, tag: undefined }, true)}
        saved={(kept) => setParameters({ view: kept.id })} close={() => setBuilding(false)} />}
    </div>
  );
}

function Supervise({ id }: { id: string }) {
  const conversation = useHub((state) => state.conversations.get(id));
  const movable = conversation && (conversation.state === 'agent' || conversation.state === 'queued' || conversation.state === 'bot');
  return movable ? <AssignControl conversation={id} assigned={conversation.assignee?.id} /> : null;
}
