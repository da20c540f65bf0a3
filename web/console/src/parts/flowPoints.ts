/** Points with every step of the period: one in which nothing was said is a nought, not a gap. */
export interface CountedPoint { at: string; count: number; before?: number | null }

export function filled(points: CountedPoint[], window: { from: string; until: string }, step: number): { at: string; value: number; second?: number | null }[] {
  const known = new Map(points.map((point) => [Date.parse(point.at), point]));
  const [from, until] = [Date.parse(window.from), Date.parse(window.until)];
  // Steps begin where the server lets them begin: a day of the ecosystem is seldom a day of UTC.
  const phase = points[0] ? Date.parse(points[0].at) : from;
  const first = phase - Math.floor((phase - from) / step) * step;
  const all = [];
  for (let at = first; at < until; at += step) {
    const point = known.get(at);
    all.push({ at: new Date(at).toISOString(), value: point?.count ?? 0, second: point ? point.before ?? 0 : 0 });
  }
  return all.length > 0 ? all : points.map((point) => ({ at: point.at, value: point.count, second: point.before ?? 0 }));
}

/** Minutes that were left out because nothing was heard in them; what was expected goes on as it was. */
export function eachMinute(points: { at: string; count: number; expected: number }[]): { at: string; value: number; second: number }[] {
  const all: { at: string; value: number; second: number }[] = [];
  for (const point of points) {
    const time = Date.parse(point.at);
    for (let last = all.at(-1), at = last ? Date.parse(last.at) + minute : time; last && at < time && all.length < mostMinutes; at += minute) all.push({ at: new Date(at).toISOString(), value: 0, second: last.second });
    all.push({ at: point.at, value: point.count, second: point.expected });
  }
  return all;
}
const minute = 60_000;
const mostMinutes = 3_000;
