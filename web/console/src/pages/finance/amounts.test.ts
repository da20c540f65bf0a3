import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal, difference } from './amounts.ts';

test('digits are moved, not computed', () => {
  assert.equal(decimal('5', 2), '0.05');
  assert.equal(decimal('-123456', 2), '-1234.56');
  assert.equal(decimal('7', 0), '7');
  assert.equal(decimal('9223372036854775807', 3), '9223372036854775.807');
  assert.equal(difference('9223372036854775807', '1'), '9223372036854775806');
});
