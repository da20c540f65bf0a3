import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { inbox as inboxCalls } from '../api/calls.ts';
import { desk } from '../api/deskCalls.ts';
import { t, useLanguage } from '../i18n/language.ts';
import { hub } from '../live/hub.ts';
import { waitingSince } from '../live/waiting.ts';
import { useHub, useLink } from '../live/useHub.ts';
import { useAlerts } from './alerts.tsx';
import { Announcer } from './announce.tsx';
import { CommandBar } from './CommandBar.tsx';
import { useKeys } from './keyboard.ts';
import { placesOf } from './places.tsx';
import { Rail } from './Rail.tsx';
import { mayTalk, useMe } from './session.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { undoLast } from './undo.ts';

/** How long the line may be gone before the page says so: a short reconnect is nobody's business. */
const patienceMilliseconds = 2_000;

/** Who waits for me and which page this is, as seen among many browser tabs. */
function useTitle(waiting: number): void {
  const me = useMe();
  const language = useLanguage();
  const { pathname } = useLocation();
  const place = placesOf(me).find((one) => pathname.startsWith(one.path));
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${place ? `${t(place.title)} · ` : ''}${me.tenant.name} · Patella`;
  }, [waiting, me.tenant.name, place, language]);
}

function LinkState() {
  const link = useLink();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (link === 'online') { setShown(false); return; }
    const timer = setTimeout(() => setShown(true), patienceMilliseconds);
    return () => clearTimeout(timer);
  }, [link]);
  return <div role="status">{shown && <div className="link-down">{t('link.down')}</div>}</div>;
}

export function Shell({ children }: { children: ReactNode }) {
  useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const [command, setCommand] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  const waiting = useHub((state) => (state.inbox ? state.inbox.offers.length + state.inbox.conversations.filter((row) => waitingSince(row, state.threads.get(row.id)?.entries)).length : 0));
  useTitle(waiting);
  const calls = useCalls(mayTalk(me));
  useInbox(mayTalk(me));
  useAlerts(mayTalk(me));
  useKeys({
    'mod+k': () => setCommand((open) => !open),
    '?': () => setShortcuts(true),
    z: () => void undoLast(),
    ...Object.fromEntries(placesOf(me).filter((place) => place.key).map((place) => [`g ${place.key}`, () => navigate(place.path)])),
  });
  return (
    <div className="shell">
      <a className="skip" href="#main">{t('shell.skip')}</a>
      <Rail counts={{ waiting, calls }} onCommand={() => setCommand(true)} onShortcuts={() => setShortcuts(true)} />
      <main className="main" id="main" tabIndex={-1}>
        <LinkState />
        {children}
      </main>
      <CommandBar open={command} close={() => setCommand(false)} showShortcuts={() => setShortcuts(true)} />
      <Modal open={shortcuts} onCancel={() => setShortcuts(false)} footer={null} title={t('shortcuts.title')} width={720}><Shortcuts /></Modal>
      <Announcer />
    </div>
  );
}

/** The inbox is held while the console is open, whichever page is shown: an offer must not wait for a page. */
function useInbox(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    inboxCalls.read().then((inbox) => hub.takeInbox(inbox), () => undefined);
    return hub.connection.subscribe({ topic: 'inbox' });
  }, [wanted]);
}

/** How many things call for me: mentions, and what I put away and is back. */
function useCalls(wanted: boolean): number {
  const queries = useQueryClient();
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    desk.items(true).then((answer) => setUnread(answer.unread), () => undefined);
    const stop = hub.connection.on('desk', (frame) => { setUnread(frame.unread); void queries.invalidateQueries({ queryKey: ['desk-items'] }); });
    const leave = hub.connection.subscribe({ topic: 'desk' });
    return () => { stop(); leave(); };
  }, [wanted, queries]);
  return unread;
}
