import { BarChartOutlined, CommentOutlined, FileTextOutlined, FolderOpenOutlined, SearchOutlined, SettingOutlined, ShoppingOutlined, ThunderboltOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { search } from '../api/calls.ts';
import type { SearchHit, SearchKind } from '../api/types.ts';
import { shortTime } from '../i18n/format.ts';
import { chooseLanguage, currentLanguage, t, type Key } from '../i18n/language.ts';
import { problemText, Skeleton } from '../parts/feedback.tsx';
import { useSetPresence } from './presence.ts';
import { useAlertSwitches } from './alerts.tsx';
import { placesOf } from './places.tsx';
import { mayKeepBooks, mayTalk, mayWatch, useMe, useSession } from './session.tsx';
import { chooseTheme, isDark } from './theme.ts';
import { settingsPagesOf } from './settingsPages.ts';
import { useOfferedActions } from './actions.ts';
import { undoLast } from './undo.ts';

interface Option { key: string; group: Key; icon: ReactNode; title: string; note?: string; shortcut?: string; run: () => void }
const hitIcons: Record<SearchKind, ReactNode> = { conversation: <CommentOutlined />, order: <ShoppingOutlined />, consumer: <UserOutlined />, article: <FileTextOutlined />, case: <FolderOpenOutlined /> };
const hitGroups: Record<SearchKind, Key> = { conversation: 'command.conversations', order: 'command.orders', consumer: 'command.people', article: 'command.articles', case: 'rail.cases' };
const hitPages: Record<SearchKind, (id: string) => string> = {
  conversation: (id) => `/conversations?conversation=${id}`,
  order: (id) => `/orders/${id}`,
  consumer: (id) => `/consumers/${id}`,
  article: (id) => `/articles/${id}`,
  case: (id) => `/cases/${id}`,
};

/** Pages and actions this person has, filtered by what was typed. */
function useOwnOptions(showShortcuts: () => void): Option[] {
  const me = useMe();
  const { leave } = useSession();
  const navigate = useNavigate();
  const setPresence = useSetPresence();
  const page = (path: string, title: string, icon: ReactNode, shortcut?: string): Option => ({ key: path, group: 'command.pages', icon, title, shortcut, run: () => navigate(path) });
  const action = (key: string, title: string, run: () => void, shortcut?: string): Option => ({ key, group: 'command.actions', icon: <ThunderboltOutlined />, title, run, shortcut });
  const offered = useOfferedActions();
  const alerts = useAlertSwitches();
  return [
    ...offered.map((one): Option => ({ key: one.key, group: 'command.here', icon: <ThunderboltOutlined />, title: t(one.title), shortcut: one.shortcut, run: () => setTimeout(one.run, 0) })),
    ...placesOf(me).map((place) => page(place.path, t(place.title), place.icon, place.key && `g ${place.key}`)),
    ...(mayWatch(me) ? [page('/reports/units', t('unit.title'), <BarChartOutlined />), page('/reports/value', t('value.title'), <BarChartOutlined />), page('/reports/deliveries', t('report.deliveries'), <BarChartOutlined />)] : mayKeepBooks(me) ? [page('/finance/value', t('value.title'), <BarChartOutlined />)] : []),
    page('/account', t('account.title'), <UserOutlined />),
    ...settingsPagesOf(me).map(({ path, title }) => page(`/settings/${path}`, `${t('rail.settings')} · ${t(title)}`, <SettingOutlined />)),
    ...(mayTalk(me) ? [
      action('available', t('command.available'), () => void setPresence('available')),
      action('away', t('command.away'), () => void setPresence('away')),
      action('offline', t('command.offline'), () => void setPresence('offline')),
      action('alerts', t(alerts.settings.notifications ? 'command.alertsOff' : 'command.alertsOn'), () => void alerts.notify(!alerts.settings.notifications)),
      action('sound', t(alerts.settings.sound ? 'command.soundOff' : 'command.soundOn'), () => alerts.ring(!alerts.settings.sound)),
    ] : []),
    action('language', t('command.language'), () => void chooseLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en')),
    action('theme', t('command.theme'), () => chooseTheme(isDark() ? 'light' : 'dark')),
    action('undo', t('shortcuts.undo'), () => void undoLast(), 'z'),
    action('shortcuts', t('shortcuts.title'), showShortcuts, '?'),
    action('sign-out', t('session.signOut'), () => void leave()),
  ];
}

function useHits(text: string) {
  const [query, setQuery] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => search(query, signal),
    enabled: query.length > 0,
    placeholderData: (before) => (query ? before : undefined),
  });
}

