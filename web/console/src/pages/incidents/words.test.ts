import assert from 'node:assert/strict';
import test from 'node:test';
import type { Incident } from '../../api/incidents.ts';
import { restingOrder, sliceOf, windowAround } from './words.ts';

const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id, kind: 'anomaly', state: 'open', title: id, node: {}, nodeTitle: {}, onset: '2026-11-11T08:00:00Z', raisedAt: '2026-11-11T08:04:00Z', lastAt: '2026-11-11T08:20:00Z',
  voices: 10, customers: 9, expected: 1, growth: 2, severity: 2, moneyAtRisk: [], reopened: 0, trend: [], ...more,
});

test('the gravest stands first, then the fastest, and what is closed last', () => {
  const all = [incident('slow'), incident('closed', { severity: 4, state: 'closed' }), incident('grave', { severity: 3 }), incident('fast', { growth: 9 })];
  assert.deepEqual(restingOrder([], all, false).map((one) => one.id), ['grave', 'fast', 'slow', 'closed']);
});

test('while a hand is on the list nothing moves, and what is new comes below', () => {
  const before = ['a', 'b', 'gone'];
  const now = [incident('a'), incident('b', { severity: 4 }), incident('new', { severity: 3 })];
  assert.deepEqual(restingOrder(before, now, true).map((one) => one.id), ['a', 'b', 'new']);
  assert.deepEqual(restingOrder(before, now, false).map((one) => one.id), ['b', 'new', 'a']);
});

test('an incident opens in the explorer as its reason, its node and its hours', () => {
  assert.deepEqual(sliceOf(incident('a', { reason: 'coupon-fails', stage: 'promotion', node: { version: '8.2.1' } })), { version: '8.2.1', reason: 'coupon-fails', stage: undefined });
  assert.deepEqual(sliceOf(incident('a', { stage: 'deliver', node: { carrier: 'swift', region: 'HZ' } })), { carrier: 'swift', region: 'HZ', reason: undefined, stage: 'deliver' });
  assert.deepEqual(windowAround(incident('a')), { from: '2026-11-11T07:30:00.000Z', until: '2026-11-11T08:21:00.000Z' });
});
