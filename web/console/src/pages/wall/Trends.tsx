import { memo } from 'react';
import { Link } from 'react-router-dom';
import type { WallLine, WallWindow } from '../../api/wall.ts';
import { t } from '../../i18n/language.ts';
import { excessOf } from './judging.ts';
import { voicesLink } from './links.ts';
import { Roll } from './Roll.tsx';
import { named, usePart, usualWords, whole } from './wallParts.tsx';

/** Unhappy voices of the last hours against what is usual, one line each. */
export function Trends({ most }: { most: number }) {
  const trend = usePart('trend');
  return (
    <section className="wall-trends" aria-labelledby="wall-trends">
      <header className="wall-tile-head"><h2 id="wall-trends">{trend ? <Link to={voicesLink(trend.window)}>{t('wall.trend')}</Link> : t('wall.trend')}</h2>{trend && <p>{t('wall.trend.window')} · {usualWords(trend.forecast)}</p>}</header>
      {trend && <ul className="wall-lines">{trend.lines.slice(0, most).map((line) => <Line key={line.stage ?? ''} line={line} window={trend.window} />)}</ul>}
    </section>
  );
}

const Line = memo(function Line({ line, window }: { line: WallLine; window: WallWindow }) {
  const title = line.stage ? named(line.title) || line.stage : t('wall.trend.all');
  return (
    <li className="wall-line" data-excess={excessOf(line.now, line.expected)}>
      <Link to={voicesLink(window, { stage: line.stage })}>
        <span className="wall-line-name">{title}</span>
        <Curve points={line.points} usual={line.usual} />
        <span className="wall-line-now"><Roll value={whole(line.now)} /></span>
        <span className="wall-line-usual">{line.expected === null || line.expected === undefined ? '' : t('wall.usual.value', { count: whole(line.expected) })}</span>
      </Link>
    </li>
  );
});

/** What is, as a line over its ground; what is usual, as dots. The picture is told by the figures beside it. */
export function Curve({ points, usual }: { points: readonly number[]; usual?: readonly number[] | null | undefined }) {
  // The last step is still running; drawn as it stands it would always fall.
  const shown = points.slice(0, -1);
  const top = Math.max(4, ...shown, ...(usual ?? []));
  const x = (index: number) => ((index / Math.max(1, shown.length - 1)) * 300).toFixed(1);
  const y = (value: number) => (38 - (value / top) * 36).toFixed(1);
  const path = (values: readonly number[]) => values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('');
  return (
    <svg className="wall-curve" viewBox="0 0 300 40" preserveAspectRatio="none" aria-hidden="true">
      {shown.length > 0 && <path className="wall-curve-ground" d={`${path(shown)}L300 40L0 40Z`} />}
      {usual && usual.length > 0 && <path className="wall-curve-usual" d={path(usual.slice(0, shown.length))} />}
      {shown.length > 0 && <path className="wall-curve-now" d={path(shown)} />}
    </svg>
  );
}
