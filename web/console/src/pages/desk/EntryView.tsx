import { PaperClipOutlined } from '@ant-design/icons';
import { memo } from 'react';
import type { Card, Entry, FileLink, Party } from '../../api/types.ts';
import { useStaffName, useUnitName } from '../../app/names.ts';
import { clockTime, fileSize, fullTime } from '../../i18n/format.ts';
import { fill, t, tValue } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import type { Pending } from '../../live/thread.ts';
import { problemText } from '../../parts/feedback.tsx';
import { OrderSummary } from '../../parts/OrderSummary.tsx';
import { StateMark } from '../../parts/state.tsx';
import { ApiProblem } from '../../api/problem.ts';

interface Properties { entry: Entry; customer: string; joined: boolean; mark?: 'read' | 'sent' }

export const EntryView = memo(function EntryView({ entry, customer, joined, mark }: Properties) {
  if (entry.kind === 'system') return <SystemLine entry={entry} />;
  const side = entry.author.party === 'consumer' ? 'theirs' : 'ours';
  return (
    <article className={`entry ${side} ${entry.kind} by-${entry.author.party} ${joined ? 'joined' : ''}`}>
      {!joined && (
        <header className="meta">
          <AuthorName author={entry.author.party === 'consumer' ? { ...entry.author, name: entry.author.name ?? customer } : entry.author} />
          {entry.kind === 'note' && <span className="tag gold">{t('thread.note')}</span>}
          {entry.canned && <span className="tag">{t('thread.canned')}</span>}
          <time dateTime={entry.at} title={fullTime(entry.at)}>{clockTime(entry.at)}</time>
        </header>
      )}
      <Body text={entry.text} files={entry.files} cards={entry.cards} />
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

/** Ours, on its way: shown at once, quieter until it has a number. */
export function PendingView({ own }: { own: Pending }) {
  return (
    <article className={`entry ours ${own.kind} by-agent pending ${own.state}`}>
      <Body text={own.text} files={own.files} />
      <div className="meta" role={own.state === 'failed' ? 'alert' : undefined}>
        {own.state === 'sending' ? t('thread.sending') : (
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
    default: return null;
  }
}

function SystemLine({ entry }: { entry: Entry }) {
  const unitName = useUnitName();
  const name = useAuthorName(entry.author);
  const word = (name: string) => { const value = entry.data?.[name]; return typeof value === 'string' || typeof value === 'number' ? String(value) : ''; };
  const line = fill(tValue('event', entry.event), {
    name,
    unit: unitName(word('unit') || word('toUnit') || word('to')),
    score: word('satisfied'),
  });
  const detail = entry.text || word('reason');
  return (
    <div className="system meta">
      <span>{line}{detail && detail !== line ? ` – ${detail}` : ''}</span> <time dateTime={entry.at} title={fullTime(entry.at)}>{clockTime(entry.at)}</time>
    </div>
  );
}
