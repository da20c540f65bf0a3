import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationRow } from '../../api/types.ts';
import { cannedQuery, fillCanned, findCanned, mentionQuery, unfilled, type Reusable } from './canned.ts';
import { foldNotes } from './foldNotes.ts';
import { byNeed, keepPlaces } from './order.ts';
import type { Entry } from '../../api/types.ts';

test('Variables are filled, and one without a value becomes a placeholder that is seen', () => {
  assert.equal(fillCanned('{{customer.name}}, order {{ order.number }}: {days} {name}', { 'customer.name': 'Lin' }), 'Lin, order ⟦order.number⟧: {days} Lin');
  assert.equal(unfilled('two ⟦order.number⟧'), '⟦order.number⟧');
  assert.equal(unfilled('none'), undefined);
});

test('Only a slash at the start opens the list', () => {
  assert.equal(cannedQuery('/Ref'), 'ref');
  assert.equal(cannedQuery('/'), '');
  assert.equal(cannedQuery('and/or'), undefined);
  assert.equal(cannedQuery('/usr/bin'), undefined);
});

test('An at sign before the caret looks for a colleague, an address does not', () => {
  assert.equal(mentionQuery('请 @周', 4), '周');
  assert.equal(mentionQuery('@', 1), '');
  assert.equal(mentionQuery('a@b', 3), undefined);
  assert.equal(mentionQuery('@Mia Berg', 9), undefined);
});

test('Replies in the language of the customer come first, then the most used', () => {
  const reply = (id: string, language: string, uses: number): Reusable => ({ kind: 'reply', id, title: id, text: 'hello', language, uses });
  assert.deepEqual(findCanned([reply('a', 'en', 9), reply('b', 'zh-CN', 1), reply('c', 'zh-CN', 5)], 'hello', 'zh').map((one) => one.id), ['c', 'b', 'a']);
});

const row = (id: string, waitingSince: string | null, lastAt = '') => ({ id, waitingSince, lastAt, openedAt: lastAt }) as ConversationRow;
test('Who waits comes first, the longest on top', () => {
  const order = byNeed([row('quiet', null, '2026-01-01T09:00Z'), row('short', '2026-01-01T08:30Z'), row('long', '2026-01-01T08:00Z')], (one) => one.waitingSince ?? undefined);
  assert.deepEqual(order.map((one) => one.id), ['long', 'short', 'quiet']);
});

test('While a hand is on the list rows keep their places, new ones come last and gone ones leave', () => {
  const kept = keepPlaces(['a', 'b', 'c'], [row('d', null), row('c', null), row('a', null)]);
  assert.deepEqual(kept.map((one) => one.id), ['a', 'c', 'd']);
});

test('A changed note shows its new words, a withdrawn one none, and the changes themselves are no lines', () => {
  const entry = (sequence: number, event: string, text?: string, of?: number) => ({ sequence, event, kind: event === 'note' ? 'note' : 'system', text, data: of ? { of: String(of) } : undefined }) as unknown as Entry;
  const folded = foldNotes([entry(1, 'note', 'one'), entry(2, 'note', 'two'), entry(3, 'note-changed', 'uno', 1), entry(4, 'note-withdrawn', undefined, 2), entry(5, 'closed')]);
  assert.deepEqual(folded.map((one) => [one.sequence, one.text, one.fold]), [[1, 'uno', 'changed'], [2, undefined, 'withdrawn'], [5, undefined, undefined]]);
});
