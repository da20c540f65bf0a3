import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { listening, type ListeningReport, type SeatPerson } from '../../api/listening.ts';
import { count, minutes, shortDay } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { toneOfTarget } from './words.ts';

/** Who listened how long in a quarter, against their target, and what came of it. */
export default function Report() {
  const [parameters, setParameters] = useSearchParams();
  const until = parameters.get('until') ?? undefined;
  const { data, error, refetch } = useQuery({ queryKey: ['listening', 'report', until], queryFn: () => listening.report({ until }), placeholderData: (before) => before, refetchInterval: until ? false : 15_000 });
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('listening.report')}{data && <span className="meta seat-quarter-name">{data.quarter}</span>}</h1><p className="meta">{t('listening.reportIntro')}</p></div>
        <div className="row">
          <Button disabled={!data} onClick={() => data && setParameters({ until: data.from })}>{t('listening.quarterBefore')}</Button>
          {until && <Button onClick={() => setParameters({})}>{t('listening.thisQuarter')}</Button>}
        </div>
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} />}
      {data && data.persons.length === 0 && <Empty title={t('listening.noSessions')}>{t('listening.noSessionsText')}</Empty>}
      {data && data.persons.length > 0 && <><Levels report={data} /><Persons persons={data.persons} /></>}
    </>
  );
}

function Levels({ report }: { report: ListeningReport }) {
  return report.levels.map((level) => (
    <section key={level.level} className="section" aria-label={tValue('listening.level', level.level)}>
      <h2>{tValue('listening.level', level.level)} <span className="meta">{t('listening.persons', { count: level.persons })} · {t('listening.span', { from: shortDay(report.from), until: shortDay(report.until) })}</span></h2>
      <dl className="ledger-figures">
        <div><dt>{t('listening.minutesHeard')}</dt><dd className="numeric">{minutes(level.minutes)}</dd><dd className="meta">{t('listening.sessionCount', { count: count(level.sessions) })}</dd></div>
        <div><dt>{t('listening.notesWritten')}</dt><dd className="numeric">{count(level.notes)}</dd><dd className="meta">{t('listening.perSession', { rate: level.sessions > 0 ? (level.notes / level.sessions).toFixed(1) : '–' })}</dd></div>
        <div><dt>{t('listening.cameOfIt')}</dt><dd className="numeric">{count(level.closedNotes)}</dd><dd className="meta">{t('listening.waitingNotes', { count: count(level.notes - level.closedNotes) })}</dd></div>
        <div><dt>{t('listening.targetsMet')}</dt><dd className="numeric">{count(level.met)}<span className="meta"> / {count(level.targeted)}</span></dd><dd className="meta">{t('listening.targetsText')}</dd></div>
      </dl>
    </section>
  ));
}

function Persons({ persons }: { persons: SeatPerson[] }) {
  return (
    <section className="section" aria-labelledby="seat-persons"><h2 id="seat-persons">{t('listening.byPerson')}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('listening.byPerson')}>
        <table className="grid-table numeric">
          <thead><tr><th scope="col">{t('listening.person')}</th><th scope="col">{t('listening.target')}</th><th scope="col" className="number">{t('listening.minutesHeard')}</th><th scope="col" className="number">{t('listening.sessions')}</th><th scope="col" className="number">{t('listening.undebriefed')}</th><th scope="col" className="number">{t('listening.notesWritten')}</th><th scope="col" className="number">{t('listening.obstacles')}</th><th scope="col" className="number">{t('listening.cameOfIt')}</th></tr></thead>
          <tbody>{persons.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name} <span className="meta">{tValue('listening.level', one.level)}</span></th>
              <td>{one.target == null ? <span className="meta">{count(one.done)}</span> : <StateMark tone={toneOfTarget(one)}>{t(toneOfTarget(one) === 'good' ? 'listening.metOf' : 'listening.behindOf', { done: count(one.done), target: count(one.target) })}</StateMark>}</td>
              <td className="number">{minutes(one.minutes)}</td><td className="number">{count(one.sessions)}</td><td className="number">{count(one.undebriefed)}</td><td className="number">{count(one.notes)}</td><td className="number">{count(one.obstacles)}</td><td className="number">{count(one.closedNotes)}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}
