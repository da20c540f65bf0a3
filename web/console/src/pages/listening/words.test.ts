import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeatDraft } from '../../api/listening.ts';
import { inOrder, isChanged, toneOfTarget } from './words.ts';

const draft = (id: string, state: SeatDraft['state'], minute: number, sentText?: string): SeatDraft => ({ id, text: '您好', state, proposedAt: new Date(minute * 60_000).toISOString(), byHost: true, sentText });

test('What waits for the host stands first, the longest waiting on top', () => {
  const drafts = [draft('old', 'sent', 1), draft('first', 'proposed', 2), draft('no', 'declined', 3), draft('second', 'proposed', 4)];
  assert.deepEqual(inOrder(drafts).map((one) => one.id), ['first', 'second', 'no', 'old']);
});

test('Other words are told only of what was sent', () => {
  assert.equal(isChanged(draft('same', 'sent', 1, '您好')), false);
  assert.equal(isChanged(draft('other', 'sent', 1, '您好，请讲')), true);
  assert.equal(isChanged(draft('waits', 'proposed', 1)), false);
});

test('A target of nobody is neither met nor missed', () => {
  assert.equal(toneOfTarget({ done: 5, target: null }), 'none');
  assert.equal(toneOfTarget({ done: 2, target: 3 }), 'risk');
  assert.equal(toneOfTarget({ done: 3, target: 3 }), 'good');
});
