import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { address as addressOf } from '../../api/client.ts';
import { standings, type UnitFigure, type UnitReport, type UnitStanding } from '../../api/standings.ts';
import { businessNow } from '../../app/clock.ts';
import { localName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { queryOf, search } from './period.ts';
import { ReportFilters } from './ReportFilters.tsx';
import { UnitTiles } from './UnitTiles.tsx';
import { behindUnit, Change } from './unitValues.tsx';
import { valueText } from './values.ts';

/** How each business unit treats its customers, beside the others and beside the period before. Figures stand by themselves: nothing is weighed into one number. */
export default function Units() {
  const [parameters, setParameters] = useSearchParams();
  const { entrance: _, language: __, ...query } = useMemo(() => queryOf(parameters, businessNow()), [parameters]);
  const { unit, ...period } = query;
  const { data, error, isPlaceholderData, refetch } = useQuery({ queryKey: ['reports', 'units', period], queryFn: ({ signal }) => standings.units({ ...period }, signal), placeholderData: keepPreviousData, staleTime: 60_000 });
  const chosen = data?.units.find((one) => one.unit === unit);
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{chosen ? nameOf(chosen) : t('unit.title')}</h1><p className="meta">{t('unit.intro')}</p></div>
        {data && <span className="meta numeric">{t('report.asOf', { at: shortTime(data.asOf) })}</span>}
        <Button icon={<DownloadOutlined />} href={addressOf('/reports/units', { ...period, format: 'csv' })} download>{t('report.csv')}</Button>
      </header>
      <ReportFilters query={query} change={setParameters} plain />
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={16} widths={[100, 96, 98]} />}
      {data && !error && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'report-old' : undefined}>
          {data.truncated && <p className="meta">{t('unit.truncated')}</p>}
          {data.units.length === 0 && <Empty title={t('unit.none')}>{t('unit.noneText')}</Empty>}
          {chosen && <><p className="unit-back"><Link to={`?${search({ ...period })}`}>{t('unit.all')}</Link>{chosen.trade && <span className="meta"> · {t('unit.trade', { trade: tValue('unit.kind', chosen.trade) })}</span>}</p><UnitTiles unit={chosen} figures={data.figures} query={period} /></>}
          {data.units.length > 0 && <Beside report={data} period={period} />}
          <p className="meta unit-score">{t('unit.noScore')}</p>
        </div>
      )}
    </>
  );
}

const nameOf = (unit: UnitStanding): string => (unit.name ? localName(unit.name) : t('unit.nobody'));

/** All units beside each other, a table a group, so that a phone need not scroll through all columns at once. */
function Beside({ report, period }: { report: UnitReport; period: { from: string; to: string; zone: string } }) {
  const groups = [...new Set(report.figures.map((figure) => figure.group))];
  return (
    <>
      {groups.map((group) => {
        const figures = report.figures.filter((figure) => figure.group === group);
        return (
          <section key={group} aria-labelledby={`beside-${group}`}>
            <h2 id={`beside-${group}`}>{t(`unit.group.${group}`)} <span className="meta">{t(`unit.group.${group}Help`)}</span></h2>
            <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={`beside-${group}`}>
              <table className="grid-table numeric unit-table">
                <thead><tr><th scope="col">{t('report.unit')}</th>{figures.map((figure) => <th key={figure.key} scope="col" className="number" title={localName(figure.definition)}>{localName(figure.name)}</th>)}</tr></thead>
                <tbody>{report.units.map((unit) => (
                  <tr key={unit.unit}>
                    <th scope="row"><Link to={`?${search({ ...period }, { unit: unit.unit })}`}>{nameOf(unit)}</Link></th>
                    {figures.map((figure) => <Cell key={figure.key} unit={unit} figure={figure} period={period} />)}
                  </tr>
                ))}</tbody>
              </table>
            </div>
          </section>
        );
      })}
    </>
  );
}

function Cell({ unit, figure, period }: { unit: UnitStanding; figure: UnitFigure; period: { from: string; to: string; zone: string } }) {
  const value = unit.values[figure.key];
  const behind = behindUnit(figure, unit.unit, value, period);
  const text = valueText(figure.kind, value?.value);
  return (
    <td className={`number ${value?.value == null ? 'quiet-zero' : ''}`}>
      {behind ? <Link to={behind}>{text}<span className="visually-hidden">: {nameOf(unit)}, {localName(figure.name)}</span></Link> : text} <Change figure={figure} value={value} short />
    </td>
  );
}
