import {
  BellOutlined, CommentOutlined, CustomerServiceOutlined, DashboardOutlined, EllipsisOutlined, FieldTimeOutlined, FileSearchOutlined, FolderOpenOutlined, QuestionCircleOutlined, SearchOutlined, SettingOutlined, ThunderboltOutlined, UserOutlined,
} from '@ant-design/icons';
import { BarChartOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Dropdown, Modal, Popover } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, NavLink, useNavigate } from 'react-router-dom';
import { inbox as inboxCalls } from '../api/calls.ts';
import { desk } from '../api/deskCalls.ts';
import { t, tValue, useLanguage, type Key } from '../i18n/language.ts';
import { hub } from '../live/hub.ts';
import { waitingSince } from '../live/waiting.ts';
import { useHub, useLink } from '../live/useHub.ts';
import { Brand } from '../parts/Brand.tsx';
import { PresenceMark } from '../parts/state.tsx';
import { Announcer } from './announce.tsx';
import { CommandBar } from './CommandBar.tsx';
import { useKeys } from './keyboard.ts';
import { LanguageSwitch, ThemeSwitch } from './Preferences.tsx';
import { isAsked, mayArrange, mayAssign, mayRead, mayReadAudit, mayTalk, mayWatch, useMe, useSession } from './session.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { DeskSwitches, useAlerts } from './alerts.tsx';
import { undoLast } from './undo.ts';
import { useSetPresence } from './presence.ts';

/** How long the line may be gone before the page says so: a short reconnect is nobody's business. */
const patienceMilliseconds = 2_000;

/** A minor one stands behind "more" where there is little room. */
function RailLink({ to, icon, label, badge, minor = false }: { to: string; icon: ReactNode; label: string; badge?: number; minor?: boolean }) {
  return (
    <NavLink to={to} className={minor ? 'rail-item rail-minor' : 'rail-item'}>
      {icon}
      <span>{label}</span>
      {!!badge && <span className="count" aria-label={t('rail.waiting', { count: badge })}>{badge}</span>}
    </NavLink>
  );
}

/** On a phone: the pages that the foot has no room for. */
function More({ search }: { search: () => void }) {
  const me = useMe();
  const navigate = useNavigate();
  const pages: [boolean, string, Key][] = [
    [mayTalk(me), '/mentions', 'rail.mentions'], [true, '/search', 'rail.find'], [mayWatch(me), '/reports', 'rail.reports'], [mayWatch(me), '/standards', 'rail.standards'],
    [isAsked(me), '/asked', 'rail.asked'], [mayAssign(me), '/automations', 'rail.automations'], [mayArrange(me) || mayReadAudit(me), '/settings', 'rail.settings'],
  ];
  const items = [
    ...pages.filter(([may]) => may).map(([, path, title]) => ({ key: path, label: t(title), onClick: () => navigate(path) })),
    { key: 'command', label: t('rail.search'), onClick: search },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="topLeft">
      <button type="button" className="rail-item rail-more"><EllipsisOutlined /><span>{t('rail.more')}</span></button>
    </Dropdown>
  );
}

function PresenceSwitch() {
  const presence = useHub((state) => state.inbox?.presence);
  const change = useSetPresence();
  if (!presence) return null;
  const items = (['available', 'away', 'offline'] as const).map((state) => ({ key: state, label: <PresenceMark state={state} />, onClick: () => void change(state) }));
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [presence.state] }} trigger={['click']} placement="topLeft">
      <button type="button" className="rail-item" aria-label={t('presence.label', { state: tValue('presence', presence.state) })} data-testid="presence">
        <PresenceMark state={presence.state} word={false} />
        <span>{tValue('presence', presence.state)}</span>
      </button>
    </Dropdown>
  );
}

