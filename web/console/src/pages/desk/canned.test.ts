import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CannedReply, ConversationRow } from '../../api/types.ts';
import { cannedQuery, fillCanned, findCanned, unfilled } from './canned.ts';
import { byNeed } from './order.ts';

test('Variables are filled and unknown ones stay visible', () => {
  assert.equal(fillCanned('{name}, order {{order}}: {days}', { name: 'Lin', order: '7' }), 'Lin, order 7: {days}');
  assert.equal(unfilled('two {{days}}'), '{{days}}');
  assert.equal(unfilled('none'), undefined);
});

test('Only a slash at the start opens the list', () => {
  assert.equal(cannedQuery('/Ref'), 'ref');
  assert.equal(cannedQuery('/'), '');
  assert.equal(cannedQuery('and/or'), undefined);
  assert.equal(cannedQuery('/usr/bin'), undefined);
});

test('Replies in the language of the customer come first', () => {
  const reply = (id: string, language: string): CannedReply => ({ id, title: id, text: 'hello', language });
  assert.deepEqual(findCanned([reply('a', 'en'), reply('b', 'zh-CN')], 'hello', 'zh').map((one) => one.id), ['b', 'a']);
});

test('Who waits comes first, the longest on top', () => {
  const row = (id: string, waitingSince: string | null, lastAt: string) => ({ id, waitingSince, lastAt, openedAt: lastAt }) as ConversationRow;
  const order = byNeed([row('quiet', null, '2026-01-01T09:00Z'), row('short', '2026-01-01T08:30Z', ''), row('long', '2026-01-01T08:00Z', '')], (one) => one.waitingSince ?? undefined);
  assert.deepEqual(order.map((one) => one.id), ['long', 'short', 'quiet']);
});
