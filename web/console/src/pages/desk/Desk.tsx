import { Button } from 'antd';
import { useCallback, useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { inbox as inboxCalls } from '../../api/calls.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { useSetPresence } from '../../app/presence.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { useHub } from '../../live/useHub.ts';
import { waitingSince } from '../../live/waiting.ts';
import { Empty } from '../../parts/feedback.tsx';
import { ChatList } from './ChatList.tsx';
import { OfferBar } from './OfferBar.tsx';
import { byNeed } from './order.ts';
import { SidePanel } from './SidePanel.tsx';
import { Talk } from './Talk.tsx';
import { useLiveThreads } from './useThread.ts';

export default function Desk() {
  useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const chosen = parameters.get('conversation') ?? undefined;
  const view = parameters.get('view') === 'panel' ? 'panel' : chosen ? 'thread' : 'list';
  const inbox = useHub((state) => state.inbox);
  const threads = useHub((state) => state.threads);
  const rows = useMemo(() => byNeed(inbox?.conversations ?? [], (row) => waitingSince(row, threads.get(row.id)?.entries)), [inbox, threads]);
  useLiveThreads(rows.map((row) => row.id), chosen);

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
  }, []);
  useKeys({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    Escape: () => choose(chosen),
  });
  const offer = inbox?.offers[0];
  return (
    <div className="desk" data-view={view}>
      <h1 className="visually-hidden">{t('rail.desk')}</h1>
      {offer && <OfferBar key={offer.id} offer={offer} onAccepted={(id) => choose(id)} />}
      <ChatList inbox={inbox} rows={rows} chosen={chosen} onChoose={choose} />
      {chosen
        ? <Talk key={chosen} id={chosen} onBack={() => choose(undefined)} onPanel={() => choose(chosen, true)} />
        : <div className="desk-thread desk-nobody"><Nobody waiting={rows.length} /></div>}
      {chosen && <SidePanel key={`panel-${chosen}`} conversation={chosen} onBack={() => choose(chosen)} />}
    </div>
  );
}

function Nobody({ waiting }: { waiting: number }) {
  const presence = useHub((state) => state.inbox?.presence.state);
  const setPresence = useSetPresence();
  if (waiting > 0) return <Empty title={t('desk.chooseTitle')}>{t('desk.chooseText')}</Empty>;
  return presence === 'available'
    ? <Empty title={t('desk.readyTitle')}>{t('desk.readyText')}</Empty>
    : <Empty title={t('desk.awayTitle')} action={presence && <Button type="primary" onClick={() => void setPresence('available')}>{t('command.available')}</Button>}>{t('desk.awayText')}</Empty>;
}
