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
