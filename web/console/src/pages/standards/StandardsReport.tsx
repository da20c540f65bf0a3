import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { Fragment } from 'react';
import { useSearchParams } from 'react-router-dom';
import { standards } from '../../api/calls.ts';
import { address } from '../../api/client.ts';
import type { StandardLine } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { localName, useUnitName, useUnits } from '../../app/names.ts';
import { count, minutes, share } from '../../i18n/format.ts';
import { t, tValue, useLanguage, type Key } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { AtRiskNow } from './AtRiskNow.tsx';
import { ClocksBehind } from './ClocksBehind.tsx';
import '../../styles/standards.css';

const spans = { '1': 'report.day', '7': 'report.week', '28': 'report.fourWeeks', '56': 'report.eightWeeks' } as const satisfies Record<string, Key>;
const millisecondsOfDay = 86_400_000;
/** Whole minutes, so that pages that ask at nearly the same time ask for the same. */
const beginning = (days: string) => new Date(Math.floor((businessNow() - Number(days) * millisecondsOfDay) / 60_000) * 60_000).toISOString();

/** Every unit against every clause; each number opens to the clocks it counts. */
export default function StandardsReport() {
  useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const days = parameters.get('days') ?? '7';
  const unit = parameters.get('unit') ?? undefined;
  const from = beginning(days);
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['standards-report', days, unit], queryFn: () => standards.report({ from: beginning(days), unit }), refetchInterval: 30_000 });
  const change = (part: Record<string, string | undefined>) => setParameters((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(part)) if (value) next.set(name, value); else next.delete(name);
    return next;
  });
  const behind = parameters.get('measure');
  return (
    <div className="page"><div className="page-inner">
      <header className="page-head">
        <div className="grow"><h1>{t('report.title')}</h1><p className="meta">{t('report.intro')}</p></div>
        <Button icon={<DownloadOutlined />} href={address('/standards/report', { from, unit, format: 'csv' })} download>{t('report.csv')}</Button>
      </header>
      <AtRiskNow unit={unit} />
      <div className="row report-filters">
        <Segmented value={days} onChange={(value) => change({ days: String(value) })} options={Object.entries(spans).map(([value, key]) => ({ value, label: t(key) }))} aria-label={t('report.span')} />
        <UnitFilter unit={unit} change={(value) => change({ unit: value })} />
      </div>
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && data.lines.length === 0 && <Empty title={t('report.empty')}>{t('report.emptyText')}</Empty>}
      {data && data.lines.length > 0 && <Lines lines={data.lines} open={(line, outcome) => change({ of: line.unit, measure: line.measure, clause: line.clause ?? undefined, outcome })} />}
      {behind && <ClocksBehind from={from} unit={parameters.get('of') ?? unit} measure={behind} clause={parameters.get('clause') ?? undefined} outcome={parameters.get('outcome') ?? undefined}
        close={() => change({ of: undefined, measure: undefined, clause: undefined, outcome: undefined })} />}
    </div></div>
  );
}

function UnitFilter({ unit, change }: { unit: string | undefined; change: (unit: string | undefined) => void }) {
  const units = useUnits();
  return (
    <Select allowClear showSearch optionFilterProp="label" className="report-unit" placeholder={t('report.allUnits')} aria-label={t('board.unit')} value={unit} onChange={(value?: string) => change(value)}
      options={units.map((one) => ({ value: one.code, label: localName(one.name) || one.code }))} />
  );
}

type Open = (line: StandardLine, outcome?: string) => void;
function Lines({ lines, open }: { lines: StandardLine[]; open: Open }) {
  const unitName = useUnitName();
  const began = (unit: string) => lines.reduce((sum, line) => sum + (line.unit === unit ? line.started : 0), 0);
  // Units with most to tell first; those without any clock stand at the end, still in sight.
  const units = [...new Set(lines.map((line) => line.unit))].sort((one, other) => began(other) - began(one));
  const heads: [Key, boolean][] = [['clauses.measure', false], ['clauses.target', true], ['report.share', true], ['report.started', true], ['report.met', true], ['report.breached', true], ['report.cancelled', true], ['report.open', true], ['report.atRisk', true], ['report.median', true], ['report.p90', true], ['report.paused', true]];
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('report.title')}>
      <table className="grid-table report-table">
        <thead><tr>{heads.map(([key, number]) => <th key={key} scope="col" className={number ? 'number' : undefined}>{t(key)}</th>)}</tr></thead>
        <tbody>
          {units.map((unit) => (
            <Fragment key={unit}>
              <tr className="report-unit-row"><th scope="rowgroup" colSpan={heads.length}>{unitName(unit) || unit}</th></tr>
              {lines.filter((line) => line.unit === unit).map((line) => <Line key={`${line.measure} ${line.clause}`} line={line} open={open} />)}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const goal = 9_900;
const toneOf = (line: StandardLine) => (line.share == null ? 'none' : line.share >= goal ? 'good' : line.share >= goal - 400 ? 'risk' : 'bad') as 'none' | 'good' | 'risk' | 'bad';

function Line({ line, open }: { line: StandardLine; open: Open }) {
  const forWhom = [line.tier && t('clauses.ofTier', { tier: tValue('tier', line.tier) }), line.priority && tValue('priority', line.priority)].filter(Boolean).join(' · ');
  const number = (value: number, outcome?: string) => (
    <td className="number">{value > 0 ? <button type="button" className="linklike" onClick={() => open(line, outcome)} aria-label={t('report.openClocks', { count: count(value), what: outcome ? tValue('outcome', outcome) : t('report.started') })}>{count(value)}</button> : <span className="quiet-zero">0</span>}</td>
  );
  return (
    <tr>
      <th scope="row">{tValue('measure', line.measure)}{forWhom && <span className="meta optional">{forWhom}</span>}</th>
      <td className="number">{line.targetMinutes == null ? t('report.asGiven') : minutes(line.targetMinutes)}</td>
      <td className="number"><StateMark tone={toneOf(line)}>{line.share == null ? '–' : share(line.share, 10_000, 1)}</StateMark></td>
      {number(line.started)}{number(line.met, 'met')}{number(line.breached, 'breached')}{number(line.cancelled, 'cancelled')}{number(line.open, 'open')}{number(line.atRisk, 'at-risk')}
      <td className="number">{line.medianMinutes == null ? '–' : minutes(line.medianMinutes)}</td>
      <td className="number">{line.p90Minutes == null ? '–' : minutes(line.p90Minutes)}</td>
      <td className="number">{line.pausedMinutes > 0 ? minutes(line.pausedMinutes) : <span className="quiet-zero">0</span>}</td>
    </tr>
  );
}
