import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useParams } from 'react-router-dom';
import { listening, type Seat } from '../../api/listening.ts';
import { useMe } from '../../app/session.tsx';
import { useUnitName } from '../../app/names.ts';
import { fullTime, minutes, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';
import { Debrief } from './Debrief.tsx';
import { DraftList } from './DraftList.tsx';
import { LiveSeat } from './LiveSeat.tsx';
import { opens, steps, toneOf } from './words.ts';

/** One session from the question to the debrief: what can be done now stands in its middle. */
export default function SeatPage() {
  const { id = '' } = useParams();
  const me = useMe();
  const { data: seat, error, refetch } = useQuery({ queryKey: ['listening', 'one', id], queryFn: () => listening.one(id), refetchInterval: (query) => (!query.state.data || opens(query.state.data) ? 2_000 : query.state.data.state === 'debrief' ? 10_000 : false) });
  if (!seat) return <><h1 className="visually-hidden">{t('rail.listening')}</h1>{error ? <Problem error={error} retry={() => void refetch()} /> : <Skeleton rows={14} />}</>;
  const mine = seat.listener === me.person.id;
  const debriefs = seat.state === 'debrief' || seat.state === 'closed' || (seat.state === 'live' && mine);
  return (
    <>
      <Head seat={seat} mine={mine} />
      {(seat.state === 'planned' || seat.state === 'seated') && <Waiting seat={seat} mine={mine} />}
      {seat.state === 'live' && mine && <LiveSeat seat={seat} />}
      {seat.state === 'live' && !mine && <p className="meta">{t(seat.host === me.person.id ? 'listening.liveForHost' : 'listening.liveForOthers')}</p>}
      {debriefs && <Debrief seat={seat} mine={mine} />}
      {seat.state !== 'live' && seat.mode !== 'shadow' && !!seat.drafts?.length && <section className="section" aria-labelledby="seat-said"><h2 id="seat-said">{mine ? t('listening.drafts') : t('listening.draftsOf', { listener: seat.listenerName })}</h2><DraftList seat={seat} /></section>}
    </>
  );
}

function Head({ seat, mine }: { seat: Seat; mine: boolean }) {
  const unitName = useUnitName();
  const at = steps.indexOf(seat.state);
  return (
    <header className="seat-head">
      <p className="row incident-marks"><StateMark tone={toneOf(seat)}>{tValue('listening.state', seat.state)}</StateMark>{!(mine && opens(seat)) && <span className="tag">{tValue('listening.mode', seat.mode)}</span>}<span className="tag">{tValue('listening.level', seat.level)}</span>{seat.unit && <span className="tag">{unitName(seat.unit)}</span>}</p>
      <h1>{mine ? t('listening.beside', { host: seat.hostName }) : t('listening.besideWhom', { listener: seat.listenerName, host: seat.hostName })}</h1>
      <p className="meta"><time dateTime={seat.plannedAt} title={fullTime(seat.plannedAt)}>{t('listening.askedAt', { time: shortTime(seat.plannedAt) })}</time>{seat.minutes != null && ` · ${t('listening.heardFor', { time: minutes(seat.minutes) })}`}{seat.because && ` · ${tValue('listening.because', seat.because)}`}</p>
      {mine && opens(seat) && <Mode seat={seat} />}
      {seat.state !== 'cancelled' && <ol className="seat-steps" aria-label={t('listening.way')}>{steps.map((step, index) => <li key={step} data-done={index < at || seat.state === 'closed' || undefined} aria-current={step === seat.state ? 'step' : undefined}>{tValue('listening.state', step)}</li>)}</ol>}
    </header>
  );
}

/** What the listener's words do now, in one sentence. */
function Mode({ seat }: { seat: Seat }) {
  const free = seat.state === 'live' && seat.free;
  return <p className="seat-mode" data-mode={free ? 'free' : seat.mode}><span className="strong">{tValue('listening.mode', seat.mode)}</span> {free ? t('listening.freeNow') : seat.mode === 'approved' ? t('listening.modeNow.approved', { host: seat.hostName, done: seat.approvals, needed: seat.needed }) : seat.mode === 'assisted' ? t('listening.modeNow.assisted', { host: seat.hostName }) : t('listening.modeNow.shadow')}</p>;
}

function Waiting({ seat, mine }: { seat: Seat; mine: boolean }) {
  const queries = useQueryClient();
  const act = useAct();
  const run = (step: () => Promise<unknown>, done: string) => void act(step, done).then(() => queries.invalidateQueries({ queryKey: ['listening'] }));
  const me = useMe();
  return (
    <section className="seat-wait" aria-label={tValue('listening.state', seat.state)} aria-live="polite">
      <p className="strong">{seat.state === 'planned' ? t('listening.waitForHost', { host: seat.hostName }) : t('listening.waitForContact', { host: seat.hostName })}</p>
      <p className="meta">{t(seat.state === 'planned' ? 'listening.waitForHostText' : 'listening.waitForContactText')}</p>
      {mine && <div className="row"><Button onClick={() => run(() => listening.giveUp(seat.id), t('listening.gaveUp'))}>{t('listening.giveUp')}</Button></div>}
      {seat.host === me.person.id && <div className="row">{seat.state === 'planned' && <Button type="primary" onClick={() => run(() => listening.agree(seat.id), t('listening.agreed'))}>{t('listening.agree')}</Button>}<Button onClick={() => run(() => listening.refuse(seat.id), t('listening.refused'))}>{t('listening.refuse')}</Button></div>}
    </section>
  );
}