function Me({ onShortcuts }: { onShortcuts: () => void }) {
  const me = useMe();
  const { person, tenant } = me;
  const { leave } = useSession();
  const [open, setOpen] = useState(false);
  const content = (
    <div className="stack" style={{ width: 248, gap: 16 }}>
      <div>
        <div className="strong cut">{person.name}</div>
        <div className="meta cut">{person.email}</div>
        <div className="meta cut">{tenant.name} · {person.roles.map((role) => tValue('role', role)).join(', ')}</div>
      </div>
      <Link to="/account" onClick={() => setOpen(false)}>{t('account.title')}</Link>
      <LanguageSwitch />
      <ThemeSwitch />
      {mayTalk(me) && <DeskSwitches />}
      <div className="row between">
        <button type="button" className="linklike" onClick={() => { setOpen(false); onShortcuts(); }}>{t('shortcuts.title')} <kbd>?</kbd></button>
        <button type="button" className="linklike" onClick={() => void leave()}>{t('session.signOut')}</button>
      </div>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="rightBottom" open={open} onOpenChange={setOpen}>
      <button type="button" className="rail-item" title={t('rail.me', { name: person.name })}><UserOutlined /><span>{t('rail.meShort')}</span></button>
    </Popover>
  );
}

/** Who waits for me, as seen from another browser tab. */
function useTitle(waiting: number): void {
  const { tenant } = useMe();
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${tenant.name} · Patella`;
  }, [waiting, tenant.name]);
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
    'g d': () => navigate('/desk'),
    'g b': () => navigate('/board'),
    'g c': () => navigate('/conversations'),
    'g f': () => navigate('/search'),
    'g m': () => navigate('/mentions'),
    'g s': () => navigate('/settings'),
    z: () => void undoLast(),
    'g k': () => navigate('/cases'),
  });
  return (
    <div className="shell">
      <a className="skip" href="#main">{t('shell.skip')}</a>
      <nav className="rail" aria-label={t('rail.label')}>
        <div className="brand"><Brand /></div>
        {mayTalk(me) && <RailLink to="/desk" icon={<CustomerServiceOutlined />} label={t('rail.desk')} badge={waiting} />}
        {mayWatch(me) && <RailLink to="/board" icon={<DashboardOutlined />} label={t('rail.board')} />}
        {mayWatch(me) && <RailLink minor to="/reports" icon={<BarChartOutlined />} label={t('rail.reports')} />}
        {mayWatch(me) && <RailLink minor to="/standards" icon={<FieldTimeOutlined />} label={t('rail.standards')} />}
        {isAsked(me) && <RailLink minor to="/asked" icon={<QuestionCircleOutlined />} label={t('rail.asked')} />}
        {(!isAsked(me) || mayRead(me)) && <RailLink to="/conversations" icon={<CommentOutlined />} label={t('rail.conversations')} />}
        {mayRead(me) && <RailLink to="/cases" icon={<FolderOpenOutlined />} label={t('rail.cases')} />}
        {mayTalk(me) && <RailLink minor to="/mentions" icon={<BellOutlined />} label={t('rail.mentions')} badge={calls} />}
        <RailLink minor to="/search" icon={<FileSearchOutlined />} label={t('rail.find')} />
        <button type="button" className="rail-item rail-minor" onClick={() => setCommand(true)} aria-keyshortcuts="Control+K"><SearchOutlined /><span>{t('rail.search')}</span></button>
        {mayAssign(me) && <RailLink minor to="/automations" icon={<ThunderboltOutlined />} label={t('rail.automations')} />}
        {(mayArrange(me) || mayReadAudit(me)) && <RailLink minor to="/settings" icon={<SettingOutlined />} label={t('rail.settings')} />}
        <div className="spring" />
        <More search={() => setCommand(true)} />
        <PresenceSwitch />
        <Me onShortcuts={() => setShortcuts(true)} />
      </nav>
      <main className="main" id="main" tabIndex={-1}>
        <LinkState />
        {children}
      </main>
      <CommandBar open={command} close={() => setCommand(false)} showShortcuts={() => setShortcuts(true)} />
      <Modal open={shortcuts} onCancel={() => setShortcuts(false)} footer={null} title={t('shortcuts.title')} width={640}><Shortcuts /></Modal>
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
