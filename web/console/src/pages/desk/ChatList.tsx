import { memo, useSyncExternalStore } from 'react';
import type { ConversationRow, Inbox } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { useOrder } from '../../app/queries.ts';
import { languageName, shortTime } from '../../i18n/format.ts';
import { currentLanguage, t } from '../../i18n/language.ts';
import { waitingSince } from '../../live/waiting.ts';
import { useHub } from '../../live/useHub.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { Channel, personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { StandardMark } from '../../parts/StandardMark.tsx';
import { PromiseMark } from '../../parts/state.tsx';
import { hasDraft, watchDrafts } from './drafts.ts';

interface Properties {
  inbox: Inbox | undefined; rows: ConversationRow[]; away: ConversationRow[]; chosen: string | undefined; onChoose: (id: string) => void;
  /** A hand is on the list: rows keep their places meanwhile. */
  onHand: (on: boolean) => void;
}
const numbered = 9;

export function ChatList({ inbox, rows, away, chosen, onChoose, onHand }: Properties) {
  const unitName = useUnitName();
  const waiting = useHub((state) => rows.filter((row) => waitingSince(row, state.threads.get(row.id)?.entries)).length);
  return (
    <section className="desk-list" aria-label={t('desk.list')} onPointerEnter={() => onHand(true)} onPointerLeave={() => onHand(false)}
      onFocus={() => onHand(true)} onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) onHand(false); }}>
      <header className="desk-head">
        <h2>{t('desk.list')}</h2>
        {inbox && <span className="meta numeric" title={t('desk.loadHelp')}>{waiting > 0 && <span className="waits">{t('desk.needMe', { count: waiting })}</span>} {t('desk.load', { load: inbox.load, capacity: inbox.capacity })}</span>}
      </header>
      {!inbox && <div className="desk-pad"><Skeleton rows={9} /></div>}
      {inbox && rows.length + away.length === 0 && <Empty title={t('desk.emptyTitle')}>{t('desk.emptyText')}</Empty>}
      <div className="desk-scroll">
        <ul className="desk-rows">
          {rows.map((row, index) => <ChatRow key={row.id} row={row} unit={unitName(row.unit)} chosen={row.id === chosen} onChoose={onChoose} number={index < numbered ? index + 1 : undefined} />)}
        </ul>
        {away.length > 0 && (
          <details className="desk-away">
            <summary className="meta">{t('desk.putAway', { count: away.length })}</summary>
            <ul className="desk-rows">{away.map((row) => <ChatRow key={row.id} row={row} unit={unitName(row.unit)} chosen={row.id === chosen} onChoose={onChoose} />)}</ul>
          </details>
        )}
      </div>
    </section>
  );
}

const ChatRow = memo(function ChatRow({ row, unit, chosen, onChoose, number }: { row: ConversationRow; unit: string; chosen: boolean; onChoose: (id: string) => void; number?: number }) {
  const typing = useHub((state) => state.typing.get(row.id));
  const unread = useHub((state) => unreadOf(state.threads.get(row.id)?.entries, row.readByStaff));
  const since = useHub((state) => waitingSince(row, state.threads.get(row.id)?.entries));
  const draft = useSyncExternalStore(watchDrafts, () => hasDraft(row.id));
  return (
    <li>
      <button type="button" data-row className="chat-row" aria-current={chosen} onClick={() => onChoose(row.id)} aria-keyshortcuts={number ? `Alt+${number}` : undefined}>
        <span className="row between">
          <span className="row grow">{number && <kbd className="chat-number" aria-hidden="true">{number}</kbd>}<span className="cut strong">{personName(row.person)}</span><Tier tier={row.person.tier} /><Channel channel={row.channel} /></span>
          {since
            ? <span className="waits" title={t('desk.waiting')}><span className="visually-hidden">{t('desk.waiting')} </span><Since instant={since} /></span>
            : <span className="meta numeric">{shortTime(row.lastAt ?? row.openedAt)}</span>}
        </span>
        <span className="row between">
          <span className={`cut grow ${unread ? 'strong' : 'quietly'}`}>
            {typing ? <em className="accented">{t('thread.typing')}</em> : lastWords(row)}
          </span>
          {unread > 0 && !chosen && <span className="unread" aria-label={t('desk.unread', { count: unread })}>{unread}</span>}
        </span>
        <span className="row meta">
          <span className="cut">{unit}{row.language && row.language.slice(0, 2) !== currentLanguage().slice(0, 2) ? ` · ${languageName(row.language)}` : ''}</span>
          {row.state === 'wrapup' && <span className="tag">{t('desk.left')}</span>}
          {draft && <span className="accented">{t('desk.draft')}</span>}
          {row.standard ? <span className="row-promise"><StandardMark standard={row.standard} /></span> : row.orderId && <RowPromise order={row.orderId} />}
        </span>
      </button>
    </li>
  );
});

/** Only promises in trouble are worth a place in the row. */
function RowPromise({ order }: { order: string }) {
  const { data } = useOrder(order);
  const promise = data?.promise;
  return promise && (promise.status === 'at-risk' || promise.status === 'broken') ? <span className="row-promise"><PromiseMark promise={promise} order={data.state} /></span> : null;
}

function unreadOf(entries: { sequence: number; kind: string; author: { party: string } }[] | undefined, read: number): number {
  return entries?.filter((entry) => entry.sequence > read && entry.kind === 'message' && entry.author.party === 'consumer').length ?? 0;
}
export function lastWords(row: ConversationRow, me?: string): string {
  const text = row.lastText?.trim() || t('thread.fileOnly');
  if (!row.lastAt) return t('thread.nothingSaid');
  return row.lastBy === 'agent' ? (me !== undefined && row.assignee?.id !== me ? t('desk.colleague', { name: row.assignee?.name || t('party.agent'), text }) : t('desk.you', { text })) : row.lastBy === 'bot' ? t('desk.bot', { text }) : text;
}
