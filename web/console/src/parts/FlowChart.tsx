import { useId, useState } from 'react';
import { count, shortDay, shortTime } from '../i18n/format.ts';
import { t } from '../i18n/language.ts';
import '../styles/flow.css';

export interface FlowPoint { at: string; value: number; second?: number | null }
export interface FlowMark { at: string; label: string; tone?: 'onset' | 'cause' }
interface Properties {
  points: FlowPoint[];
  name: string;
  /** What the thin dashed line is: the period before, or what was expected. */
  secondName?: string | undefined;
  marks?: FlowMark[];
  /** Opens a point. */
  onPick?: (at: string) => void;
  byDay?: boolean;
}
const width = 960;
const height = 180;
const top = 10;
const reach = 2 * 3_600_000;

/** How many there were over time, beside what they are compared with; moments of note stand on it as lines with words below. The same as a table for those who read tables. */
export function FlowChart({ points, name, secondName, marks = [], onPick, byDay }: Properties) {
  const id = useId();
  const [at, setAt] = useState<number>();
  const most = Math.max(1, ...points.map((point) => Math.max(point.value, point.second ?? 0)));
  const [from, until] = spanOf(points, marks);
  const x = (index: number) => ((Date.parse(points[index]!.at) - from) / Math.max(1, until - from)) * width;
  const y = (value: number) => top + (1 - value / most) * (height - top);
  const label = (instant: string) => (byDay ? shortDay(instant) : shortTime(instant));
  const shown = points[at ?? points.length - 1];
  const line = (value: (point: FlowPoint) => number) => points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value(point)).toFixed(1)}`).join('');
  const indexAt = (event: React.PointerEvent<SVGSVGElement> | React.MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return nearest(points, from + ((event.clientX - box.left) / box.width) * (until - from));
  };
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || !shown) return <p className="meta">{t('flow.none')}</p>;
  const placed = placeMarks(marks, from, until);
  return (
    <div className="flow">
      <p className="meta numeric flow-said" aria-live="off"><b>{label(shown.at)}</b> {count(shown.value)}{secondName !== undefined && shown.second != null && <span> · {secondName} {count(Math.round(shown.second))}</span>}</p>
      <div className="flow-place">
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id} preserveAspectRatio="none" data-pick={!!onPick}
          onPointerMove={(event) => setAt(indexAt(event))} onPointerLeave={() => setAt(undefined)} onClick={onPick && ((event) => onPick(points[indexAt(event)]!.at))}>
          <title id={id}>{name}</title>
          <path className="flow-area" d={`${line((point) => point.value)}L${x(points.length - 1).toFixed(1)} ${height}L${x(0).toFixed(1)} ${height}Z`} />
          {secondName !== undefined && <path className="flow-line second" d={line((point) => point.second ?? 0)} />}
          <path className="flow-line" d={line((point) => point.value)} />
          {at !== undefined && <line className="flow-at" x1={x(at)} x2={x(at)} y1="0" y2={height} />}
        </svg>
        {placed.map((mark) => <span key={mark.label + mark.at} className={`flow-mark ${mark.tone ?? 'cause'}`} style={{ insetInlineStart: `${mark.share * 100}%` }} aria-hidden="true" />)}
      </div>
      <div className="row between meta numeric"><span>{label(new Date(from).toISOString())}</span><span>{t('flow.most', { count: count(Math.round(most)) })}</span><span>{label(last.at)}</span></div>
      {placed.length > 0 && <ul className="flow-marks">{placed.map((mark) => <li key={mark.label + mark.at} className="meta"><span className={`flow-key ${mark.tone ?? 'cause'}`} aria-hidden="true" /> <span className="numeric">{shortTime(mark.at)}</span> {mark.label}</li>)}</ul>}
      <details><summary className="meta">{t('report.asTable')}</summary>
        <div className="scroll-x trend-table" tabIndex={0} role="region" aria-label={name}>
          <table className="grid-table numeric">
            <thead><tr><th scope="col">{t('report.when')}</th><th scope="col" className="number">{t('report.value')}</th>{secondName !== undefined && <th scope="col" className="number">{secondName}</th>}</tr></thead>
            <tbody>{points.map((point) => (
              <tr key={point.at}><th scope="row">{onPick ? <button type="button" className="linklike" onClick={() => onPick(point.at)}>{label(point.at)}</button> : label(point.at)}</th><td className="number">{count(point.value)}</td>{secondName !== undefined && <td className="number">{point.second == null ? '–' : count(Math.round(point.second))}</td>}</tr>
            ))}</tbody>
          </table>
        </div>
      </details>
    </div>
  );
}

/** From the first point to the last; what is marked shortly before stands in the picture too, with nothing drawn under it, since nothing is known of it. */
function spanOf(points: FlowPoint[], marks: FlowMark[]): [number, number] {
  const [first, last] = [Date.parse(points[0]?.at ?? ''), Date.parse(points.at(-1)?.at ?? '')];
  const early = marks.map((mark) => Date.parse(mark.at)).filter((at) => at < first && first - at <= reach);
  return [Math.min(first, ...early), Math.max(last, first + 1)];
}
function nearest(points: FlowPoint[], time: number): number {
  let best = 0;
  points.forEach((point, index) => { if (Math.abs(Date.parse(point.at) - time) < Math.abs(Date.parse(points[best]!.at) - time)) best = index; });
  return best;
}
/** Moments outside the picture are left out. */
function placeMarks(marks: FlowMark[], from: number, until: number): (FlowMark & { share: number })[] {
  return marks.map((mark) => ({ ...mark, share: (Date.parse(mark.at) - from) / Math.max(1, until - from) })).filter((mark) => mark.share >= 0 && mark.share <= 1);
}

/** A line as small as a word. */
export function Spark({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(1, ...values);
  const d = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${((index / Math.max(1, values.length - 1)) * 100).toFixed(1)} ${(23 - (value / most) * 22).toFixed(1)}`).join('');
  return <svg className="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label={label}><path className="flow-area" d={`${d}L100 24L0 24Z`} /><path className="flow-line" d={d} /></svg>;
}
