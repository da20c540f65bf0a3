import { useState } from 'react';
import type { FigureKind, Trend } from '../../api/types.ts';
import { t } from '../../i18n/language.ts';
import { valueText } from './values.ts';

const width = 960;
const height = 220;
const edge = { left: 8, right: 8, top: 16, bottom: 24 };

/** One line, and the period before as a thin dashed one; the same as a table for those who read tables. */
export function TrendChart({ trend, name }: { trend: Trend; name: string }) {
  const [at, setAt] = useState<number>();
  const values = trend.points.map((point) => point.value ?? undefined);
  const before = trend.before.map((value) => value ?? undefined);
  const known = [...values, ...before].filter((value) => value !== undefined);
  if (known.length === 0) return <p className="meta">{t('report.noTrend')}</p>;
  const [low, high] = [Math.min(0, ...known), Math.max(...known, trend.kind === 'share' ? 0.01 : 1)];
  const x = (index: number) => edge.left + (values.length <= 1 ? 0.5 : index / (values.length - 1)) * (width - edge.left - edge.right);
  const y = (value: number) => edge.top + (1 - (value - low) / (high - low || 1)) * (height - edge.top - edge.bottom);
  const shown = at ?? values.length - 1;
  const point = trend.points[shown];
  return (
    <div className="trend">
      <p className="meta numeric" aria-live="polite">
        {point && <><b>{label(point.at)}</b> {valueText(trend.kind, point.value)} · {t('report.before', { value: valueText(trend.kind, trend.before[shown]) })}</>}
      </p>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('report.trendOf', { name })} preserveAspectRatio="none"
        onPointerMove={(event) => { const box = event.currentTarget.getBoundingClientRect(); setAt(nearest((event.clientX - box.left) / box.width, values.length)); }} onPointerLeave={() => setAt(undefined)}>
        <line className="axis" x1={edge.left} x2={width - edge.right} y1={y(Math.max(0, low))} y2={y(Math.max(0, low))} />
        <path className="line before" d={path(before, x, y)} />
        <path className="line" d={path(values, x, y)} />
        {values.map((value, index) => value !== undefined && (values.length <= 62 || index === shown) && <path key={index} className={index === shown ? 'dot shown' : 'dot'} d={`M${x(index).toFixed(1)} ${y(value).toFixed(1)}h.01`} />)}
      </svg>
      <div className="row between meta numeric"><span>{label(trend.points[0]?.at ?? '')}</span><span>{valueText(trend.kind, high)}</span><span>{label(trend.points.at(-1)?.at ?? '')}</span></div>
      <details><summary className="meta">{t('report.asTable')}</summary><TrendTable trend={trend} kind={trend.kind} /></details>
    </div>
  );
}

function TrendTable({ trend, kind }: { trend: Trend; kind: FigureKind }) {
  return (
    <div className="scroll-x trend-table" tabIndex={0} role="region" aria-label={t('report.asTable')}>
      <table className="grid-table numeric">
        <thead><tr><th scope="col">{t('report.when')}</th><th scope="col" className="number">{t('report.value')}</th><th scope="col" className="number">{t('report.beforeShort')}</th></tr></thead>
        <tbody>{trend.points.map((point, index) => (
          <tr key={point.at}><th scope="row">{label(point.at)}</th><td className="number">{valueText(kind, point.value)}</td><td className="number">{valueText(kind, trend.before[index])}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}

const label = (at: string): string => (at.includes('T') ? `${at.slice(5, 10)} ${at.slice(11)}:00` : at.slice(5));
const nearest = (share: number, length: number): number => Math.max(0, Math.min(length - 1, Math.round(share * (length - 1))));
/** A gap where there was nothing to count. */
function path(values: (number | undefined)[], x: (index: number) => number, y: (value: number) => number): string {
  let open = false;
  return values.map((value, index) => {
    if (value === undefined) { open = false; return ''; }
    const step = `${open ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    open = true;
    return step;
  }).join('');
}
