import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import { standards } from '../../api/calls.ts';
import type { BoardPerson, UnitAtRisk } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { count, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { AssignControl } from '../../parts/AssignControl.tsx';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';

const everyMilliseconds = 5_000;

/** What is at risk or broken now, by unit. */
export function useAtRisk(): (unit: string) => UnitAtRisk | undefined {
  const { data } = useQuery({ queryKey: ['standards', 'at-risk'], queryFn: () => standards.atRisk(undefined, 1), refetchInterval: everyMilliseconds });
  return (unit) => data?.units.find((one) => one.unit === unit);
}

/** Broken before at risk; nothing is a quiet zero. */
export function AtRiskCell({ of, open, label }: { of: UnitAtRisk | undefined; open: () => void; label: string }) {
  if (!of || of.atRisk + of.broken === 0) return <span className="quiet-zero">0</span>;
  const words = [of.broken > 0 && t('board.brokenCount', { count: count(of.broken) }), of.atRisk > 0 && t('board.atRiskCount', { count: count(of.atRisk) })].filter(Boolean).join(' · ');
  return <button type="button" className="linklike" aria-label={`${label}: ${words}`} onClick={open}><StateMark tone={of.broken > 0 ? 'bad' : 'risk'}>{count(of.broken + of.atRisk)}</StateMark></button>;
}

/** The clocks of one unit that need somebody, soonest first, each with the lever beside it. */
export function AtRiskDrawer({ unit, people, close }: { unit: string | undefined; people: BoardPerson[]; close: () => void }) {
  const unitName = useUnitName();
  const { data, error, refetch } = useQuery({ queryKey: ['standards', 'at-risk', unit], queryFn: () => standards.atRisk(unit, 100), enabled: !!unit, refetchInterval: everyMilliseconds });
  return (
    <Drawer open={!!unit} onClose={close} title={unit && t('board.atRiskTitle', { unit: unitName(unit) })} width={Math.min(520, innerWidth)} destroyOnHidden>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} />}
      {data?.clocks.length === 0 && <Empty title={t('board.nothingAtRisk')} />}
      <ul className="stack divided">
        {data?.clocks.map((clock) => (
          <li key={clock.id} className="stack">
            <div className="row between">
              <StateMark tone={clock.standing === 'broken' ? 'bad' : 'risk'}>{tValue('automations.measure', clock.measure)}</StateMark>
              <span className="meta">{t('board.dueAt', { at: shortTime(clock.dueAt) })}</span>
            </div>
            {clock.case && <Link to={`/cases/${clock.case}`}>{t('board.theCase')}</Link>}
            {clock.conversation && <Link to={`/conversations?conversation=${clock.conversation}`}>{t('thread.label')}</Link>}
            {clock.conversation && <AssignControl conversation={clock.conversation} assigned={undefined} people={people} />}
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
