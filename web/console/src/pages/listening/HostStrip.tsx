import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { listening, type Seat, type SeatDraft } from '../../api/listening.ts';
import { useActions } from '../../app/actions.ts';
import { announce } from '../../app/announce.tsx';
import { t, tValue } from '../../i18n/language.ts';
import { useAct } from '../../parts/useAct.ts';
import { useHosted } from './HostBar.tsx';
import { inOrder } from './words.ts';

/** Above my composer, while somebody listens to this contact: what they would say, and my yes, other words or no. */
export function HostStrip({ conversation }: { conversation: string }) {
  const seat = useHosted().find((one) => one.state === 'live' && one.conversation === conversation);
  return seat ? <Strip seat={seat} /> : null;
}

function Strip({ seat: { id } }: { seat: Seat }) {
  const queries = useQueryClient();
  const act = useAct();
  const { data: seat } = useQuery({ queryKey: ['listening', 'one', id], queryFn: () => listening.one(id), refetchInterval: 2_000 });
  const waiting = inOrder(seat?.drafts ?? []).filter((draft) => draft.state === 'proposed');
  const first = waiting[0];
  useEffect(() => { if (first) announce(t('listening.wouldSay', { listener: seat?.listenerName ?? '' })); }, [first?.id]);
  const run = async (step: () => Promise<unknown>, done: string) => { const went = await act(step, done); await queries.invalidateQueries({ queryKey: ['listening'] }); return went; };
  const free = (on: boolean) => void run(() => listening.free(id, on), t(on ? 'listening.freed' : 'listening.bound'));
  useActions([
    ...(first ? [{ key: 'seat-yes', title: 'listening.yes', shortcut: 'alt+y', run: () => void run(() => listening.approve(id, first.id), t('listening.approved')) } as const] : []),
    ...(seat?.free ? [{ key: 'seat-bind', title: 'listening.bind', shortcut: 'alt+b', run: () => free(false) } as const] : []),
  ]);
  if (!seat || seat.state !== 'live') return null;
  const missing = Number(seat.needed) - Number(seat.approvals);
  return (
    <section className="seat-strip" aria-label={t('listening.listens', { listener: seat.listenerName })}>
      <div className="row">
        <p className="grow"><span className="strong">{t('listening.listens', { listener: seat.listenerName })}</span> <span className="meta">{seat.free ? t('listening.freeForHost') : tValue('listening.modeForHost', seat.mode)}{seat.mode === 'approved' && !seat.free && missing > 0 && ` · ${t('listening.missing', { count: missing })}`}</span></p>
        {seat.mode === 'approved' && (seat.free
          ? <Button size="small" danger aria-keyshortcuts="Alt+B" onClick={() => free(false)}>{t('listening.bind')} <kbd>alt b</kbd></Button>
          : <Button size="small" disabled={missing > 0} onClick={() => free(true)}>{t('listening.letFree')}</Button>)}
        <Button size="small" onClick={() => void run(() => listening.end(id), t('listening.ended'))}>{t('listening.end')}</Button>
      </div>
      {waiting.map((draft, index) => <Proposed key={draft.id} seat={seat} draft={draft} first={index === 0} run={run} />)}
    </section>
  );
}

function Proposed({ seat, draft, first, run }: { seat: Seat; draft: SeatDraft; first: boolean; run: (step: () => Promise<unknown>, done: string) => Promise<boolean> }) {
  const [text, setText] = useState(draft.text);
  const [reason, setReason] = useState<string>();
  const busy = useRef(false);
  const once = (step: () => Promise<unknown>, done: string) => { if (busy.current) return; busy.current = true; void run(step, done).finally(() => { busy.current = false; }); };
  const changed = text.trim() !== draft.text;
  return (
    <div className="seat-proposed">
      <p className="meta">{t('listening.wouldSay', { listener: seat.listenerName })} {draft.held && <span className="tag gold">{tValue('listening.held', draft.held)}</span>}</p>
      <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4_000} aria-label={t('listening.wordsOf', { listener: seat.listenerName })} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="row">
        <Button type="primary" size="small" disabled={!text.trim()} aria-keyshortcuts={first ? 'Alt+Y' : undefined} onClick={() => once(() => listening.approve(seat.id, draft.id, changed ? text.trim() : undefined), t('listening.approved'))}>{t(changed ? 'listening.yesChanged' : 'listening.yes')}{first && !changed && <> <kbd>alt y</kbd></>}</Button>
        {reason === undefined
          ? <Button size="small" onClick={() => setReason('')}>{t('listening.no')}</Button>
          : <><Input size="small" autoFocus maxLength={500} aria-label={t('listening.noReason')} placeholder={t('listening.noReason')} value={reason} onChange={(event) => setReason(event.target.value)} /><Button size="small" danger onClick={() => once(() => listening.decline(seat.id, draft.id, reason.trim() || undefined), t('listening.declined'))}>{t('listening.no')}</Button></>}
      </div>
    </div>
  );
}
