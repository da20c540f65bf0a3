import { useQuery } from '@tanstack/react-query';
import { standards } from '../../api/calls.ts';
import { useUnitName } from '../../app/names.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { ClockLine } from './ClockLine.tsx';

const lookMilliseconds = 10_000;
const shown = 5;

/** What is at risk or broken this moment, soonest due first. */
export function AtRiskNow({ unit }: { unit: string | undefined }) {
  const unitName = useUnitName();
  const { data } = useQuery({ queryKey: ['standards-at-risk', unit], queryFn: () => standards.atRisk(unit, shown), refetchInterval: lookMilliseconds });
  if (!data) return null;
  return (
    <section className="at-risk" aria-label={t('report.atRiskNow')}>
      <h2>{t('report.atRiskNow')}</h2>
      {data.units.length === 0 && <p className="meta"><StateMark tone="good">{t('report.noneAtRisk')}</StateMark></p>}
      <div className="row at-risk-units">
        {data.units.map((one) => (
          <span key={one.unit} className="at-risk-unit">
            <strong>{unitName(one.unit) || one.unit}</strong>
            {one.atRisk > 0 && <StateMark tone="risk">{t('report.countAtRisk', { count: count(one.atRisk) })}</StateMark>}
            {one.broken > 0 && <StateMark tone="bad">{t('report.countBroken', { count: count(one.broken) })}</StateMark>}
          </span>
        ))}
      </div>
      {data.clocks.length > 0 && <ul className="clock-list">{data.clocks.map((clock) => <ClockLine key={clock.id} clock={clock} />)}</ul>}
    </section>
  );
}
