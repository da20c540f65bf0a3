import assert from 'node:assert/strict';
import test from 'node:test';
import { atPoint, comparedWith, compareQuery, narrowed, readSlice, sliceAddress, sliceQuery, stepOf, widened, windowOf, writeSlice } from './slice.ts';

const now = Date.parse('2026-11-11T08:30:20Z');
const of = (text: string) => readSlice(new URLSearchParams(text));

test('an empty address is the last day, compared with the day before, by reason', () => {
  assert.deepEqual(of(''), { span: '24h', compare: 'before', group: 'reason', filters: {} });
  assert.equal(writeSlice(of('')).toString(), '');
});

test('what an address says is said again by the address made of it', () => {
  for (const text of ['', 'span=6h', 'from=2026-11-10T00%3A00%3A00Z&until=2026-11-10T06%3A00%3A00Z', 'compare=week&group=carrier&reason=parcel-stuck&region=%E6%9D%AD%E5%B7%9E&word=%E5%88%B8', 'inTree=false&sentiment=-1', 'd.room=live-7&word=%E5%88%B8']) {
    assert.deepEqual(readSlice(writeSlice(of(text))), of(text));
  }
});

test('what an address says wrongly is as if it said nothing', () => {
  assert.deepEqual(of('span=9y&compare=dreams&group=1%3D1&colour=red'), of(''));
  assert.deepEqual(of('from=tomorrow&until=2026-11-10T00:00:00Z'), of(''));
  assert.deepEqual(of('from=2026-11-11T00:00:00Z&until=2026-11-10T00:00:00Z'), of(''));
  assert.equal(of('span=own').span, '24h');
});

test('a moving period ends with the running minute, and so is asked for once a minute', () => {
  assert.deepEqual(windowOf(of('span=1h'), now), { from: '2026-11-11T07:31:00.000Z', until: '2026-11-11T08:31:00.000Z' });
  assert.deepEqual(windowOf(of('span=1h'), now + 20_000), windowOf(of('span=1h'), now));
  assert.notDeepEqual(windowOf(of('span=1h'), now + 45_000), windowOf(of('span=1h'), now));
});

test('it is compared with the stretch before, or with the same hours a week ago', () => {
  const window = windowOf(of('span=6h'), now);
  assert.deepEqual(comparedWith(of('span=6h'), window), { from: '2026-11-10T20:31:00.000Z', until: '2026-11-11T02:31:00.000Z' });
  assert.deepEqual(comparedWith(of('span=6h&compare=week'), window), { from: '2026-11-04T02:31:00.000Z', until: '2026-11-04T08:31:00.000Z' });
  assert.deepEqual(compareQuery(of('compare=none'), window), {});
  const month = windowOf(of('span=30d'), now);
  assert.equal(Date.parse(comparedWith(of('span=30d&compare=week'), month)!.until) <= Date.parse(month.from), true, 'the two do not overlap');
});

test('a click narrows and a chip widens again, and the rest stays', () => {
  const state = of('span=6h&compare=week&merchant=tea');
  const narrow = narrowed(narrowed(state, 'version', '8.2.1'), 'merchant', 'cups');
  assert.deepEqual(sliceQuery(narrow, windowOf(narrow, now)), { from: '2026-11-11T02:31:00.000Z', until: '2026-11-11T08:31:00.000Z', merchant: 'cups', version: '8.2.1' });
  assert.deepEqual(widened(widened(narrow, 'version'), 'merchant').filters, {});
  assert.equal(widened(narrow, 'version').compare, 'week');
});

test('a point of the trend opens to its own minute, hour or day', () => {
  assert.deepEqual(atPoint(of('reason=fake'), '2026-11-11T08:00:00+00:00', 'hour'), { ...of('reason=fake'), span: 'own', own: { from: '2026-11-11T08:00:00.000Z', until: '2026-11-11T09:00:00.000Z' } });
  assert.equal(stepOf(windowOf(of('span=6h'), now)), 'minute');
  assert.equal(stepOf(windowOf(of('span=7d'), now)), 'hour');
  assert.equal(stepOf(windowOf(of('span=30d'), now)), 'day');
});

test('another page links to a slice by what it knows of', () => {
  assert.equal(sliceAddress({ reason: 'coupon-fails', version: '8.2.1', room: 'live-7', region: null }), '/voices?reason=coupon-fails&version=8.2.1&d.room=live-7');
  assert.deepEqual(readSlice(new URLSearchParams(sliceAddress({ reason: 'fake' }, { from: '2026-11-11T00:00:00Z', until: '2026-11-11T01:00:00Z' }).split('?')[1])).own, { from: '2026-11-11T00:00:00Z', until: '2026-11-11T01:00:00Z' });
});
