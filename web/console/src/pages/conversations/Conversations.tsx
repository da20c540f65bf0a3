import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { board, conversations, search } from '../../api/calls.ts';
import type { ConversationRow, Page } from '../../api/types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { mayAssign, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { useHub } from '../../live/useHub.ts';
import { AssignControl } from '../../parts/AssignControl.tsx';
import { moveFocus } from '../../app/moveFocus.ts';
import { SidePanel } from '../desk/SidePanel.tsx';
import { Talk } from '../desk/Talk.tsx';
import { useLiveThreads } from '../desk/useThread.ts';
import { Filters, filterNames } from './Filters.tsx';
import { RowList } from './RowList.tsx';
import '../../styles/conversations.css';

const pageSize = 50;
/** The list is not live; a quiet look every so often keeps it honest while only its first page is open. */
const refreshMilliseconds = 15_000;

/** All conversations one may see; every filter and the open one are in the address. */
export default function Conversations() {
  useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const chosen = parameters.get('conversation') ?? undefined;
  const view = parameters.get('view') === 'panel' ? 'panel' : chosen ? 'thread' : 'list';
  const list = useRows(parameters);
  useLiveThreads([], chosen);
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });

  const show = useCallback((id: string | undefined, panel = false) => setParameters((before) => {
    const next = new URLSearchParams(before);
    if (id) next.set('conversation', id); else next.delete('conversation');
    if (panel) next.set('view', 'panel'); else next.delete('view');
    return next;
  }), [setParameters]);
  const choose = useCallback((row: ConversationRow) => {
    if (row.assignee?.id === me.person.id && row.state === 'agent') navigate(`/desk?conversation=${row.id}`);
    else show(row.id);
  }, [me.person.id, navigate, show]);
  return (
    <div className="talks" data-view={view} data-open={!!chosen}>
      <h1 className="visually-hidden">{t('rail.conversations')}</h1>
      <section className="talks-list" aria-labelledby="talks-title">
        <header className="talks-head"><h2 id="talks-title">{t('rail.conversations')}</h2><Filters parameters={parameters} change={setParameters} /></header>
        <RowList list={list} chosen={chosen} compact={!!chosen} onChoose={choose} filtered={filterNames.some((name) => parameters.has(name))} clear={() => setParameters({})} />
      </section>
      {chosen && <Talk key={chosen} id={chosen} onBack={() => show(undefined)} onPanel={() => show(chosen, true)} actions={mayAssign(me) ? <Supervise id={chosen} /> : undefined} />}
      {chosen && <SidePanel key={`panel-${chosen}`} conversation={chosen} onBack={() => show(chosen)} />}
    </div>
  );
}

function Supervise({ id }: { id: string }) {
  const conversation = useHub((state) => state.conversations.get(id));
  const movable = conversation && (conversation.state === 'agent' || conversation.state === 'queued' || conversation.state === 'bot');
  return movable ? <AssignControl conversation={id} assigned={conversation.assignee?.id} /> : null;
}

function useRows(parameters: URLSearchParams) {
  const query = useMemo(() => Object.fromEntries(filterNames.map((name) => [name, parameters.get(name) ?? undefined])), [parameters]);
  return useInfiniteQuery<Page<ConversationRow>>({
    queryKey: ['conversations', query],
    queryFn: ({ pageParam, signal }) => {
      const page = { ...query, after: pageParam as string | undefined, limit: pageSize };
      return query.q ? found(query.q, query, signal) : query.figure ? board.conversations(page) : conversations.list(page, signal);
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: (running) => ((running.state.data?.pages.length ?? 0) <= 1 ? refreshMilliseconds : false),
  });
}
/** By words: the best hits of the search, as lines; the other filters hold for them too. */
async function found(q: string, filters: Record<string, string | undefined>, signal: AbortSignal): Promise<Page<ConversationRow>> {
  const hits = await search(q, signal, 'conversation');
  const rows = await Promise.all(hits.items.map((hit) => conversations.one(hit.id).catch(() => undefined)));
  const fits = (row: ConversationRow) => (!filters.state || row.state === filters.state) && (!filters.unit || row.unit === filters.unit)
    && (!filters.assignee || row.assignee?.id === filters.assignee) && (!filters.person || row.person.id === filters.person) && (!filters.order || row.orderId === filters.order);
  return { items: rows.filter((row) => row !== undefined).filter(fits) };
}
export type RowsQuery = ReturnType<typeof useRows>;
