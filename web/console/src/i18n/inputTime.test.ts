import assert from 'node:assert/strict';
import test from 'node:test';
import { inputOf, instantOf } from './inputTime.ts';

test('what is typed is the time on the clocks of the zone, whatever the browser thinks', () => {
  assert.equal(inputOf('2026-11-11T00:30:59Z', 'Asia/Shanghai'), '2026-11-11T08:30');
  assert.equal(instantOf('2026-11-11T08:30', 'Asia/Shanghai'), '2026-11-11T00:30:00.000Z');
  assert.equal(instantOf('2026-07-04T00:05', 'America/New_York'), '2026-07-04T04:05:00.000Z');
});

test('it is the same there and back, also on the days when clocks change', () => {
  for (const zone of ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Europe/Berlin']) {
    for (let hour = 0; hour < 24; hour += 1) {
      const instant = new Date(Date.UTC(2026, 9, 24, 23 + hour)).toISOString();
      assert.equal(inputOf(instantOf(inputOf(instant, zone), zone), zone), inputOf(instant, zone), `${zone} ${instant}`);
    }
  }
});
