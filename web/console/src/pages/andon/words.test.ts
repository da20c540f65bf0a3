import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lives, runningClock, toneOf } from './words.ts';

const times = { acknowledgeBy: '2026-11-11T00:30:00Z', decideBy: '2026-11-11T04:00:00Z' };

test('everything but released and withdrawn lives, and nothing that lives looks good', () => {
  for (const state of ['pulled', 'acknowledged', 'investigating', 'change-agreed', 'changed', 'rejected-with-reason'] as const) {
    assert.equal(lives({ state }), true);
    assert.notEqual(toneOf(state), 'good');
  }
  assert.equal(lives({ state: 'released' }), false);
  assert.equal(toneOf('released'), 'good');
});

test('first it is to be acknowledged, then decided, then no clock runs', () => {
  assert.deepEqual(runningClock({ state: 'pulled', ...times }), { what: 'acknowledge', by: times.acknowledgeBy });
  assert.deepEqual(runningClock({ state: 'investigating', ...times }), { what: 'decide', by: times.decideBy });
  assert.equal(runningClock({ state: 'changed', ...times }), undefined);
});
