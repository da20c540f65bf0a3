import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../testing/fakes.ts';
import type { Entry } from './model.ts';
import { ThreadLog } from './thread-log.ts';

function entry(sequence: number, extra: Partial<Entry> = {}): Entry {
  return { sequence, kind: 'message', event: 'message', at: '2026-01-01T00:00:00Z', author: { party: 'bot' }, text: `entry ${sequence}`, ...extra };
}
const shown = (log: ThreadLog): number[] => log.entries.map((one) => one.sequence);

test('Entries in order are shown as they come', () => {
  const log = new ThreadLog();
  assert.equal(log.accept(entry(1)), 'added');
  assert.equal(log.accept(entry(2)), 'added');
  assert.deepEqual(shown(log), [1, 2]);
});

test('The same sequence twice is shown once', () => {
  const log = new ThreadLog();
  log.accept(entry(1));
  assert.equal(log.accept(entry(1, { text: 'again' })), 'duplicate');
  assert.deepEqual(log.entries.map((one) => one.text), ['entry 1']);
});

test('An entry that jumps ahead waits until the gap is filled', () => {
  const log = new ThreadLog();
  log.accept(entry(1));
  assert.equal(log.accept(entry(3)), 'gap');
  assert.deepEqual(shown(log), [1]);
  assert.equal(log.behind, true);
  assert.equal(log.accept(entry(3)), 'duplicate');
  assert.equal(log.accept(entry(2)), 'added');
  assert.deepEqual(shown(log), [1, 2, 3]);
  assert.equal(log.behind, false);
});

test('A heartbeat shows that something was missed', () => {
  const log = new ThreadLog();
  log.accept(entry(1));
  assert.equal(log.hear(1), false);
  assert.equal(log.hear(2), true);
  log.accept(entry(2));
  assert.equal(log.behind, false);
});

test('Sequences that cannot be are passed over', () => {
  const log = new ThreadLog();
  for (const wrong of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) assert.equal(log.accept(entry(wrong)), 'duplicate');
  assert.equal(log.hear(Number.NaN), false);
  assert.equal(log.last, 0);
});

test('A long conversation begins at its last page and is continued backwards without a hole', () => {
  const log = new ThreadLog(5);
  log.accept(entry(6));
  assert.equal(log.first, 5);
  assert.equal(log.prepend([entry(2), entry(3), entry(5)]), 1);
  assert.equal(log.first, 4);
  assert.equal(log.prepend([entry(1), entry(2), entry(3), entry(4)]), 4);
  assert.deepEqual(shown(log), [1, 2, 3, 4, 5, 6]);
  assert.equal(log.first, 0);
});

test('A message of ours is known by its client id as soon as it arrives', () => {
  const log = new ThreadLog();
  log.accept(entry(2, { clientId: 'mine' }));
  assert.equal(log.hasClientId('mine'), true);
});

test('In whatever order and however often entries arrive, they are shown once each, gapless, in order', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const chance = seeded(seed);
    const log = new ThreadLog();
    const arrived = new Set<number>();
    const total = 30;
    for (let step = 0; step < 150; step++) {
      const sequence = 1 + Math.floor(chance() * total);
      const before = arrived.has(sequence);
      arrived.add(sequence);
      assert.equal(log.accept(entry(sequence)) === 'duplicate', before, `seed ${seed} step ${step}`);
      const expected: number[] = [];
      for (let next = 1; arrived.has(next); next++) expected.push(next);
      assert.deepEqual(shown(log), expected, `seed ${seed} step ${step}`);
      assert.equal(log.behind, Math.max(...arrived) > expected.length, `seed ${seed} step ${step}`);
    }
  }
});
