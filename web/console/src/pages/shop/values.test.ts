import assert from 'node:assert/strict';
import { test } from 'node:test';
import { score, toneOf } from './values.ts';

test('too little data is never a tone', () => assert.deepEqual([toneOf(3, false), toneOf(5, true), toneOf(3, true), toneOf(2, true)], ['none', 'good', 'risk', 'bad']));
test('a score that is not known is a dash, not a zero', () => assert.deepEqual([score(null), score(undefined)], ['–', '–']));
