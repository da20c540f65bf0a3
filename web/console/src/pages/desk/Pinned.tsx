import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Case } from '../../api/types.ts';
import { useOrder } from '../../app/queries.ts';
import { t } from '../../i18n/language.ts';
import { useHub } from '../../live/useHub.ts';
import { StandardMark } from '../../parts/StandardMark.tsx';
import { isPromised, PromiseMark } from '../../parts/state.tsx';
import { PromiseDue } from '../cases/marks.tsx';
import { useCasesOf } from '../cases/useCases.ts';

/** What they asked and what we promised: always in sight below the heading, which counts how long they have waited, however long the talk gets. */
export function Pinned({ id, asked }: { id: string; asked: string | undefined }) {
  const [whole, setWhole] = useState(false);
  const conversation = useHub((state) => state.conversations.get(id));
  const { data: order } = useOrder(conversation?.orderId);
  const standard = conversation?.standard;
  const promised = usePromised(id, conversation?.person.id);
  const ordered = order?.promise && isPromised(order.promise, order.state) ? order : undefined;
  if (!asked && !ordered && !standard && !promised) return null;
  return (
    <div className="pinned-facts">
      {asked && (
        <button type="button" className="pinned" aria-expanded={whole} onClick={() => setWhole((now) => !now)}>
          <span className="meta">{t('thread.asked')}</span>
          <span className={whole ? 'wrap' : 'clamp'}>{asked}</span>
        </button>
      )}
      {(ordered || standard || promised) && (
        <div className="pinned-line">
          {promised && <span className="pinned-fact"><Link className="meta" to={`/cases/${promised.id}`} title={promised.promise?.words ?? undefined}>{promised.number}</Link><PromiseDue of={promised} /></span>}
          {ordered && <span className="pinned-fact"><span className="meta">{t('thread.promised')}</span><PromiseMark promise={ordered.promise!} order={ordered.state} /></span>}
          <StandardMark standard={standard} />
        </div>
      )}
    </div>
  );
}

/** The next word promised in a case of this talk: the side panel asks for the same cases, so nothing more is read. */
function usePromised(conversation: string, person: string | undefined): Case | undefined {
  const { data } = useCasesOf('person', person);
  return data?.items.filter((one) => one.category !== 'closed' && one.promise && one.conversations.includes(conversation))
    .sort((one, other) => Date.parse(one.promise!.dueAt) - Date.parse(other.promise!.dueAt))[0];
}
