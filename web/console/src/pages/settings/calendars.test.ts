import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHours } from './calendars.ts';

test('Hours are read as people write them', () => {
  assert.deepEqual(readHours('9-12, 13:30–18:00'), ['09:00-12:00', '13:30-18:00']);
  assert.deepEqual(readHours('8:00至24:00'), ['08:00-24:00']);
  assert.deepEqual(readHours(' '), []);
});
test('What cannot be read is left for the server to refuse', () => {
  assert.deepEqual(readHours('morning'), ['morning']);
  assert.deepEqual(readHours('9-12-14'), ['9-12-14']);
});
