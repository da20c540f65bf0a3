import assert from 'node:assert/strict';
import test from 'node:test';
import { eachMinute, filled } from './flowPoints.ts';

const minute = 60_000;
const window = { from: '2026-11-11T08:00:00.000Z', until: '2026-11-11T08:04:00.000Z' };

test('a minute in which nothing was said is a nought', () => {
  const points = filled([{ at: '2026-11-11T08:01:00Z', count: 3, before: 1 }, { at: '2026-11-11T08:03:00+00:00', count: 2 }], window, minute);
  assert.deepEqual(points.map((point) => [point.at.slice(14, 16), point.value, point.second]), [['00', 0, 0], ['01', 3, 1], ['02', 0, 0], ['03', 2, 0]]);
});

test('steps begin where the server lets them begin', () => {
  const days = filled([{ at: '2026-11-09T16:00:00Z', count: 5 }], { from: '2026-11-08T00:00:00Z', until: '2026-11-11T08:00:00Z' }, 24 * 60 * minute);
  assert.deepEqual(days.map((point) => point.at.slice(0, 13)), ['2026-11-08T16', '2026-11-09T16', '2026-11-10T16']);
  assert.equal(filled([], window, minute).length, 4);
});

test('an incident has every minute of its time, and what was expected goes on', () => {
  const points = eachMinute([{ at: '2026-11-11T08:00:00Z', count: 9, expected: 1.5 }, { at: '2026-11-11T08:03:00Z', count: 2, expected: 1 }]);
  assert.deepEqual(points.map((point) => [point.at.slice(14, 16), point.value, point.second]), [['00', 9, 1.5], ['01', 0, 1.5], ['02', 0, 1.5], ['03', 2, 1]]);
  assert.deepEqual(eachMinute([]), []);
});
