import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useQuery } from '@tanstack/react-query';
import { board as calls } from '../../api/calls.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { useHub } from '../../live/useHub.ts';
import { ContactRateLine } from '../../parts/ContactRate.tsx';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { mayAssign, useMe } from '../../app/session.tsx';
import { AtRiskDrawer } from './AtRisk.tsx';
import { FigureTable } from './FigureTable.tsx';
import { LendDialog, LoanList } from './Loans.tsx';
import { People } from './People.tsx';
import { PersonDrawer } from './PersonDrawer.tsx';
import { Queues } from './Queues.tsx';

/** What the supervisor sees: the two answer figures, who waits where, and who could help. */
export default function Board() {
  useLanguage();
  const board = useHub((state) => state.board);
  const { error, refetch } = useBoard();
  const [parameters, setParameters] = useSearchParams();
  const unit = parameters.get('unit') ?? undefined;
  const person = parameters.get('person') ?? undefined;
  const atRisk = parameters.get('atRisk') ?? undefined;
  const moves = mayAssign(useMe());
  const [lending, setLending] = useState<string>();
  const choose = (name: 'unit' | 'person' | 'atRisk', value: string | undefined) => setParameters((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace: true });
  return (
    <div className="page">
      <div className="page-inner wide board">
        <header className="page-head">
          <h1>{t('rail.board')}</h1>
          {board && <span className="meta numeric">{t('board.asOf', { at: shortTime(board.at) })}</span>}
        </header>
        {!board && error && <Problem error={error} retry={() => void refetch()} />}
        {!board && !error && <Skeleton rows={16} widths={[100, 96, 92]} />}
        {board && (
          <>
            <FigureTable figures={board.figures} />
            <ContactRateLine />
            <div className="board-columns">
              <Queues queues={board.queues} chosen={unit} onChoose={(code) => choose('unit', code === unit ? undefined : code)} onAtRisk={(code) => choose('atRisk', code)} onLend={moves ? setLending : undefined} />
              <People people={board.people} unit={unit} onUnit={(code) => choose('unit', code)} onPerson={(id) => choose('person', id)} />
            </div>
            <LoanList mayEnd={moves} />
            {lending && <LendDialog unit={lending} people={board.people} close={() => setLending(undefined)} />}
            <AtRiskDrawer unit={atRisk} people={board.people} close={() => choose('atRisk', undefined)} />
            <PersonDrawer person={board.people.find((one) => one.id === person)} people={board.people} close={() => choose('person', undefined)} />
          </>
        )}
      </div>
    </div>
  );
}

/** The first picture by HTTP, every later one over the channel. */
function useBoard() {
  const query = useQuery({ queryKey: ['board'], queryFn: calls.read, staleTime: 0 });
  useEffect(() => { if (query.data) hub.takeBoard(query.data); }, [query.data]);
  useEffect(() => hub.connection.subscribe({ topic: 'board' }), []);
  return query;
}
