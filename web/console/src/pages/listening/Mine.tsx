import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { listening, type SeatProgress } from '../../api/listening.ts';
import { count, minutes, shortDay } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { NoteLine } from './NoteLine.tsx';
import { SeatRow } from './SeatRow.tsx';
import { TakeSeat } from './TakeSeat.tsx';
import { opens, toneOfTarget } from './words.ts';

/** My quarter, the seat I may take, and what became of what I wrote down. Whoever serves sees who sat beside them. */
export default function Mine() {
  const { data: progress, error, refetch } = useQuery({ queryKey: ['listening', 'progress'], queryFn: listening.progress });
  const seats = useQuery({ queryKey: ['listening', 'mine'], queryFn: () => listening.list({ limit: 50 }), refetchInterval: (query) => (query.state.data?.items.some(opens) ? 3_000 : 30_000) });
  const listens = !!progress?.level;
  const [open, over] = [seats.data?.items.filter((seat) => seat.state !== 'closed' && seat.state !== 'cancelled') ?? [], seats.data?.items.filter((seat) => seat.state === 'closed' || seat.state === 'cancelled') ?? []];
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('rail.listening')}</h1><p className="meta">{t(progress && !listens ? 'listening.hostIntro' : 'listening.intro')}</p></div></header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!progress && !error && <Skeleton rows={8} />}
      {listens && <Quarter progress={progress} />}
      {open.length > 0 && <section className="section" aria-labelledby="seats-open"><h2 id="seats-open">{t('listening.now')}</h2><ul className="incident-list">{open.map((seat) => <SeatRow key={seat.id} seat={seat} />)}</ul></section>}
      {listens && <TakeSeat />}
      {listens && <MyNotes />}
      {seats.error && <Problem error={seats.error} retry={() => void seats.refetch()} />}
      {over.length > 0 && <section className="section" aria-labelledby="seats-over"><h2 id="seats-over">{t('listening.past')}</h2><ul className="incident-list">{over.map((seat) => <SeatRow key={seat.id} seat={seat} />)}</ul></section>}
      {seats.data?.items.length === 0 && progress && !listens && <Empty title={t('listening.nobodyYet')}>{t('listening.nobodyYetText')}</Empty>}
    </>
  );
}

function Quarter({ progress }: { progress: SeatProgress }) {
  const tone = toneOfTarget(progress);
  return (
    <dl className="ledger-figures seat-quarter">
      <div><dt>{t('listening.sessionsDone', { quarter: progress.quarter })}</dt><dd className="numeric">{count(progress.done)}{progress.target != null && <span className="meta"> / {count(progress.target)}</span>}</dd>
        <dd>{progress.target == null ? <span className="meta">{t('listening.noTarget')}</span> : <StateMark tone={tone}>{t(tone === 'good' ? 'listening.met' : 'listening.left', { count: Math.max(0, progress.target - progress.done) })}</StateMark>}</dd></div>
      <div><dt>{t('listening.minutesHeard')}</dt><dd className="numeric">{minutes(progress.minutes)}</dd><dd className="meta">{t('listening.minutesText')}</dd></div>
      <div><dt>{t('listening.until')}</dt><dd className="numeric">{shortDay(new Date(Date.parse(progress.until) - 1).toISOString())}</dd><dd className="meta">{progress.remindedAt ? t('listening.remindedAt', { day: shortDay(progress.remindedAt) }) : t('listening.remindText')}</dd></div>
    </dl>
  );
}

function MyNotes() {
  const { data, error, refetch } = useQuery({ queryKey: ['listening', 'my-notes'], queryFn: () => listening.notes({ mine: true, limit: 50 }), refetchInterval: 15_000 });
  // What is new is told to the server once it was shown, and stays marked here until the page is left.
  const news = useRef(new Set<string>());
  const unheard = data?.items.filter((note) => !note.heard).map((note) => note.id) ?? [];
  unheard.forEach((id) => news.current.add(id));
  useEffect(() => { if (unheard.length > 0) void listening.hear().catch(() => undefined); }, [unheard.join()]);
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <section className="section" aria-labelledby="my-notes"><h2 id="my-notes">{t('listening.myNotes')}</h2>
      {data.items.length === 0 ? <p className="meta">{t('listening.noNotes')}</p> : <ul className="seat-notes">{data.items.map((note) => <NoteLine key={note.id} note={note} mine news={news.current.has(note.id)} />)}</ul>}
    </section>
  );
}