export function CommandBar({ open, close, showShortcuts }: { open: boolean; close: () => void; showShortcuts: () => void }) {
  return (
    <Modal open={open} onCancel={close} footer={null} closable={false} width={640} className="command" destroyOnHidden
      style={{ top: '12vh' }} title={t('command.label')} transitionName="" maskTransitionName="">
      {open && <CommandBody close={close} showShortcuts={showShortcuts} />}
    </Modal>
  );
}

function CommandBody({ close, showShortcuts }: { close: () => void; showShortcuts: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const typed = useDeferredValue(text.trim().toLowerCase());
  const own = useOwnOptions(showShortcuts);
  const { data, error, isFetching } = useHits(text);
  const options = useMemo(() => {
    const hits = typed ? (data?.items ?? []).map((hit) => asOption(hit, navigate)) : [];
    const fitting = own.filter((option) => !typed || option.title.toLowerCase().includes(typed));
    const more: Option[] = typed ? [{ key: 'find', group: 'command.actions', icon: <SearchOutlined />, title: t('find.more', { query: text.trim() }), run: () => navigate(`/search?q=${encodeURIComponent(text.trim())}`) }] : [];
    return grouped([...(typed ? fitting.filter((option) => option.group === 'command.here') : []), ...hits, ...fitting, ...more].filter((option, index, all) => all.indexOf(option) === index));
  }, [own, data, typed, text, navigate]);
  useEffect(() => setAt(0), [typed, data]);
  // The dialog moves the focus to itself when it has opened; ours comes after.
  useEffect(() => { const timer = setTimeout(() => input.current?.focus(), 30); return () => clearTimeout(timer); }, []);
  useEffect(() => { document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' }); }, [at, listId]);

  const run = (option: Option | undefined) => { if (option) { close(); option.run(); } };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((now) => Math.min(options.length - 1, now + 1));
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(0, now - 1));
    else if (event.key === 'Enter') run(options[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="command-input">
        <SearchOutlined />
        <input ref={input} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKey} placeholder={t('command.placeholder')} maxLength={200}
          role="combobox" aria-expanded aria-controls={listId} aria-activedescendant={options.length ? `${listId}-${at}` : undefined} aria-label={t('command.label')} />
        <kbd>Esc</kbd>
      </div>
      <div className="command-list" role="listbox" id={listId} aria-label={t('command.results')}>
        {options.map((option, index) => (
          <OptionLine key={`${option.group}:${option.key}`} option={option} head={option.group !== options[index - 1]?.group} id={`${listId}-${index}`} chosen={index === at} onRun={() => run(option)} onPoint={() => setAt(index)} />
        ))}
      </div>
      {error ? <div className="command-foot meta" role="alert">{problemText(error)}</div> : null}
      {!error && typed && isFetching && !data && <div className="command-foot"><div className="grow"><Skeleton rows={2} /></div></div>}
      {!error && typed && !isFetching && options.length === 0 && <div className="command-foot meta" role="status">{t('command.nothing', { query: text.trim() })}</div>}
    </>
  );
}

function OptionLine({ option, head, id, chosen, onRun, onPoint }: { option: Option; head: boolean; id: string; chosen: boolean; onRun: () => void; onPoint: () => void }) {
  return (
    <>
      {head && <div className="command-group" role="presentation">{t(option.group)}</div>}
      <div id={id} role="option" aria-selected={chosen} className="command-option" onClick={onRun} onMouseMove={onPoint}>
        {option.icon}
        <span className="cut grow">{option.title}{option.note && <span className="meta"> · {option.note}</span>}</span>
        {option.shortcut && <span className="row" style={{ gap: 4 }}>{option.shortcut.startsWith('g ') ? option.shortcut.split(' ').map((key) => <kbd key={key}>{key}</kbd>) : <kbd>{showKeys(option.shortcut)}</kbd>}</span>}
      </div>
    </>
  );
}

/** As it is printed on the keys. */
export const showKeys = (shortcut: string): string => shortcut.replace('mod+', 'Ctrl ').replace('alt+', 'Alt ').replace('ArrowUp', '↑').replace('ArrowDown', '↓').replace(/Alt ([a-z])$/, (_, letter: string) => `Alt ${letter.toUpperCase()}`);

function asOption(hit: SearchHit, navigate: (path: string) => void): Option {
  const note = [hit.snippet, hit.at && shortTime(hit.at)].filter(Boolean).join(' · ');
  return { key: hit.id, group: hitGroups[hit.kind], icon: hitIcons[hit.kind], title: hit.title, note, run: () => navigate(hitPages[hit.kind](hit.id)) };
}
/** Keeps options of a group together, groups in the order of their first option. */
function grouped(options: Option[]): Option[] {
  const order = [...new Set(options.map((option) => option.group))];
  return order.flatMap((group) => options.filter((option) => option.group === group));
}
