import { Button } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { inbox as inboxCalls } from '../../api/calls.ts';
import type { ConversationRow } from '../../api/types.ts';
import { useActions } from '../../app/actions.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { useSetPresence } from '../../app/presence.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { useHub } from '../../live/useHub.ts';
import { waitingSince } from '../../live/waiting.ts';
import { Empty } from '../../parts/feedback.tsx';
import { HostBar } from '../listening/HostBar.tsx';
import { ChatList } from './ChatList.tsx';
import { usePutAway } from './deskFacts.ts';
import { syncDrafts } from './drafts.ts';
import { OfferBar } from './OfferBar.tsx';
import { byNeed, keepPlaces } from './order.ts';
import { SidePanel } from './SidePanel.tsx';
import { Talk } from './Talk.tsx';
import { useLiveThreads } from './useThread.ts';

export default function Desk() {
  useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const chosen = parameters.get('conversation') ?? undefined;
  const view = parameters.get('view') === 'panel' ? 'panel' : chosen ? 'thread' : 'list';
  const inbox = useHub((state) => state.inbox);
  const { rows, away, onHand } = useChats();
  useLiveThreads([...rows, ...away].map((row) => row.id), chosen);

  const choose = useCallback((id: string | undefined, panel = false) => {
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (id) next.set('conversation', id); else next.delete('conversation');
      if (panel) next.set('view', 'panel'); else next.delete('view');
      return next;
    });
  }, [setParameters]);

  useEffect(() => {
    // Offers and chats may have changed while another page was shown and the line was down.
    if (hub.connection.state !== 'online') inboxCalls.read().then((answer) => hub.takeInbox(answer), () => undefined);
    syncDrafts().catch(() => undefined);
  }, []);
  const next = () => choose(nextNeedingMe(rows, chosen)?.id ?? chosen);
  useKeys({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    Escape: () => document.querySelector<HTMLElement>('.chat-row[aria-current="true"]')?.focus(),
    ...Object.fromEntries(rows.slice(0, 9).map((row, index) => [`alt+${index + 1}`, () => choose(row.id)])),
  });
  useActions([
    { key: 'desk-next', title: 'shortcuts.next', shortcut: 'alt+n', run: next },
    { key: 'desk-up', title: 'shortcuts.up', shortcut: 'alt+ArrowUp', run: () => choose(neighbour(rows, chosen, -1)) },
    { key: 'desk-down', title: 'shortcuts.down', shortcut: 'alt+ArrowDown', run: () => choose(neighbour(rows, chosen, 1)) },
  ]);
  const offer = inbox?.offers[0];
  return (
    <div className="desk" data-view={view}>
      <h1 className="visually-hidden">{t('rail.desk')}</h1>
      <div className="desk-bars">
        {offer && <OfferBar key={offer.id} offer={offer} onAccepted={(id) => choose(id)} />}
        <HostBar chosen={chosen} choose={choose} mine={(id) => rows.some((row) => row.id === id)} />
      </div>
      <ChatList inbox={inbox} rows={rows} away={away} chosen={chosen} onChoose={choose} onHand={onHand} />
      {chosen
        ? <Talk key={chosen} id={chosen} onBack={() => choose(undefined)} onAway={next} onPanel={() => choose(chosen, true)} />
        : <div className="desk-thread desk-nobody"><Nobody waiting={rows.length} /></div>}
      {chosen && <SidePanel key={`panel-${chosen}`} conversation={chosen} onBack={() => choose(chosen)} />}
    </div>
  );
}

/** My chats, those in need first; while a hand is on the list, or I am writing, nothing in it changes its place. */
function useChats(): { rows: ConversationRow[]; away: ConversationRow[]; onHand: (on: boolean) => void } {
  const inbox = useHub((state) => state.inbox);
  const threads = useHub((state) => state.threads);
  const putAway = usePutAway();
  const [hand, setHand] = useState(false);
  const places = useRef<string[]>([]);
  return useMemo(() => {
    const all = inbox?.conversations ?? [];
    const here = all.filter((row) => !putAway.has(row.id));
    const sorted = byNeed(here, (row) => waitingSince(row, threads.get(row.id)?.entries));
    const rows = hand ? keepPlaces(places.current, here) : sorted;
    places.current = rows.map((row) => row.id);
    return { rows, away: all.filter((row) => putAway.has(row.id)), onHand: setHand };
  }, [inbox, threads, putAway, hand]);
}

/** The one that waits longest for me, other than the one I look at. */
function nextNeedingMe(rows: ConversationRow[], chosen: string | undefined): ConversationRow | undefined {
  const waits = (row: ConversationRow) => waitingSince(row, hub.snapshot().threads.get(row.id)?.entries);
  const others = byNeed(rows.filter((row) => row.id !== chosen), waits);
  return others.find((row) => waits(row)) ?? others[0];
}
function neighbour(rows: ConversationRow[], chosen: string | undefined, step: number): string | undefined {
  const at = rows.findIndex((row) => row.id === chosen);
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.id ?? chosen;
}

function Nobody({ waiting }: { waiting: number }) {
  const presence = useHub((state) => state.inbox?.presence.state);
  const setPresence = useSetPresence();
  if (waiting > 0) return <Empty title={t('desk.chooseTitle')}>{t('desk.chooseText')}</Empty>;
  return presence === 'available'
    ? <Empty title={t('desk.readyTitle')}>{t('desk.readyText')}</Empty>
    : <Empty title={t('desk.awayTitle')} action={presence && <Button type="primary" onClick={() => void setPresence('available')}>{t('command.available')}</Button>}>{t('desk.awayText')}</Empty>;
}
