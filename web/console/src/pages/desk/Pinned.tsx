import { useState } from 'react';
import { useOrder } from '../../app/queries.ts';
import { t } from '../../i18n/language.ts';
import { useHub } from '../../live/useHub.ts';
import { waitingSince } from '../../live/waiting.ts';
import { Since } from '../../parts/Since.tsx';
import { StandardMark } from '../../parts/StandardMark.tsx';
import { PromiseMark } from '../../parts/state.tsx';

/** What they asked, what we promised, how long they have waited: always in sight, however long the talk gets. */
export function Pinned({ id, asked }: { id: string; asked: string | undefined }) {
  const [whole, setWhole] = useState(false);
  const conversation = useHub((state) => state.conversations.get(id));
  const since = useHub((state) => (conversation ? waitingSince(conversation, state.threads.get(id)?.entries) : undefined));
  const { data: order } = useOrder(conversation?.orderId);
  const standard = conversation?.standard;
  if (!asked && !order?.promise && !since && !standard) return null;
  return (
    <div className="pinned-facts">
      {asked && (
        <button type="button" className="pinned" aria-expanded={whole} onClick={() => setWhole((now) => !now)}>
          <span className="meta">{t('thread.asked')}</span>
          <span className={whole ? 'wrap' : 'clamp'}>{asked}</span>
        </button>
      )}
      {(order?.promise || since || standard) && (
        <div className="pinned-line">
          {order?.promise && <><span className="meta">{t('thread.promised')}</span><PromiseMark promise={order.promise} /></>}
          <StandardMark standard={standard} />
          {since && <span className="pinned-wait"><span className="meta">{t('thread.waited')}</span> <span className="waits"><Since instant={since} /></span></span>}
        </div>
      )}
    </div>
  );
}
