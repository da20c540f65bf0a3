import { PaperClipOutlined } from '@ant-design/icons';
import { App as AntApp } from 'antd';
import { memo, useEffect, useState } from 'react';
import { desk } from '../../api/deskCalls.ts';
import type { Card, Entry, FileLink, Party } from '../../api/types.ts';
import { useStaffName, useUnitName } from '../../app/names.ts';
import { clockTime, fileSize, fullTime, shortTime } from '../../i18n/format.ts';
import { fill, t, tValue } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import type { Pending } from '../../live/thread.ts';
import { problemText } from '../../parts/feedback.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { OrderSummary } from '../../parts/OrderSummary.tsx';
import { StateMark } from '../../parts/state.tsx';
import { ApiProblem } from '../../api/problem.ts';
import { useMe } from '../../app/session.tsx';
import { useUndo } from '../../app/undo.ts';
import { businessNow } from '../../app/clock.ts';
import type { Folded } from './foldNotes.ts';
import { Translated } from './TranslatePanel.tsx';

/** A note can be changed by its author for this long. */
const changeNoteMilliseconds = 15 * 60_000;

/** Shows the last words of the customer in the reader's language. */
export function translateLast(conversation: string): void {
  const last = hub.snapshot().threads.get(conversation)?.entries.findLast((entry) => entry.kind === 'message' && entry.author.party === 'consumer' && entry.text?.trim());
  if (last) dispatchEvent(new CustomEvent('patella:translate', { detail: last.id }));
}

interface Properties { entry: Folded; customer: string; joined: boolean; mark?: 'read' | 'sent' }

export const EntryView = memo(function EntryView({ entry, customer, joined, mark }: Properties) {
  if (entry.kind === 'system') return <SystemLine entry={entry} />;
  const side = entry.author.party === 'consumer' ? 'theirs' : 'ours';
  return (
    <article className={`entry ${side} ${entry.kind} by-${entry.author.party} ${joined ? 'joined' : ''}`}>
      {!joined && (
        <header className="meta">
          <AuthorName author={entry.author.party === 'consumer' ? { ...entry.author, name: entry.author.name ?? customer } : entry.author} />
          {entry.kind === 'note' && <span className="tag gold">{t('thread.note')}</span>}
          {entry.fold === 'changed' && <span>{t('notes.changed')}</span>}
          {entry.canned && <span className="tag">{t('thread.canned')}</span>}
          <time dateTime={entry.at} title={fullTime(entry.at)}>{clockTime(entry.at)}</time>
        </header>
      )}
      {entry.fold === 'withdrawn' ? <div className="bubble meta">{t('notes.withdrawn')}</div> : <Body text={entry.text} files={entry.files} cards={entry.cards} />}
      {entry.kind === 'note' && entry.fold !== 'withdrawn' && <NoteChange entry={entry} />}
      {entry.kind === 'message' && entry.author.party === 'consumer' && entry.text?.trim() && <Translatable id={entry.id} text={entry.text} />}
      {entry.quickReplies && entry.quickReplies.length > 0 && <div className="quick">{entry.quickReplies.map((reply) => <span key={reply.key} className="tag">{reply.text}</span>)}</div>}
      {entry.delivery ? <Delivery delivery={entry.delivery} /> : mark && <footer className="meta">{t(mark === 'read' ? 'thread.read' : 'thread.sent')}</footer>}
    </article>
  );
});

/** How an answer by e-mail fares; what went wrong is said, not only coloured. */
function Delivery({ delivery }: { delivery: NonNullable<Entry['delivery']> }) {
  const tone = delivery.state === 'sent' ? 'good' : delivery.state === 'queued' ? 'none' : delivery.state === 'unknown' ? 'risk' : 'bad';
  return <footer className="meta"><StateMark tone={tone}>{tValue('delivery', delivery.state)}</StateMark>{delivery.state !== 'sent' && delivery.problem ? ` ${delivery.problem}` : ''}</footer>;
}

/** A note of one's own, while it can still be changed: other words, or none. */
function NoteChange({ entry }: { entry: Folded }) {
  const me = useMe();
  const { message } = AntApp.useApp();
  const undo = useUndo();
  const [text, setText] = useState<string>();
  if (entry.author.id !== me.person.id || businessNow() - Date.parse(entry.at) > changeNoteMilliseconds) return null;
  const change = (words: string | undefined) => desk.changeNote(entry.conversation, entry.sequence, words).catch((error: unknown) => { void message.error(problemText(error)); throw error; });
  const withdraw = () => void change(undefined).then(() => undo(t('notes.withdrawnNow'), () => change(entry.text ?? '')), () => undefined);
  if (text === undefined) {
    return <span className="row meta note-acts"><button type="button" className="linklike" onClick={() => setText(entry.text ?? '')}>{t('notes.change')}</button><button type="button" className="linklike" onClick={withdraw}>{t('notes.withdraw')}</button></span>;
  }
  return (
    <span className="row note-acts">
      <textarea autoFocus rows={2} value={text} maxLength={4000} dir="auto" aria-label={t('notes.change')} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') setText(undefined);
          if (event.key === 'Enter' && !event.shiftKey && text.trim()) { event.preventDefault(); void change(text.trim()).then(() => setText(undefined), () => undefined); }
        }} />
    </span>
  );
}

