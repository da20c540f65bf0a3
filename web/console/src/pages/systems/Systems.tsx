import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { systems, type Registry, type SystemReportLine, type SystemView } from '../../api/systems.ts';
import { localName, useUnitName } from '../../app/names.ts';
import { mayArrange, useMe } from '../../app/session.tsx';
import { count, duration } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import '../../styles/systems.css';
import { CallLine } from './CallLine.tsx';

const shown = ['open', 'all'] as const;

/** The systems that own what goes wrong: how quickly each takes a call and mends it, and which calls wait. */
export default function Systems() {
  useLanguage();
  const me = useMe();
  const registry = useQuery({ queryKey: ['systems'], queryFn: systems.registry });
  const report = useQuery({ queryKey: ['system-report'], queryFn: () => systems.report(), refetchInterval: 15_000 });
  const error = registry.error ?? report.error;
  return (
    <div className="page"><div className="page-inner systems">
      <header className="page-head"><div className="grow"><h1>{t('rail.systems')}</h1><p className="meta">{t('systems.intro')}</p></div>{mayArrange(me) && <Link to="/settings/systems">{t('systems.arrange')}</Link>}</header>
      {error && <Problem error={error} retry={() => { void registry.refetch(); void report.refetch(); }} />}
      {(!registry.data || !report.data) && !error && <Skeleton rows={12} />}
      {registry.data?.systems.length === 0 && <Empty title={t('systems.none')}>{t('systems.noneText')}</Empty>}
      {registry.data && report.data && report.data.systems.length > 0 && <Figures registry={registry.data} lines={report.data.systems} />}
      <Calls />
    </div></div>
  );
}

function Figures({ registry, lines }: { registry: Registry; lines: SystemReportLine[] }) {
  const time = (seconds: number | null | undefined) => (seconds === null || seconds === undefined ? '–' : duration(seconds));
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('systems.figures')}>
      <table className="grid-table systems-table">
        <thead><tr>
          <th scope="col">{t('systems.name')}</th><th scope="col">{t('systems.owner')}</th><th scope="col">{t('systems.state')}</th><th scope="col" className="number">{t('systems.calls')}</th><th scope="col" className="number">{t('systems.open')}</th>
          <th scope="col" className="number">{t('systems.acknowledge')}</th><th scope="col" className="number">{t('systems.fix')}</th>
        </tr></thead>
        <tbody>{lines.map((line) => {
          const system = registry.systems.find((one) => one.id === line.system);
          return (
            <tr key={line.system ?? ''}>
              <th scope="row">{localName(line.name) || line.system || t('calls.group')}<div className="meta">{[line.kind && tValue('systems.kind', line.kind), system && tValue('systems.connector', system.connector)].filter(Boolean).join(' · ')}</div></th>
              <td><Owner system={system} /></td>
              <td><State line={line} system={system} /></td>
              <td className="number">{count(line.calls)}</td>
              <td className="number">{count(line.open)}</td>
              <td className="number">{time(line.acknowledgeSecondsMedian)}<div className="meta">{t('systems.p90', { time: time(line.acknowledgeSecondsP90) })}</div></td>
              <td className="number">{time(line.fixSecondsMedian)}<div className="meta">{t('systems.p90', { time: time(line.fixSecondsP90) })}</div></td>
            </tr>
          );
        })}</tbody>
      </table>
    </div>
  );
}

function Owner({ system }: { system?: SystemView }) {
  const unitName = useUnitName();
  return <>{system ? system.staffName ?? (unitName(system.unit) || system.staff) : t('calls.group')}</>;
}

function State({ line, system }: { line: SystemReportLine; system?: SystemView }) {
  if (system && !system.active) return <StateMark tone="none">{t('systems.off')}</StateMark>;
  if (system && !system.hasSecret) return <StateMark tone="bad">{t('systems.noSecret')}</StateMark>;
  if (line.overdue > 0) return <StateMark tone="bad">{t('systems.overdue', { count: line.overdue })}</StateMark>;
  if (line.open > 0) return <StateMark tone="risk">{t('systems.working')}</StateMark>;
  return <StateMark tone="good">{t('systems.quiet')}</StateMark>;
}

/** Those that wait first: overdue, called, taken. */
function Calls() {
  const [parameters, setParameters] = useSearchParams();
  const which = shown.find((one) => one === parameters.get('calls')) ?? 'open';
  const { data, error, refetch } = useQuery({ queryKey: ['system-calls', 'list'], queryFn: ({ signal }) => systems.calls({ limit: 100 }, signal), placeholderData: keepPreviousData, refetchInterval: 5_000 });
  const calls = (data?.items ?? []).filter((call) => which === 'all' || !['fixed', 'withdrawn'].includes(call.state));
  return (
    <section aria-labelledby="system-calls">
      <div className="row between"><h2 id="system-calls">{t('calls.title')}</h2><Segmented aria-label={t('calls.which')} value={which} onChange={(value) => setParameters(value === 'open' ? {} : { calls: value }, { replace: true })} options={shown.map((value) => ({ value, label: tValue('calls.which', value) }))} /></div>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && calls.length === 0 && <p className="meta">{t(which === 'open' ? 'calls.noneOpen' : 'calls.noneYet')}</p>}
      {calls.length > 0 && <ul className="call-list call-wide">{calls.map((call) => <CallLine key={call.id} call={call} subject />)}</ul>}
    </section>
  );
}
