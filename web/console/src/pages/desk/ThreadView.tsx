import { DownOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Entry } from '../../api/types.ts';
import { dayName } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { useHub } from '../../live/useHub.ts';
import type { Thread } from '../../live/thread.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';
import { Pinned } from './Pinned.tsx';
import { foldNotes } from './foldNotes.ts';
import { EntryView, PendingView } from './EntryView.tsx';

/** Where a reader further up left each thread, as its scroll top: what is added at the end does not move it. None means "at the end". */
const places = new Map<string, number>();
const nearEnd = 48;
/** Messages of one voice within this time are one paragraph with one name. */
const togetherMilliseconds = 5 * 60_000;

export function ThreadView({ id, follow }: { id: string; follow: boolean }) {
  const thread = useHub((state) => state.threads.get(id));
  if (!thread || thread.first === 0) return <div className="thread-scroll desk-pad"><Skeleton rows={10} widths={[40, 64, 52, 30]} /></div>;
  return <Loaded thread={thread} follow={follow} />;
}

function Loaded({ thread, follow }: { thread: Thread; follow: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState(false);
  const customer = useHub((state) => personName(state.conversations.get(thread.id)?.person));
  const readByConsumer = useHub((state) => state.conversations.get(thread.id)?.readByConsumer ?? 0);
  const typing = useHub((state) => state.typing.get(thread.id));
  const asked = useMemo(() => firstQuestion(thread.entries), [thread.entries]);
  const lastOwn = useMemo(() => thread.entries.findLast((entry) => entry.kind === 'message' && entry.author.party === 'agent')?.sequence, [thread.entries]);
  const entries = useMemo(() => foldNotes(thread.entries), [thread.entries]);
  useStayAtEnd(scroller, thread, setBehind, !!typing);
  useReading(thread, follow);

  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  return (
    <>
      <Pinned id={thread.id} asked={asked} />
      <div className="thread-scroll" ref={scroller} tabIndex={0} role="log" aria-label={t('thread.messages')} aria-live="off">
        {thread.first > 1 && <div className="thread-earlier"><Button size="small" onClick={() => void keepPlace(scroller.current, () => hub.loadEarlier(thread.id))}>{t('thread.earlier')}</Button></div>}
        {thread.entries.length === 0 && thread.pending.length === 0 && <Empty title={t('thread.nothingSaid')} />}
        {entries.map((entry, index) => {
          const before = entries[index - 1];
          return (
            <Fragment key={entry.id ?? entry.sequence}>
              {(!before || !sameDay(before.at, entry.at)) && <div className="thread-day"><span>{dayName(entry.at)}</span></div>}
              <EntryView entry={entry} customer={customer} joined={isJoined(before, entry)} mark={entry.sequence === lastOwn ? (entry.sequence <= readByConsumer ? 'read' : 'sent') : undefined} />
            </Fragment>
          );
        })}
        {thread.pending.map((own) => <PendingView key={own.clientId} own={own} />)}
        <div className="thread-typing" aria-hidden={!typing}>{typing && t('thread.typingName', { name: typing.name ?? customer })}</div>
      </div>
      {behind && <Button className="to-end" size="small" icon={<DownOutlined />} onClick={toEnd}>{t('thread.newest')}</Button>}
    </>
  );
}

export function firstQuestion(entries: Entry[]): string | undefined {
  return entries.find((entry) => entry.kind === 'message' && entry.author.party === 'consumer' && entry.text?.trim())?.text ?? undefined;
}
const sameDay = (one: string, other: string) => new Date(one).toDateString() === new Date(other).toDateString();
function isJoined(before: Entry | undefined, entry: Entry): boolean {
  return !!before && before.kind === entry.kind && entry.kind !== 'system' && before.author.party === entry.author.party
    && before.author.id === entry.author.id && Date.parse(entry.at) - Date.parse(before.at) < togetherMilliseconds && sameDay(before.at, entry.at);
}

async function keepPlace(scroller: HTMLElement | null, change: () => Promise<void>): Promise<void> {
  if (!scroller) return;
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  await change();
  setTimeout(() => { scroller.scrollTop = scroller.scrollHeight - fromEnd; }, 150);
}

/** New entries keep the end in sight only for a reader who is there; a reader further up is never moved. */
function useStayAtEnd(scroller: React.RefObject<HTMLDivElement>, thread: Thread, setBehind: (behind: boolean) => void, typing: boolean): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = places.get(thread.id) ?? element.scrollHeight;
    const remember = () => {
      const fromEnd = element.scrollHeight - element.clientHeight - element.scrollTop;
      if (fromEnd <= nearEnd) places.delete(thread.id); else places.set(thread.id, element.scrollTop);
      setBehind(fromEnd > nearEnd * 3);
    };
    // A composer that grows or an image that arrives must not push the end out of sight.
    const observer = new ResizeObserver(() => { if (!places.has(thread.id)) element.scrollTop = element.scrollHeight; });
    observer.observe(element);
    element.addEventListener('scroll', remember, { passive: true });
    return () => { element.removeEventListener('scroll', remember); observer.disconnect(); };
  }, [scroller, thread.id, setBehind]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && !places.has(thread.id)) element.scrollTop = element.scrollHeight;
  }, [scroller, thread.id, thread.last, thread.pending.length, typing]);
}

/** Only what is on a visible page counts as read. */
function useReading(thread: Thread, follow: boolean): void {
  useEffect(() => {
    if (!follow || thread.last === 0) return;
    const mark = () => { if (document.visibilityState === 'visible' && document.hasFocus()) hub.markRead(thread.id, thread.last); };
    mark();
    addEventListener('focus', mark);
    return () => removeEventListener('focus', mark);
  }, [thread.id, thread.last, follow]);
}