/** The original is always there; the translation is asked for and stands below it. */
function Translatable({ id, text }: { id: string; text: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const listen = (event: Event) => { if ((event as CustomEvent<string>).detail === id) setShown((now) => !now); };
    addEventListener('patella:translate', listen);
    return () => removeEventListener('patella:translate', listen);
  }, [id]);
  return shown ? <Translated text={text} /> : null;
}

/** Ours, on its way: shown at once, quieter until it has a number. */
export function PendingView({ own }: { own: Pending }) {
  return (
    <article className={`entry ours ${own.kind} by-agent pending ${own.state}`}>
      <Body text={own.text} files={own.files} />
      <div className="meta" role={own.state === 'failed' ? 'alert' : undefined}>
        {own.state === 'held' ? <>{t('thread.held')} <button type="button" className="linklike" onClick={() => hub.release(own)}>{t('thread.sendNow')}</button></> : own.state === 'sending' ? t('thread.sending') : (
          <>
            <span className="badly">{t('thread.notSent', { reason: problemText(new ApiProblem(own.problem?.status ?? 422, own.problem ?? {})) })}</span>{' '}
            <button type="button" className="linklike" onClick={() => hub.retry(own)}>{t('action.retry')}</button>{' '}
            <button type="button" className="linklike" onClick={() => hub.discard(own)}>{t('action.discard')}</button>
          </>
        )}
      </div>
    </article>
  );
}

/** By the name in the entry; system lines carry an id only, and the name is looked up. */
function useAuthorName(author: Entry['author']): string {
  const staffName = useStaffName();
  return author.name?.trim() || staffName(author.id) || tValue('party', author.party satisfies Party);
}
function AuthorName({ author }: { author: Entry['author'] }) { return <span className="strong">{useAuthorName(author)}</span>; }

function Body({ text, files, cards }: { text?: string | null; files?: FileLink[] | null; cards?: Card[] | null }) {
  return (
    <>
      {text && <div className="bubble wrap" dir="auto">{text}</div>}
      {files && files.length > 0 && <div className="files">{files.map((file) => <FileView key={file.id} file={file} />)}</div>}
      {cards?.map((card, index) => <CardView key={index} card={card} />)}
    </>
  );
}

export const fileAddress = (file: FileLink): string => file.url ?? `/api/v1/files/${file.id}/content`;
function FileView({ file }: { file: FileLink }) {
  if (/^image\/(png|jpeg|gif|webp)$/.test(file.contentType)) {
    return <a href={fileAddress(file)} target="_blank" rel="noreferrer"><img src={fileAddress(file)} alt={file.name} loading="lazy" /></a>;
  }
  return (
    <a className="file" href={fileAddress(file)} target="_blank" rel="noreferrer" download={file.name}>
      <PaperClipOutlined /> <span className="cut">{file.name}</span> <span className="meta">{fileSize(file.size)}</span>
    </a>
  );
}

function CardView({ card }: { card: Card }) {
  switch (card.type) {
    case 'order': return <div className="card"><OrderSummary order={card.order} /></div>;
    case 'article': return <details className="card"><summary className="strong">{card.title}</summary><p className="wrap">{card.text}</p></details>;
    case 'handover': return (
      <div className="card">
        <div className="meta">{t('thread.handover')}</div>
        <dl className="facts">{card.summary.map((line, index) => <div key={index}><dt>{line.label}</dt><dd className="wrap">{line.value}</dd></div>)}</dl>
      </div>
    );
    case 'promise': return <div className="card"><div className="meta numeric">{card.number}</div><div className="strong">{t('case.promiseBy', { at: shortTime(card.dueAt) })}</div></div>;
    default: return null;
  }
}

function SystemLine({ entry }: { entry: Entry }) {
  const unitName = useUnitName();
  const name = useAuthorName(entry.author);
  const tags = useTags();
  const tagName = (id: string) => tags.find((tag) => tag.id === id)?.name ?? id;
  const word = (name: string) => { const value = entry.data?.[name]; return typeof value === 'string' || typeof value === 'number' ? String(value) : ''; };
  const line = fill(tValue('event', entry.event), {
    name,
    unit: unitName(word('unit') || word('toUnit') || word('to')),
    score: word('satisfied'),
    tags: [...word('added').split(',').filter(Boolean).map((id) => `+${tagName(id)}`), ...word('removed').split(',').filter(Boolean).map((id) => `−${tagName(id)}`)].join(' '),
    at: word('until') ? shortTime(word('until')) : t('snooze.preset.reply'),
    title: word('title'),
    why: tValue('woken', word('why')),
    number: word('number'),
  });
  const detail = entry.text || word('reason');
  return (
    <div className="system meta">
      <span>{line}{detail && detail !== line ? ` – ${detail}` : ''}</span> <time dateTime={entry.at} title={fullTime(entry.at)}>{clockTime(entry.at)}</time>
    </div>
  );
}
