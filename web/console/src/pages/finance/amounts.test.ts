import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal, difference, minorOf } from './amounts.ts';

test('digits are moved, not computed', () => {
  assert.equal(decimal('5', 2), '0.05');
  assert.equal(decimal('-123456', 2), '-1234.56');
  assert.equal(decimal('7', 0), '7');
  assert.equal(decimal('9223372036854775807', 3), '9223372036854775.807');
  assert.equal(difference('9223372036854775807', '1'), '9223372036854775806');
});

test('what a person types becomes whole minor units or nothing', () => {
  assert.equal(minorOf('12.5', 2), 1250);
  assert.equal(minorOf(' 0 ', 2), 0);
  assert.equal(minorOf('7', 0), 7);
  for (const wrong of ['', '-1', '1.234', '1e3', '12,5', '.5', '9007199254740993', '1.5.2']) assert.equal(minorOf(wrong, 2), undefined, wrong);
  assert.equal(minorOf('1.5', 0), undefined);
});
