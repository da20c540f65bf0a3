import assert from 'node:assert/strict';
import test from 'node:test';
import { addDays, dayIn, daysBetween, daysOf, periodOf, periods, queryOf, search, midnightIn } from './period.ts';

const now = Date.parse('2026-11-11T17:30:00Z');

test('a day belongs to its zone', () => {
  assert.equal(dayIn('UTC', now), '2026-11-11');
  assert.equal(dayIn('Asia/Shanghai', now), '2026-11-12');
  assert.equal(dayIn('No/Where', now), '2026-11-11');
});

test('each named period is found again in its days', () => {
  for (const period of periods.filter((one) => one !== 'own')) {
    const days = daysOf(period, dayIn('Asia/Shanghai', now))!;
    assert.equal(periodOf({ ...days, zone: 'Asia/Shanghai' }, now), period);
  }
  assert.equal(periodOf({ from: '2026-01-01', to: '2026-01-31', zone: 'UTC' }, now), 'own');
});

test('days are counted over months and leap years', () => {
  assert.equal(addDays('2028-02-28', 2), '2028-03-01');
  assert.equal(daysBetween('2026-10-31', '2026-11-01'), 1);
});

test('the address wins over what is usual', () => {
  const query = queryOf(new URLSearchParams('zone=UTC&from=2026-11-01&unit=market&entrance='), now);
  assert.deepEqual(query, { zone: 'UTC', to: '2026-11-11', from: '2026-11-01', unit: 'market' });
});

test('what an address says is asked again by the address made of it', () => {
  const query = queryOf(new URLSearchParams('zone=UTC&from=2026-11-01&unit=market'), now);
  assert.deepEqual(queryOf(new URLSearchParams(search(query, { figure: 'steps' })), now), query);
  assert.equal(new URLSearchParams(search(query, { unit: 'travel' })).get('unit'), 'travel');
});

test('a day begins at its own midnight', () => {
  assert.equal(midnightIn('UTC', '2026-11-22'), '2026-11-22T00:00:00.000Z');
  assert.equal(midnightIn('Asia/Shanghai', '2026-11-22'), '2026-11-21T16:00:00.000Z');
  assert.equal(midnightIn('America/New_York', '2026-07-04'), '2026-07-04T04:00:00.000Z');
  assert.equal(midnightIn('Nowhere/Land', '2026-11-22'), '2026-11-22T00:00:00.000Z');
});
