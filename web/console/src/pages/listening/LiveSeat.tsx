import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tooltip } from 'antd';
import { useLayoutEffect, useRef, useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import { listening, type Seat, type SeatEntry } from '../../api/listening.ts';
import { useUnitName } from '../../app/names.ts';
import { clockTime, fullTime, languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { DraftList } from './DraftList.tsx';
import { useContact } from './useContact.ts';
import { inOrder } from './words.ts';
import '../../styles/desk.css';

/** The contact as it happens, masked, and what the listener would say. */
export function LiveSeat({ seat }: { seat: Seat }) {
  const queries = useQueryClient();
  const act = useAct();
  const unitName = useUnitName();
  const contact = useContact(seat.id);
  const end = () => void act(() => listening.end(seat.id), t('listening.ended')).then(() => queries.invalidateQueries({ queryKey: ['listening'] }));
  return (
    <div className="seat-columns">
      <section className="seat-talk" aria-label={t('listening.contact')}>
        <header className="row between"><div className="grow"><h2>{contact.facts?.person || t('listening.contact')}</h2><p className="meta">{[unitName(contact.facts?.unit), languageName(contact.facts?.language), t('listening.masked')].filter(Boolean).join(' · ')}</p></div><Button onClick={end}>{t('listening.end')}</Button></header>
        {contact.problem !== undefined && <Problem error={contact.problem} retry={contact.retry} />}
        {!contact.facts && contact.problem === undefined && !contact.over && <Skeleton rows={8} />}
        {contact.facts && <Thread items={contact.items} />}
        {contact.over ? <p className="seat-over">{t('listening.contactOver')}</p> : seat.mode !== 'shadow' && <Writer seat={seat} />}
      </section>
      {seat.mode !== 'shadow' && <aside className="seat-side" aria-labelledby="seat-drafts"><h2 id="seat-drafts">{t('listening.drafts')}</h2>{seat.drafts?.length ? <DraftList seat={seat} take={inOrder} mine /> : <p className="meta">{t('listening.noDrafts')}</p>}</aside>}
    </div>
  );
}

function Thread({ items }: { items: SeatEntry[] }) {
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => { if (atEnd.current && scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight; }, [items]);
  return (
    <div ref={scroll} className="seat-thread" role="log" aria-label={t('listening.contact')} tabIndex={0} onScroll={(event) => { const box = event.currentTarget; atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40; }}>
      {items.map((entry) => (entry.kind === 'message' || entry.text ? <Said key={entry.sequence} entry={entry} /> : null))}
    </div>
  );
}

function Said({ entry }: { entry: SeatEntry }) {
  const ours = entry.party !== 'consumer';
  return (
    <article className={`entry ${ours ? 'ours' : ''} ${entry.party === 'bot' ? 'by-bot' : ''}`}>
      <header className="meta"><span>{entry.name || tValue('party', entry.party)}</span><time dateTime={entry.at} title={fullTime(entry.at)}>{clockTime(entry.at)}</time></header>
      {entry.text && <p className="bubble wrap">{entry.text}</p>}
      {!!entry.files?.length && <p className="meta">{t('listening.files', { count: entry.files.length })}</p>}
    </article>
  );
}

function Writer({ seat }: { seat: Seat }) {
  const queries = useQueryClient();
  const act = useAct();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  // The same words again, after an answer that was lost, are the same draft.
  const attempt = useRef({ id: '', text: '' });
  const send = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    if (attempt.current.text !== text.trim()) attempt.current = { id: newId(), text: text.trim() };
    if (await act(() => listening.propose(seat.id, attempt.current.id, text.trim()), t(seat.free ? 'listening.passedOn' : 'listening.handedIn', { host: seat.hostName }))) { setText(''); attempt.current = { id: '', text: '' }; }
    setBusy(false);
    await queries.invalidateQueries({ queryKey: ['listening', 'one', seat.id] });
  };
  return (
    <form className="composer" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <Input.TextArea variant="borderless" autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} aria-label={t('listening.reply')} placeholder={t(seat.free ? 'listening.replyFree' : 'listening.replyHeld', { host: seat.hostName })} value={text} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => { if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) { event.preventDefault(); void send(); } }} />
      <div className="composer-foot"><span className="meta">{t('listening.heldText')}</span><Tooltip title={<kbd>Enter</kbd>}><Button type="primary" htmlType="submit" loading={busy} disabled={!text.trim()}>{t(seat.free ? 'listening.sendNow' : 'listening.handIn')}</Button></Tooltip></div>
    </form>
  );
}
