import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { listening, type Seat, type SeatDraft } from '../../api/listening.ts';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';
import { isChanged, toneOfDraft } from './words.ts';

/** What the listener wrote, and what happened to each: sent as it was, in the host's words, not sent, and why. */
export function DraftList({ seat, take = (drafts) => [...drafts], mine }: { seat: Seat; take?: (drafts: readonly SeatDraft[]) => SeatDraft[]; mine?: boolean }) {
  const queries = useQueryClient();
  const act = useAct();
  return (
    <ul className="seat-drafts">
      {take(seat.drafts ?? []).map((draft) => (
        <li key={draft.id} data-tone={toneOfDraft(draft)}>
          <p className="row incident-marks"><StateMark tone={toneOfDraft(draft)}>{draft.state === 'sent' ? t(!draft.byHost ? 'listening.draft.atOnce' : isChanged(draft) ? 'listening.draft.changed' : 'listening.draft.sent') : tValue('listening.draft', draft.state)}</StateMark>{draft.held && <span className="tag gold">{tValue('listening.held', draft.held)}</span>}<time className="meta" dateTime={draft.proposedAt} title={fullTime(draft.proposedAt)}>{shortTime(draft.proposedAt)}</time></p>
          <p className="wrap" data-struck={isChanged(draft) || undefined}>{draft.text || t('listening.erased')}</p>
          {isChanged(draft) && <p className="wrap"><span className="meta">{t('listening.saidInstead')}</span> {draft.sentText}</p>}
          {draft.reason && <p className="wrap"><span className="meta">{t('listening.why')}</span> {draft.reason}</p>}
          {mine && draft.state === 'proposed' && <Button size="small" onClick={() => void act(() => listening.withdraw(seat.id, draft.id), t('listening.withdrawn')).then(() => queries.invalidateQueries({ queryKey: ['listening', 'one', seat.id] }))}>{t('listening.withdraw')}</Button>}
        </li>
      ))}
    </ul>
  );
}
