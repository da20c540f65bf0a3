import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionOffer } from '../../api/actions.ts';
import type { Order } from '../../api/types.ts';
import { argumentsOf, minorUnits } from './arguments.ts';

const order = { total: { amount: 1_000, currency: 'JPY' } } as Order;
const offer = (kind: string, required: string[], ...names: string[]): ActionOffer =>
  ({ kind, title: kind, consent: 'required', schema: { properties: Object.fromEntries(names.map((name) => [name, { title: name, type: 'string' }])), required } }) as unknown as ActionOffer;

test('An amount goes out in the smallest units of its currency', () => {
  assert.equal(minorUnits(12.34, 'CNY'), 1_234);
  assert.equal(minorUnits(500, 'JPY'), 500);
  assert.deepEqual(argumentsOf(offer('refund', ['reason', 'amount'], 'reason', 'amount', 'instrument'), order, { reason: ' late ', amount: 80 }), { reason: 'late', amount: 80 });
});

test('Only pieces that were chosen are named, and only what the action knows', () => {
  assert.deepEqual(argumentsOf(offer('return-items', ['items'], 'items', 'instrument'), order, { quantity: { a: 2, b: 0 }, reason: 'not asked for' }), { items: [{ sku: 'a', quantity: 2 }] });
  assert.deepEqual(argumentsOf(offer('exchange-items', ['items'], 'items'), order, { newSku: { a: 'a2', b: undefined } }), { items: [{ sku: 'a', newSku: 'a2' }] });
});

test('Nothing chosen is sent as nothing, so that the server says what is missing', () => {
  assert.deepEqual(argumentsOf(offer('return-items', ['items'], 'items'), order, {}), { items: [] });
});
