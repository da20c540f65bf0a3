import { CompassOutlined, EllipsisOutlined, UserOutlined } from '@ant-design/icons';
import { Dropdown, Popover } from 'antd';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { Link, NavLink, useLocation, useNavigate } from 'react-router-dom';
import { t, tValue } from '../i18n/language.ts';
import { useHub } from '../live/useHub.ts';
import { Brand } from '../parts/Brand.tsx';
import { PresenceMark } from '../parts/state.tsx';
import { DeskSwitches } from './alerts.tsx';
import { placesOf, type Place } from './places.tsx';
import { LanguageSwitch, ThemeSwitch } from './Preferences.tsx';
import { useSetPresence } from './presence.ts';
import { placesWithin } from './room.ts';
import { mayTalk, useMe, useSession } from './session.tsx';

type Counts = Record<NonNullable<Place['count']>, number>;

/** Widest screen that is a phone; then the size of a place, and what else needs room: beside the foot's places presence and oneself, around the rail's the mark and the gaps too. */
const phone = 767;
const [footPlace, footOthers] = [56, 112];
const [railPlace, railOthers] = [48, 252];
const onResize = (told: () => void) => { addEventListener('resize', told); return () => removeEventListener('resize', told); };
/** How many places there is room for, so that nobody has to scroll for the end of the rail. */
const useRoom = () => useSyncExternalStore(onResize, () => Math.floor(innerWidth <= phone ? (innerWidth - footOthers) / footPlace : (innerHeight - railOthers) / railPlace));

/** Where one can go, and who one is here. On a phone it is the foot of the page. */
export function Rail({ counts, onCommand, onShortcuts }: { counts: Counts; onCommand: () => void; onShortcuts: () => void }) {
  const me = useMe();
  const [shown, behind] = placesWithin(placesOf(me), useRoom());
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      <div className="brand"><Brand /></div>
      <button type="button" className="rail-item rail-go" onClick={onCommand} aria-keyshortcuts="Control+K" title={`${t('command.label')} · Ctrl K`}><CompassOutlined /><span>{t('rail.search')}</span></button>
      {shown.map((place) => <RailLink key={place.path} place={place} badge={place.count ? counts[place.count] : 0} />)}
      {behind.length > 0 && <More places={behind} counts={counts} search={onCommand} />}
      <div className="spring" />
      <PresenceSwitch />
      <Me onShortcuts={onShortcuts} />
    </nav>
  );
}

function RailLink({ place, badge }: { place: Place; badge: number }) {
  return (
    <NavLink to={place.path} className={`rail-item ${place.first ? 'rail-first' : ''}`} title={place.key && `${t(place.title)} · g ${place.key}`}>
      {place.icon}
      <span>{t(place.title)}</span>
      {badge > 0 && <span className="count" aria-label={t('rail.waiting', { count: badge })}>{badge > 99 ? '99+' : badge}</span>}
    </NavLink>
  );
}

/** The pages that the rail, or the foot of a phone, has no room for. */
function More({ places, counts, search }: { places: Place[]; counts: Counts; search: () => void }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = places.find((place) => pathname === place.path || pathname.startsWith(`${place.path}/`));
  const waiting = places.some((place) => place.count && counts[place.count] > 0);
  const items = [
    ...places.map((place) => ({ key: place.path, icon: place.icon, label: t(place.title), onClick: () => navigate(place.path) })),
    { key: 'command', icon: <CompassOutlined />, label: t('rail.search'), onClick: search },
  ];
  return (
    <Dropdown menu={{ items, selectedKeys: here ? [here.path] : [] }} trigger={['click']} placement="topLeft">
      <button type="button" className="rail-item rail-more" aria-current={here ? 'page' : undefined}>{here?.icon ?? <EllipsisOutlined />}<span>{t('rail.more')}</span>{waiting && <span className="count dot" aria-hidden="true" />}</button>
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
  const content: ReactNode = (
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
