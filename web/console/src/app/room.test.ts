import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesWithin } from './room.ts';

const places = [{ path: 'a' }, { path: 'b', minor: true as const }, { path: 'c' }, { path: 'd', minor: true as const }, { path: 'e' }];
const names = ([shown, behind]: { path: string }[][]) => [shown!, behind!].map((part) => part.map((place) => place.path).join(''));

test('everything is shown where there is room for it', () => assert.deepEqual(names(placesWithin(places, 5)), ['abcde', '']));
test('minor places leave first, the last before the others, and one entry is kept for what is behind', () => {
  assert.deepEqual(names(placesWithin(places, 4)), ['ace', 'bd']);
  assert.deepEqual(names(placesWithin(places, 3)), ['ac', 'bde']);
});
test('whatever the room, no place is lost and the first stays in sight', () => {
  for (let room = 0; room < 8; room++) {
    const [shown, behind] = names(placesWithin(places, room));
    assert.equal([...shown!, ...behind!].sort().join(''), 'abcde');
    assert.equal(shown![0], 'a');
    assert.ok(room < 2 || shown!.length + (behind ? 1 : 0) <= room);
  }
});
