import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation, Entry, Party } from '../api/types.ts';
import { waitingSince } from './waiting.ts';

const row = (part: Partial<Conversation>) => ({ state: 'agent', lastBy: 'consumer', lastAt: '10:09', askedPersonAt: '10:01', ...part }) as Conversation;
const said = (...parties: Party[]) => parties.map((party, place) => ({ kind: 'message', at: `10:0${place}`, author: { party } }) as Entry);

test('The wait runs from the first message that has no answer', () => {
  assert.equal(waitingSince(row({}), said('consumer', 'agent', 'consumer', 'consumer')), '10:02');
});
test('An answer ends the wait', () => {
  assert.equal(waitingSince(row({}), said('consumer', 'agent')), undefined);
});
test('The bot does not answer for a person who was asked for', () => {
  assert.equal(waitingSince(row({}), said('consumer', 'bot')), '10:01');
});
test('In the queue the server knows; with the bot or after the end nobody waits', () => {
  assert.equal(waitingSince(row({ state: 'queued', waitingSince: '09:59' }), []), '09:59');
  assert.equal(waitingSince(row({ state: 'bot' }), said('consumer')), undefined);
  assert.equal(waitingSince(row({ state: 'closed' }), said('consumer')), undefined);
});
test('Without the thread the last word decides', () => {
  assert.equal(waitingSince(row({}), undefined), '10:09');
  assert.equal(waitingSince(row({ lastBy: 'agent' }), undefined), undefined);
});
