import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../api/types.ts';
import { backoffMilliseconds } from './backoff.ts';
import { emptyThread, prepend, receive, withPending, type Pending, type Thread } from './thread.ts';

const entry = (sequence: number, clientId?: string): Entry => ({
  sequence, id: `e${sequence}`, conversation: 'c', kind: 'message', event: 'message', at: '2026-01-01T00:00:00Z', author: { party: 'agent' }, text: `${sequence}`, clientId,
});
const pending = (clientId: string): Pending => ({ clientId, conversation: 'c', kind: 'message', text: 'x', files: [], canned: false, at: '', state: 'sending' });
const take = (thread: Thread, ...sequences: number[]) => sequences.reduce((now, sequence) => receive(now, entry(sequence)).thread, thread);
const numbers = (thread: Thread) => thread.entries.map((one) => one.sequence);

test('Entries in order make one run', () => assert.deepEqual(numbers(take(emptyThread('c'), 1, 2, 3)), [1, 2, 3]));

test('A doubled entry changes nothing', () => {
  const thread = take(emptyThread('c'), 1, 2);
  assert.equal(receive(thread, entry(2)).thread, thread);
});

test('An entry after a gap is not taken and the gap is told', () => {
  const thread = take(emptyThread('c'), 1, 2);
  const answer = receive(thread, entry(4));
  assert.equal(answer.gap, true);
  assert.equal(answer.thread.last, 2);
});

test('A hidden entry keeps the numbers gapless without being shown', () => {
  const thread = receive(take(emptyThread('c'), 1), { sequence: 2, kind: 'system', event: 'hidden' }).thread;
  assert.deepEqual(numbers(take(thread, 3)), [1, 3]);
});

test('The entry with our clientId takes the place of what was pending', () => {
  const thread = withPending(take(emptyThread('c'), 1), pending('mine'));
  const after = receive(thread, entry(2, 'mine')).thread;
  assert.deepEqual(after.pending, []);
  assert.deepEqual(numbers(after), [1, 2]);
});

test('A resent message acknowledged by an old entry is no longer pending', () => {
  const thread = withPending(take(emptyThread('c'), 1, 2), pending('mine'));
  assert.deepEqual(receive(thread, entry(2, 'mine')).thread.pending, []);
});

test('Whatever order entries arrive in with resumes the run stays gapless', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = generator(seed);
    let thread = emptyThread('c');
    for (let step = 0; step < 60 && thread.last < 12; step++) {
      const answer = receive(thread.first ? thread : { ...thread, first: 1 }, entry(1 + Math.floor(random() * 12)));
      thread = answer.gap ? receive(answer.thread, entry(answer.thread.last + 1)).thread : answer.thread;
      assert.deepEqual(numbers(thread), Array.from({ length: thread.last }, (_, place) => place + 1), `seed ${seed}`);
    }
  }
});

test('An earlier page is put before the run once', () => {
  const thread = take({ ...emptyThread('c'), first: 4, last: 3 }, 4, 5);
  const whole = prepend(thread, [entry(1), entry(2), entry(3), entry(4)], 1);
  assert.deepEqual(numbers(whole), [1, 2, 3, 4, 5]);
  assert.equal(whole.first, 1);
});

test('Waiting between attempts grows to a bound and is spread', () => {
  assert.equal(backoffMilliseconds(0, () => 1), 500);
  assert.equal(backoffMilliseconds(0, () => 0), 250);
  assert.equal(backoffMilliseconds(50, () => 1), 15_000);
});

function generator(seed: number): () => number {
  let state = seed;
  return () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648; };
}
