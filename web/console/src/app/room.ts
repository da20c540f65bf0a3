/** What is shown of a list of places where there is room for so many entries, and what stands behind one entry more. */
export function placesWithin<T extends { minor?: true }>(all: T[], room: number): [shown: T[], behind: T[]] {
  if (all.length <= room) return [all, []];
  const leaving = all.length - Math.max(room - 1, 1);
  const backwards = all.toReversed();
  const behind = new Set([...backwards.filter((place) => place.minor), ...backwards.filter((place) => !place.minor)].slice(0, leaving));
  return [all.filter((place) => !behind.has(place)), all.filter((place) => behind.has(place))];
}
