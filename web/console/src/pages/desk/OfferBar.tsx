import { App as AntApp, Button } from 'antd';
import { useEffect, useState } from 'react';
import { inbox as calls } from '../../api/calls.ts';
import { asProblem } from '../../api/problem.ts';
import type { ConversationRow, Offer } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useKeys } from '../../app/keyboard.ts';
import { useUnitName } from '../../app/names.ts';
import { languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { useHub } from '../../live/useHub.ts';
import { problemText } from '../../parts/feedback.tsx';
import { personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { firstQuestion } from './ThreadView.tsx';

/** A new contact asks for a place: why me, about which order, and twenty seconds to say yes. Never a dialog. */
export function OfferBar({ offer, onAccepted }: { offer: Offer; onAccepted: (conversation: string) => void }) {
  const { message } = AntApp.useApp();
  const unitName = useUnitName();
  const [busy, setBusy] = useState<'accept' | 'decline'>();
  const left = useSecondsLeft(offer);
  const name = personName(offer.conversation.person);
  const asked = useHub((state) => firstQuestion(state.threads.get(offer.conversation.id)?.entries ?? []));
  // What they asked, not what the bot said last; and the thread is here when the offer is accepted.
  useEffect(() => { hub.openThread(offer.conversation.id).catch(() => undefined); }, [offer.conversation.id]);
  useEffect(() => { announce(t('offer.announce', { name })); }, [name]);
  const drop = () => hub.changeInbox((inbox) => ({ ...inbox, offers: inbox.offers.filter((other) => other.id !== offer.id) }));

  const accept = async () => {
    if (busy) return;
    setBusy('accept');
    try {
      const conversation = await calls.accept(offer.id, offer.conversation.id);
      hub.takeConversation(conversation);
      hub.changeInbox((inbox) => ({
        ...inbox,
        offers: inbox.offers.filter((other) => other.id !== offer.id),
        conversations: inbox.conversations.some((row) => row.id === conversation.id) ? inbox.conversations : [...inbox.conversations, { ...offer.conversation, ...conversation } as ConversationRow],
      }));
      onAccepted(conversation.id);
    } catch (error) {
      const problem = asProblem(error);
      void message.warning(problem.status === 404 || problem.status === 409 ? t('offer.gone') : problemText(problem));
      if (problem.status === 404 || problem.status === 409) drop();
    } finally { setBusy(undefined); }
  };
  const decline = async () => {
    if (busy) return;
    setBusy('decline');
    try { await calls.decline(offer.id); drop(); } catch (error) { void message.warning(problemText(error)); drop(); } finally { setBusy(undefined); }
  };
  useKeys({ 'alt+a': () => void accept(), 'alt+d': () => void decline() });
  if (left <= 0) return null;
  const { conversation, order } = offer;
  return (
    <section className="offer" aria-label={t('offer.label')}>
      <div className="offer-left" role="timer" aria-label={t('offer.left', { seconds: left })} style={{ '--share': left / 20 } as React.CSSProperties}><span>{left}</span></div>
      <div className="grow">
        <div className="row"><span className="strong cut">{name}</span><Tier tier={conversation.person.tier} /><span className="meta cut">{[tValue('topic', offer.reason) === offer.reason ? undefined : tValue('topic', offer.reason), unitName(conversation.unit), languageName(conversation.language)].filter(Boolean).join(' · ')}</span></div>
        <div className="row">
          <span className="cut">{asked ?? (conversation.lastText || t('thread.nothingSaid'))}</span>
        </div>
        {order && <div className="meta cut">{order.title} · {order.stateText ?? tValue('order', order.state)} · {order.number}</div>}
      </div>
      {conversation.waitingSince && <div className="offer-wait"><span className="meta">{t('desk.waiting')}</span><Since instant={conversation.waitingSince} /></div>}
      <div className="row">
        <Button type="primary" onClick={() => void accept()} loading={busy === 'accept'} aria-keyshortcuts="Alt+A">{t('offer.accept')}<span className="key-hint">Alt A</span></Button>
        <Button onClick={() => void decline()} loading={busy === 'decline'} aria-keyshortcuts="Alt+D">{t('offer.decline')}</Button>
      </div>
    </section>
  );
}

/** When offers end on this machine's clock: the server says how long, so that two clocks need not agree. */
const deadlines = new Map<string, number>();
function deadlineOf(offer: Offer): number {
  const now = Date.now();
  const end = offer.secondsLeft === undefined ? Date.parse(offer.expiresAt) : now + offer.secondsLeft * 1000;
  const known = Math.min(deadlines.get(offer.id) ?? Infinity, end);
  if (deadlines.size > 100) deadlines.clear();
  deadlines.set(offer.id, known);
  return known;
}

function useSecondsLeft(offer: Offer): number {
  const end = deadlineOf(offer);
  const read = () => Math.ceil((end - Date.now()) / 1000);
  const [left, setLeft] = useState(read);
  useEffect(() => {
    const timer = setInterval(() => setLeft(read()), 250);
    return () => clearInterval(timer);
  }, [end]);
  return left;
}
